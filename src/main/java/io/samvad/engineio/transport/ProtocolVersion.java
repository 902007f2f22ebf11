package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EnginePacket;
import io.samvad.engineio.protocol.EngineProtocolException;
import io.samvad.link.Frame;
import io.samvad.link.WireForm;
import io.vertx.core.MultiMap;
import java.util.Collection;
import java.util.List;

/**
 * What the versions of Engine.IO do differently, as one object for all sessions that do it alike. A session gets its version
 * at the handshake, by {@code EIO} in the query; everything that is not here is the same in all versions.
 */
public sealed interface ProtocolVersion permits ProtocolV4, ProtocolV3 {

    /** The current version. */
    static ProtocolVersion v4() {
        return ProtocolV4.INSTANCE;
    }

    /**
     * The version of Socket.IO 2.x.
     *
     * @param base64 whether the client asked for base64 in place of binary
     */
    static ProtocolVersion v3(boolean base64) {
        return base64 ? ProtocolV3.WITH_BASE64 : ProtocolV3.WITH_BINARY;
    }

    /** Whether a query asks for base64 in place of binary, which only clients of v3 do. */
    static boolean asksForBase64(MultiMap query) {
        String asked = query.get("b64");
        return asked != null && !asked.isEmpty();
    }

    /** Its number, as in the query. */
    int number();

    /** Whether the client pings and the server answers, not the other way round. */
    boolean clientPings();

    /**
     * This version for another transport of the session.
     *
     * @param base64 whether its request asked for base64
     */
    ProtocolVersion with(boolean base64);

    // ---------------------------------------------------------------- WebSocket

    /** A message as a finished frame. */
    WireForm message();

    /**
     * The packet in a WebSocket message.
     *
     * @throws EngineProtocolException if there is none
     */
    EnginePacket decode(Frame message);

    // ---------------------------------------------------------------- polling

    /** How many bytes a packet takes in an HTTP body, to a few. */
    int lengthOf(EnginePacket packet);

    /** Whether packets need an HTTP body that is not text. */
    boolean isBinary(Collection<EnginePacket> packets);

    /** The HTTP body for packets, at least one. */
    byte[] encode(Collection<EnginePacket> packets);

    /**
     * The packets in an HTTP body.
     *
     * @param maxPackets how many it may hold
     * @throws EngineProtocolException if it is malformed or holds more
     */
    List<EnginePacket> decode(byte[] body, int maxPackets);
}
