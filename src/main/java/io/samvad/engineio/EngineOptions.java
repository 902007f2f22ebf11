package io.samvad.engineio;

import io.samvad.engineio.transport.WebSocketLimits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.zip.Deflater;

/** Options of an {@link EngineServer}; names, units and defaults are Engine.IO's where it has them. */
public class EngineOptions {
    /** Both transports, in the order of preference of a client that upgrades. */
    public static final List<String> DEFAULT_TRANSPORTS = List.of("polling", "websocket");

    private String path = "/socket.io";
    private int pingInterval = 25_000;
    private int pingTimeout = 20_000;
    private int upgradeTimeout = 10_000;
    private int maxPayload = 1_000_000;
    private int maxPacketsPerPayload = 10_000;
    private int maxQueuedBytes = 4_194_304;
    private long maxTotalQueuedBytes;
    private int maxSessions;
    private boolean allowUpgrades = true;
    private boolean allowEio3;
    private PerMessageDeflateOptions perMessageDeflate;
    private int compressionThreshold = 1_024;
    private int compressionLevel = Deflater.DEFAULT_COMPRESSION;
    private List<String> transports = DEFAULT_TRANSPORTS;
    private CorsOptions cors = new CorsOptions();
    private CookieOptions cookie;

    /** The defaults. */
    public EngineOptions() {}

    /** From JSON with the keys of {@link #toJson()}; what is absent keeps its default. */
    public EngineOptions(JsonObject json) {
        setPath(json.getString("path", path));
        setPingInterval(json.getInteger("pingInterval", pingInterval));
        setPingTimeout(json.getInteger("pingTimeout", pingTimeout));
        setUpgradeTimeout(json.getInteger("upgradeTimeout", upgradeTimeout));
        setMaxPayload(json.getInteger("maxPayload", maxPayload));
        setMaxPacketsPerPayload(json.getInteger("maxPacketsPerPayload", maxPacketsPerPayload));
        setMaxQueuedBytes(json.getInteger("maxQueuedBytes", maxQueuedBytes));
        setMaxTotalQueuedBytes(json.getLong("maxTotalQueuedBytes", maxTotalQueuedBytes));
        setMaxSessions(json.getInteger("maxSessions", maxSessions));
        setAllowUpgrades(json.getBoolean("allowUpgrades", allowUpgrades));
        setAllowEio3(json.getBoolean("allowEio3", allowEio3));
        perMessageDeflate = PerMessageDeflateOptions.of(json.getValue("perMessageDeflate"));
        JsonObject compression = json.getJsonObject("httpCompression", new JsonObject());
        compressionThreshold = compression.getBoolean("enabled", true)
                ? compression.getInteger("threshold", compressionThreshold)
                : Integer.MAX_VALUE;
        setCompressionLevel(compression.getInteger("level", compressionLevel));
        if (json.getValue("transports") instanceof JsonArray names) {
            setTransports(names.stream().map(Object::toString).toList());
        }
        if (json.getValue("cors") instanceof JsonObject crossOrigin) {
            cors = new CorsOptions(crossOrigin);
        }
        if (json.getValue("cookie") instanceof JsonObject sessionCookie) {
            cookie = new CookieOptions(sessionCookie);
        }
    }

    /** As JSON. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.put("path", path);
        json.put("pingInterval", pingInterval);
        json.put("pingTimeout", pingTimeout);
        json.put("upgradeTimeout", upgradeTimeout);
        json.put("maxPayload", maxPayload);
        json.put("maxPacketsPerPayload", maxPacketsPerPayload);
        json.put("maxQueuedBytes", maxQueuedBytes);
        json.put("maxTotalQueuedBytes", maxTotalQueuedBytes);
        json.put("maxSessions", maxSessions);
        json.put("allowUpgrades", allowUpgrades);
        json.put("allowEio3", allowEio3);
        json.put("perMessageDeflate", perMessageDeflate == null ? false : perMessageDeflate.toJson());
        boolean compressed = compressionThreshold != Integer.MAX_VALUE;
        JsonObject compression = new JsonObject().put("enabled", compressed).put("level", compressionLevel);
        json.put("httpCompression", compressed ? compression.put("threshold", compressionThreshold) : compression);
        json.put("transports", new JsonArray(transports)).put("cors", cors.toJson());
        return cookie == null ? json : json.put("cookie", cookie.toJson());
    }

    /** See {@link #setPath}. */
    public String getPath() {
        return path;
    }

