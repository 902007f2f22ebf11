package io.samvad.engineio;

import io.samvad.engineio.transport.PerMessageDeflate;
import io.vertx.core.json.JsonObject;

/**
 * How messages of WebSocket clients are compressed; names and defaults are Socket.IO's. Nothing is kept for a connection:
 * messages do not refer to each other ({@code server_no_context_takeover}, RFC 7692, section 7.1.1), so that a broadcast is
 * compressed once for all who take it so.
 *
 * <pre>{@code
 * options.getEngine().setPerMessageDeflate(new PerMessageDeflateOptions().setThreshold(512).setLevel(1));
 * }</pre>
 */
public class PerMessageDeflateOptions {
    /** As in zlib. */
    public static final int DEFAULT_LEVEL = 6;

    private static final int DEFAULT_THRESHOLD = 1_024;

    private int threshold = DEFAULT_THRESHOLD;
    private int level = DEFAULT_LEVEL;

    /** The defaults. */
    public PerMessageDeflateOptions() {}

    /** From JSON: {@code threshold}, and {@code level} in {@code zlibDeflateOptions}. */
    public PerMessageDeflateOptions(JsonObject json) {
        setThreshold(json.getInteger("threshold", threshold));
        setLevel(json.getJsonObject("zlibDeflateOptions", new JsonObject()).getInteger("level", level));
    }

    /** From the option {@code perMessageDeflate}: an object that does not say {@code enabled: false}, or true. Else null. */
    static PerMessageDeflateOptions of(Object json) {
        if (json instanceof JsonObject options) {
            return options.getBoolean("enabled", true) ? new PerMessageDeflateOptions(options) : null;
        }
        return Boolean.TRUE.equals(json) ? new PerMessageDeflateOptions() : null;
    }

    /** As JSON. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("threshold", threshold)
                .put("zlibDeflateOptions", new JsonObject().put("level", level));
    }

    /** See {@link #setThreshold}. */
    public int getThreshold() {
        return threshold;
    }

    /** Fewest bytes that a message to a client must have to be compressed; 1_024 by default. */
    public PerMessageDeflateOptions setThreshold(int threshold) {
        this.threshold = new PerMessageDeflate(threshold, level).threshold();
        return this;
    }

    /** See {@link #setLevel}. */
    public int getLevel() {
        return level;
    }

    /** How hard to try, from 1 (fast) to 9 (small); 6 by default. */
    public PerMessageDeflateOptions setLevel(int level) {
        this.level = new PerMessageDeflate(threshold, level).level();
        return this;
    }

    PerMessageDeflate toCompression() {
        return new PerMessageDeflate(threshold, level);
    }
}
