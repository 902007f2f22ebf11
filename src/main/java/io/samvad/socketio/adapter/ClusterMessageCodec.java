package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.ProtocolException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a {@link ClusterMessage} passes. In one JVM by reference: messages are immutable, and the frames of a broadcast are
 * shared by all loops. To another node as bytes:
 *
 * <pre>
 * length (4)  version (1)  origin  sequence (8)  kind (1)  what the kind has
 * </pre>
 *
 * A text has its length in bytes in front (4). The version comes first and stays there, so that nodes of different versions
 * can at least tell. What cannot be read is ignored: the first time with a warning, since a node of another version would
 * say the same many times a second.
 */
final class ClusterMessageCodec implements MessageCodec<ClusterMessage, ClusterMessage> {
    static final String NAME = "samvad-cluster";
    static final byte VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterMessageCodec.class);

    private static final int HELLO = 1;
    private static final int GOODBYE = 2;
    private static final int BROADCAST = 3;
    private static final int QUESTION = 4;
    private static final int ASKED = 5;
    private static final int ANSWER = 6;
    private static final int REQUEST = 7;
    private static final int RESPONSE = 8;

    private static final int JOIN = 1;
    private static final int LEAVE = 2;
    private static final int DISCONNECT = 3;
    private static final int FETCH = 4;
    private static final int SERVER_SIDE = 5;
    private static final int RECOVER = 6;

    private static final int NO_RESULT = 0;
    private static final int ARGS = 1;
    private static final int SOCKETS = 2;
    private static final int RECOVERED = 3;

    /** The last message from the wire: all loops of this node are handed the same buffer, and shall share its frames. */
    private volatile Read last;

    private volatile boolean warned;

    private record Read(Buffer wire, int position, ClusterMessage message) {}

    // ---------------------------------------------------------------- to the wire

    @Override
    public void encodeToWire(Buffer buffer, ClusterMessage message) {
        int start = buffer.length();
        buffer.appendInt(0).appendByte(VERSION);
        WireWriter out = new WireWriter(buffer);
        out.text(message.origin()).number(message.sequence());
        body(out, message.body());
        buffer.setInt(start, buffer.length() - start - Integer.BYTES);
    }

    private static void body(WireWriter out, ClusterMessage.Body body) {
        if (body instanceof ClusterMessage.Hello hello) {
            out.kind(HELLO).names(hello.heard());
        } else if (body instanceof ClusterMessage.Goodbye) {
            out.kind(GOODBYE);
        } else if (body instanceof ClusterMessage.Broadcast broadcast) {
            out.kind(BROADCAST).text(broadcast.namespace()).target(broadcast.target());
            out.outgoing(broadcast.outgoing());
        } else if (body instanceof ClusterMessage.Question question) {
            out.kind(QUESTION).text(question.namespace()).target(question.target());
            out.outgoing(question.outgoing()).number(question.id()).number(question.timeout());
        } else if (body instanceof ClusterMessage.Asked asked) {
            out.kind(ASKED).number(asked.id()).number(asked.sockets());
        } else if (body instanceof ClusterMessage.Answer answer) {
            out.kind(ANSWER).number(answer.id()).args(answer.args());
        } else if (body instanceof ClusterMessage.Request request) {
            out.kind(REQUEST).number(request.id());
            task(out, request.task());
        } else if (body instanceof ClusterMessage.Response response) {
            out.kind(RESPONSE).number(response.id());
            result(out, response.result());
        }
    }

    private static void task(WireWriter out, ClusterMessage.Task task) {
        if (task instanceof ClusterMessage.Join join) {
            out.kind(JOIN).text(join.namespace()).target(join.target()).names(join.rooms());
        } else if (task instanceof ClusterMessage.Leave leave) {
            out.kind(LEAVE).text(leave.namespace()).target(leave.target()).names(leave.rooms());
        } else if (task instanceof ClusterMessage.Disconnect disconnect) {
            out.kind(DISCONNECT).text(disconnect.namespace()).target(disconnect.target());
            out.flag(disconnect.close());
        } else if (task instanceof ClusterMessage.Fetch fetch) {
            out.kind(FETCH).text(fetch.namespace()).target(fetch.target());
        } else if (task instanceof ClusterMessage.ServerSide call) {
            out.kind(SERVER_SIDE).text(call.namespace()).text(call.event());
            out.args(call.args()).flag(call.wantsAnswer());
        } else if (task instanceof ClusterMessage.Recover recover) {
            out.kind(RECOVER).text(recover.namespace()).text(recover.pid()).optional(recover.offset());
        }
    }

    private static void result(WireWriter out, Object result) {
        if (result == null) {
            out.kind(NO_RESULT);
        } else if (result instanceof Args args) {
            out.kind(ARGS).args(args);
        } else if (result instanceof Recovered session) {
            out.kind(RECOVERED).recovered(session);
        } else {
            List<?> sockets = (List<?>) result;
            out.kind(SOCKETS).number(sockets.size());
            sockets.forEach(socket -> out.snapshot((SocketSnapshot) socket));
        }
    }

    // ---------------------------------------------------------------- from the wire

    /** @return null for what cannot be read */
    @Override
    public ClusterMessage decodeFromWire(int position, Buffer buffer) {
        Read before = last;
        if (before != null && before.wire == buffer && before.position == position) {
            return before.message;
        }
        ClusterMessage message = null;
        try {
            message = read(position, buffer);
        } catch (RuntimeException malformed) {
            warn("A message of another node cannot be read and is ignored, as all further ones: {}", malformed);
        }
        last = new Read(buffer, position, message);
        return message;
    }

    private ClusterMessage read(int position, Buffer buffer) {
        WireReader in = new WireReader(buffer, position, buffer.length());
        int length = in.count();
        int version = in.kind();
        if (version != VERSION) {
            warn(
                    "Another node speaks version {} of the messages between nodes, this one speaks " + VERSION
                            + ": they do not hear each other. Let all nodes run the same version of Samvad",
                    version);
            return null;
        }
        WireReader rest = new WireReader(buffer, position + Integer.BYTES + 1, position + Integer.BYTES + length);
        ClusterMessage message = new ClusterMessage(rest.text(), rest.longNumber(), body(rest));
        rest.end();
        return message;
    }

    private void warn(String text, Object detail) {
        if (!warned) {
            warned = true;
            LOG.warn(text, detail instanceof Exception malformed ? malformed.getMessage() : detail);
        }
    }

    private static ClusterMessage.Body body(WireReader in) {
        int kind = in.kind();
        return switch (kind) {
            case HELLO -> new ClusterMessage.Hello(in.names());
            case GOODBYE -> new ClusterMessage.Goodbye();
            case BROADCAST -> broadcast(in);
            case QUESTION -> question(in);
            case ASKED -> new ClusterMessage.Asked(in.longNumber(), in.number());
            case ANSWER -> new ClusterMessage.Answer(in.longNumber(), in.args());
            case REQUEST -> new ClusterMessage.Request(in.longNumber(), task(in));
            case RESPONSE -> new ClusterMessage.Response(in.longNumber(), result(in));
            default -> throw new ProtocolException("there is no message of kind " + kind);
        };
    }

    private static ClusterMessage.Broadcast broadcast(WireReader in) {
        String namespace = in.text();
        Target target = in.target();
        return new ClusterMessage.Broadcast(namespace, in.outgoing(target.compress()), target);
    }

    private static ClusterMessage.Question question(WireReader in) {
        String namespace = in.text();
        Target target = in.target();
        Outgoing outgoing = in.outgoing(target.compress());
        return new ClusterMessage.Question(namespace, outgoing, target, in.longNumber(), in.longNumber());
    }

    private static ClusterMessage.Task task(WireReader in) {
        int kind = in.kind();
        return switch (kind) {
            case JOIN -> new ClusterMessage.Join(in.text(), in.target(), in.names());
            case LEAVE -> new ClusterMessage.Leave(in.text(), in.target(), in.names());
            case DISCONNECT -> new ClusterMessage.Disconnect(in.text(), in.target(), in.flag());
            case FETCH -> new ClusterMessage.Fetch(in.text(), in.target());
            case RECOVER -> new ClusterMessage.Recover(in.text(), in.text(), in.optional());
            case SERVER_SIDE -> new ClusterMessage.ServerSide(in.text(), in.text(), in.args(), in.flag());
            default -> throw new ProtocolException("there is no task of kind " + kind);
        };
    }

    private static Object result(WireReader in) {
        int kind = in.kind();
        return switch (kind) {
            case NO_RESULT -> null;
            case ARGS -> in.args();
            case SOCKETS -> sockets(in);
            case RECOVERED -> in.recovered();
            default -> throw new ProtocolException("there is no result of kind " + kind);
        };
    }

    private static List<SocketSnapshot> sockets(WireReader in) {
        int count = in.count();
        List<SocketSnapshot> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(in.snapshot());
        }
        return sockets;
    }

    // ---------------------------------------------------------------- in this JVM

    @Override
    public ClusterMessage transform(ClusterMessage message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
