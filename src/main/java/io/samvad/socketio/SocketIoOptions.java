package io.samvad.socketio;

import io.samvad.engineio.EngineOptions;
import io.samvad.socketio.adapter.RecoveryOptions;
import io.samvad.socketio.protocol.JsonPacketCodec;
import io.samvad.socketio.protocol.MsgpackPacketCodec;
import io.samvad.socketio.protocol.PacketCodec;
import io.vertx.core.json.JsonObject;
import java.util.Objects;

/** Options of a {@link SocketIo} server: those of its engine, and its own. */
public class SocketIoOptions {
    /** Milliseconds a client has to open a namespace, by default. */
    public static final int DEFAULT_CONNECT_TIMEOUT = 45_000;

    private static final String JSON = "json";
    private static final String MSGPACK = "msgpack";

    private EngineOptions engine = new EngineOptions();
    private int connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private boolean cleanupEmptyChildNamespaces;
    private RecoveryOptions connectionStateRecovery;
    private PacketCodec codec = JsonPacketCodec.create();

    /** The defaults. */
    public SocketIoOptions() {}

    /** From JSON: the keys of {@link EngineOptions} and its own, side by side as in Socket.IO. */
    public SocketIoOptions(JsonObject json) {
        engine = new EngineOptions(json);
        setConnectTimeout(json.getInteger("connectTimeout", connectTimeout));
        cleanupEmptyChildNamespaces = json.getBoolean("cleanupEmptyChildNamespaces", cleanupEmptyChildNamespaces);
        if (json.getValue("connectionStateRecovery") instanceof JsonObject recovery) {
            RecoveryOptions usual = RecoveryOptions.DEFAULT;
            connectionStateRecovery = new RecoveryOptions(
                    recovery.getInteger("maxDisconnectionDuration", usual.maxDisconnectionDuration()),
                    recovery.getInteger("maxBytes", usual.maxBytes()),
                    recovery.getInteger("maxSessions", usual.maxSessions()),
                    recovery.getBoolean("skipMiddlewares", usual.skipMiddlewares()));
        }
        setParser(json.getString("parser", JSON));
    }

    /** As JSON. A codec of one's own has no form there: the key {@code parser} is missing then. */
    public JsonObject toJson() {
        JsonObject json = engine.toJson()
                .put("connectTimeout", connectTimeout)
                .put("cleanupEmptyChildNamespaces", cleanupEmptyChildNamespaces);
        if (connectionStateRecovery != null) {
            json.put(
                    "connectionStateRecovery",
                    new JsonObject()
                            .put("maxDisconnectionDuration", connectionStateRecovery.maxDisconnectionDuration())
                            .put("maxBytes", connectionStateRecovery.maxBytes())
                            .put("maxSessions", connectionStateRecovery.maxSessions())
                            .put("skipMiddlewares", connectionStateRecovery.skipMiddlewares()));
        }
        return getParser() == null ? json : json.put("parser", getParser());
    }

    /** See {@link #setConnectionStateRecovery}. */
    public RecoveryOptions getConnectionStateRecovery() {
        return connectionStateRecovery;
    }

    /**
     * Lets a client that lost its connection continue its session, on any instance: with the same id, rooms and data, and with
     * the packets it missed. Null, the default, for not.
     */
    public SocketIoOptions setConnectionStateRecovery(RecoveryOptions connectionStateRecovery) {
        this.connectionStateRecovery = connectionStateRecovery;
        return this;
    }

    /** The name of the parser, or null when the codec is one of one's own. */
    public String getParser() {
        if (codec == JsonPacketCodec.create()) {
            return JSON;
        }
        return codec == MsgpackPacketCodec.create() ? MSGPACK : null;
    }

    /**
     * What packets look like on the wire, by name: {@code json}, the default, or {@code msgpack}, for clients that were given
     * {@code socket.io-msgpack-parser}. All clients must use the same.
     */
    public SocketIoOptions setParser(String parser) {
        return setCodec(
                switch (parser) {
                    case JSON -> JsonPacketCodec.create();
                    case MSGPACK -> MsgpackPacketCodec.create();
                    default -> throw new IllegalArgumentException(
                            "parser is " + parser + ", expected is " + JSON + " or " + MSGPACK);
                });
    }

    /** See {@link #setCodec}. */
    public PacketCodec getCodec() {
        return codec;
    }

    /**
     * What packets look like on the wire: one of this library's codecs with other limits, or one of one's own. Give the same
     * object to all instances, since a broadcast is encoded once for each codec object.
     *
     * <pre>{@code
     * new SocketIoOptions().setCodec(new JsonPacketCodec(new DecoderLimits(50, 20, 64)));
     * }</pre>
     */
    public SocketIoOptions setCodec(PacketCodec codec) {
        this.codec = Objects.requireNonNull(codec, "codec");
        return this;
    }

    /** See {@link #setCleanupEmptyChildNamespaces}. */
    public boolean isCleanupEmptyChildNamespaces() {
        return cleanupEmptyChildNamespaces;
    }

    /** Whether a namespace that came into being for a client goes when its last socket leaves; false by default. */
    public SocketIoOptions setCleanupEmptyChildNamespaces(boolean cleanupEmptyChildNamespaces) {
        this.cleanupEmptyChildNamespaces = cleanupEmptyChildNamespaces;
        return this;
    }

    /** See {@link #setEngine}. */
    public EngineOptions getEngine() {
        return engine;
    }

    /** Options of the engine below. */
    public SocketIoOptions setEngine(EngineOptions engine) {
        this.engine = engine;
        return this;
    }

    /** See {@link #setConnectTimeout}. */
    public int getConnectTimeout() {
        return connectTimeout;
    }

    /** Milliseconds a client has to open a namespace before its connection is closed; 45,000 by default. */
    public SocketIoOptions setConnectTimeout(int connectTimeout) {
        if (connectTimeout < 1) {
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + ", at least 1 ms is expected");
        }
        this.connectTimeout = connectTimeout;
        return this;
    }
}
