package io.samvad.socketio;

import io.samvad.link.Link;
import io.samvad.socketio.adapter.Recovered;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** The way of a client into a namespace: it is found, the session it continues is, and the middlewares decide. */
final class Admission {
    /** What a client is told when a middleware fails without a word: its {@code connect_error} has a message in any case. */
    private static final String UNEXPLAINED = "refused by a middleware";

    private final SocketIo io;
    private final Connection connection;
    private final Link link;
    private final boolean recoverable;

    /** @param recoverable whether the client knows how to come back to a session */
    Admission(SocketIo io, Connection connection, Link link, boolean recoverable) {
        this.io = io;
        this.connection = connection;
        this.link = link;
        this.recoverable = recoverable;
    }

    /** @param name of the namespace, without the query that may be behind it in the request */
    void begin(String name, Packet.Connect request) {
        Handshake handshake = new Handshake(link.peer(), request.payload());
        Namespace known = io.namespaces().all().get(name);
        if (known != null) {
            recover(known, handshake);
        } else {
            io.namespaces()
                    .find(name, handshake.auth())
                    .onComplete(found -> io.execute(() -> found(request.namespace(), found.result(), handshake)));
        }
    }

    /** @param namespace the one that was asked for, or null */
    private void found(String asked, Namespace namespace, Handshake handshake) {
        if (namespace != null) {
            recover(namespace, handshake);
        } else {
            connection.refuse(asked, new JsonObject().put("message", "Invalid namespace"));
        }
    }

    /** A client that comes back names its session and the last packet it got; see {@link Socket#recovered()}. */
    private void recover(Namespace namespace, Handshake handshake) {
        if (!recoverable || !namespace.adapter().recovers()) {
            enter(namespace, new Socket(namespace, connection, handshake, socketId(namespace), null), null);
            return;
        }
        Future<Recovered> session = Future.succeededFuture();
        if (handshake.auth().getValue("pid") instanceof String pid) {
            String offset = handshake.auth().getValue("offset") instanceof String text ? text : null;
            session = namespace.adapter().recover(pid, offset);
        }
        session.onComplete(found -> {
            if (found.result() == null) {
                enter(namespace, new Socket(namespace, connection, handshake, io.newId(), io.newId()), null);
            } else {
                enter(namespace, new Socket(namespace, connection, handshake, found.result()), found.result());
            }
        });
    }

    /** Clients of Socket.IO 2.x are not told their id but make it from that of the session, so it must be the same here. */
    private String socketId(Namespace namespace) {
        if (link.protocol() != SocketIo.OLD_ENGINE_PROTOCOL) {
            return io.newId();
        }
        return namespace.name().equals("/") ? link.id() : namespace.name() + "#" + link.id();
    }

    private void enter(Namespace namespace, Socket socket, Recovered session) {
        if (session != null && io.options().getConnectionStateRecovery().skipMiddlewares()) {
            decided(socket, session, null);
        } else {
            namespace.admit(socket).onComplete(verdict -> io.execute(() -> decided(socket, session, verdict.cause())));
        }
    }

    /** @param objection why a middleware refuses the socket, or null */
    private void decided(Socket socket, Recovered session, Throwable objection) {
        Namespace namespace = socket.namespace();
        if (!connection.isOpen()) {
            connection.missed(namespace);
            if (session != null) {
                namespace.putBack(socket, session);
            }
            io.namespaces().left(namespace);
        } else if (objection == null) {
            connection.admit(socket, session);
        } else {
            connection.refuse(namespace.name(), explanation(objection));
            io.namespaces().left(namespace);
        }
    }

    private static JsonObject explanation(Throwable cause) {
        String message = cause.getMessage() == null ? UNEXPLAINED : cause.getMessage();
        JsonObject payload = new JsonObject().put("message", message);
        Object data = cause instanceof ConnectError error ? error.data() : null;
        return data == null ? payload : payload.put("data", data);
    }
}