    /** The path of the endpoint, without a slash at its end; "/socket.io" by default. */
    public EngineOptions setPath(String path) {
        this.path = path;
        return this;
    }

    /** See {@link #setPingInterval}. */
    public int getPingInterval() {
        return pingInterval;
    }

    /** Milliseconds between two pings; 25_000 by default. */
    public EngineOptions setPingInterval(int pingInterval) {
        this.pingInterval = atLeast(1, pingInterval, "pingInterval");
        return this;
    }

    /** See {@link #setPingTimeout}. */
    public int getPingTimeout() {
        return pingTimeout;
    }

    /** Milliseconds a peer has to answer a ping; 20_000 by default. */
    public EngineOptions setPingTimeout(int pingTimeout) {
        this.pingTimeout = atLeast(1, pingTimeout, "pingTimeout");
        return this;
    }

    /** See {@link #setUpgradeTimeout}. */
    public int getUpgradeTimeout() {
        return upgradeTimeout;
    }

    /** Milliseconds an upgrade may take; 10_000 by default. */
    public EngineOptions setUpgradeTimeout(int upgradeTimeout) {
        this.upgradeTimeout = atLeast(1, upgradeTimeout, "upgradeTimeout");
        return this;
    }

    /** See {@link #setMaxPayload}. */
    public int getMaxPayload() {
        return maxPayload;
    }

    /** Most bytes of a POST body or a WebSocket message; 1_000_000 by default. */
    public EngineOptions setMaxPayload(int maxPayload) {
        this.maxPayload = atLeast(1, maxPayload, "maxPayload");
        return this;
    }

    /** See {@link #setMaxPacketsPerPayload}. */
    public int getMaxPacketsPerPayload() {
        return maxPacketsPerPayload;
    }

    /** Most packets in one POST body; 10_000 by default. */
    public EngineOptions setMaxPacketsPerPayload(int maxPacketsPerPayload) {
        this.maxPacketsPerPayload = atLeast(1, maxPacketsPerPayload, "maxPacketsPerPayload");
        return this;
    }

    /** See {@link #setMaxQueuedBytes}. */
    public int getMaxQueuedBytes() {
        return maxQueuedBytes;
    }

    /** Most bytes that wait for one peer before it is cut off; 4_194_304 by default. */
    public EngineOptions setMaxQueuedBytes(int maxQueuedBytes) {
        this.maxQueuedBytes = atLeast(1, maxQueuedBytes, "maxQueuedBytes");
        return this;
    }

    /** See {@link #setMaxTotalQueuedBytes}. */
    public long getMaxTotalQueuedBytes() {
        return maxTotalQueuedBytes;
    }

    /**
     * Most bytes that wait for slow peers in the whole process; beyond, those that most waits for are cut off. 0, the default,
     * for a quarter of the largest heap that the JVM may have.
     */
    public EngineOptions setMaxTotalQueuedBytes(long maxTotalQueuedBytes) {
        if (maxTotalQueuedBytes < 0) {
            throw new IllegalArgumentException(
                    "maxTotalQueuedBytes is " + maxTotalQueuedBytes + ", at least 0 is expected");
        }
        this.maxTotalQueuedBytes = maxTotalQueuedBytes;
        return this;
    }

    /** See {@link #setMaxSessions}. */
    public int getMaxSessions() {
        return maxSessions;
    }

    /** Most sessions on one event loop; 0, the default, for no limit. */
    public EngineOptions setMaxSessions(int maxSessions) {
        this.maxSessions = atLeast(0, maxSessions, "maxSessions");
        return this;
    }

