package io.samvad.socketio;

import io.samvad.engineio.Routed;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Mounts a {@link SocketIo} on a vertx-web {@code Router}. What the handlers before it found out goes along: the user of an
 * authentication handler is {@link Handshake#user()}, the session of a session handler {@link Handshake#session()}, and a body
 * handler may have read the request.
 *
 * <pre>{@code
 * router.route().handler(SessionHandler.create(store));
 * router.route("/socket.io/*").handler(authentication).handler(SocketIoHandler.create(io));
 * }</pre>
 *
 * <p>It answers all requests it gets, whatever their path, and never calls {@code next}. vertx-web is an optional dependency:
 * whoever uses this class has it already.
 */
public final class SocketIoHandler implements Handler<RoutingContext> {
    private final SocketIo io;

    private SocketIoHandler(SocketIo io) {
        this.io = io;
    }

    /** A handler that gives its requests to a server of the same verticle instance. */
    public static SocketIoHandler create(SocketIo io) {
        return new SocketIoHandler(io);
    }

    @Override
    public void handle(RoutingContext context) {
        Visitor visitor = context.user() == null && context.session() == null
                ? null
                : new Visitor(context.user(), context.session());
        io.engine()
                .handle(
                        context.request(),
                        new Routed(context.body().available() ? context.body().buffer() : null, visitor));
    }
}