    /** See {@link #setAllowUpgrades}. */
    public boolean isAllowUpgrades() {
        return allowUpgrades;
    }

    /** Whether a polling session may become a WebSocket; true by default. */
    public EngineOptions setAllowUpgrades(boolean allowUpgrades) {
        this.allowUpgrades = allowUpgrades;
        return this;
    }

    /** See {@link #setAllowEio3}. */
    public boolean isAllowEio3() {
        return allowEio3;
    }

    /**
     * Whether clients of protocol v3, those of Socket.IO 2.x, are served too; false by default. They get no JSONP polling,
     * and the id of a socket of theirs is that of its session: do not show it to others.
     */
    public EngineOptions setAllowEio3(boolean allowEio3) {
        this.allowEio3 = allowEio3;
        return this;
    }

    /** See {@link #setPerMessageDeflate}. */
    public PerMessageDeflateOptions getPerMessageDeflate() {
        return perMessageDeflate;
    }

    /**
     * How messages are compressed for WebSocket clients that offer it, and that these may compress theirs; null, the default,
     * for not at all. What the HTTP server offers by its own options does not count.
     */
    public EngineOptions setPerMessageDeflate(PerMessageDeflateOptions perMessageDeflate) {
        this.perMessageDeflate = perMessageDeflate;
        return this;
    }

    /** Whether messages of WebSocket clients are compressed; with the default options if so. */
    public EngineOptions setPerMessageDeflate(boolean perMessageDeflate) {
        return setPerMessageDeflate(perMessageDeflate ? new PerMessageDeflateOptions() : null);
    }

    /** What one WebSocket client may cost by these options. */
    public WebSocketLimits webSocketLimits() {
        return new WebSocketLimits(
                maxPayload, maxQueuedBytes, perMessageDeflate == null ? null : perMessageDeflate.toCompression());
    }

    /** See {@link #setCompressionThreshold}. */
    public int getCompressionThreshold() {
        return compressionThreshold;
    }

    /** Smallest polling answer in bytes that is compressed; Integer.MAX_VALUE for none; 1_024 by default. */
    public EngineOptions setCompressionThreshold(int compressionThreshold) {
        this.compressionThreshold = atLeast(0, compressionThreshold, "compressionThreshold");
        return this;
    }

    /** How hard polling answers are compressed. */
    public int getCompressionLevel() {
        return compressionLevel;
    }

    /** How hard polling answers are compressed: from 1, fast, to 9, small; 0 is not at all, and -1, the default, zlib's own choice. */
    public EngineOptions setCompressionLevel(int compressionLevel) {
        if (compressionLevel > Deflater.BEST_COMPRESSION) {
            throw new IllegalArgumentException("compressionLevel is " + compressionLevel + ", at most 9 is expected");
        }
        this.compressionLevel = atLeast(Deflater.DEFAULT_COMPRESSION, compressionLevel, "compressionLevel");
        return this;
    }

    private static int atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", at least " + least + " is expected");
        }
        return value;
    }

    /** See {@link #setTransports}. */
    public List<String> getTransports() {
        return transports;
    }

    /** Which transports are served: {@code polling}, {@code websocket} or both. */
    public EngineOptions setTransports(List<String> transports) {
        if (transports.isEmpty() || !DEFAULT_TRANSPORTS.containsAll(transports)) {
            throw new IllegalArgumentException(
                    "transports are " + transports + ", some of " + DEFAULT_TRANSPORTS + " are expected");
        }
        this.transports = List.copyOf(transports);
        return this;
    }

    /** See {@link #setCors}. */
    public CorsOptions getCors() {
        return cors;
    }

    /** Which other origins may connect; none by default. */
    public EngineOptions setCors(CorsOptions cors) {
        this.cors = cors;
        return this;
    }

    /** See {@link #setCookie}. */
    public CookieOptions getCookie() {
        return cookie;
    }

    /** A cookie with the session id, or null for none, the default. */
    public EngineOptions setCookie(CookieOptions cookie) {
        this.cookie = cookie;
        return this;
    }
}
