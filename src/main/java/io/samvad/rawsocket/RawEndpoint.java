package io.samvad.rawsocket;

import io.samvad.engineio.transport.Backlog;
import io.samvad.engineio.transport.FrameChannel;
import io.samvad.engineio.transport.Outbox;
import io.samvad.engineio.transport.WebSocketHandshake;
import io.samvad.link.Peer;
import io.samvad.link.RandomId;
import io.samvad.socketio.SocketIo;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A path at which plain WebSocket clients join the conversation of a {@link SocketIo}: every frame they send is one event,
 * and that event of anybody reaches them as a frame. They are sockets of the main namespace like all others.
 */
public final class RawEndpoint implements Handler<HttpServerRequest> {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int UPGRADE_REQUIRED = 426;

    private final Vertx vertx;
    private final Context context;
    private final SocketIo io;
    private final RawOptions options;
    private final RawPacketCodec codec;
    private final Outbox outbox;
    private final RandomId ids = new RandomId();
    private final Set<RawLink> links = new LinkedHashSet<>();
    private final long heartbeat;

    /** An endpoint for the event loop of the current context, that of {@code io}. */
    public RawEndpoint(Vertx vertx, SocketIo io, RawOptions options) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.io = io;
        this.options = options;
        this.codec = new RawPacketCodec(options.event());
        this.outbox =
                new Outbox(context, options.limits().compression(), new Backlog(vertx, options.maxTotalQueuedBytes()));
        this.heartbeat = vertx.setPeriodic(options.pingInterval(), tick -> beat());
    }

    private void beat() {
        new ArrayList<>(links).forEach(RawLink::beat);
    }

    /** Whether a request is for this endpoint. */
    public boolean handles(HttpServerRequest request) {
        return options.path().equals(request.path());
    }

    /** Upgrades a request, or says what to do instead. */
    @Override
    public void handle(HttpServerRequest request) {
        if (request.method() != HttpMethod.GET
                || !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            explain(request);
        } else if (io.allowsOrigin(request)) {
            accept(request);
        } else {
            request.response().setStatusCode(FORBIDDEN).end("Origin not allowed\n");
        }
    }

    /** RFC 9110, section 15.5.22. */
    private void explain(HttpServerRequest request) {
        String address =
                (request.isSSL() ? "wss" : "ws") + "://" + request.getHeader(HttpHeaders.HOST) + options.path();
        request.response()
                .setStatusCode(UPGRADE_REQUIRED)
                .putHeader(HttpHeaders.UPGRADE, "websocket")
                .putHeader(HttpHeaders.CONNECTION, "Upgrade")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8")
                .end("This is a WebSocket endpoint: connect with a WebSocket client, for example\n\n"
                        + "    npx wscat -c " + address + "\n    new WebSocket(\"" + address + "\")\n");
    }

    private void accept(HttpServerRequest request) {
        try {
            request.params();
        } catch (IllegalArgumentException malformed) {
            request.response().setStatusCode(BAD_REQUEST).end("The query is malformed\n");
            return;
        }
        Peer peer = Peer.of(request);
        WebSocketHandshake.accept(request, options.limits()).onSuccess(channel -> open(channel, peer));
    }

    private void open(FrameChannel channel, Peer peer) {
        RawLink link = new RawLink(this, channel, ids.next(), peer);
        links.add(link);
        link.receiver(io.acceptInMain(link, codec));
        channel.attach(context, outbox, link);
    }

    void remove(RawLink link) {
        links.remove(link);
    }

    /** Stops the heartbeat; the links are closed with {@link SocketIo#close()}. */
    public void close() {
        vertx.cancelTimer(heartbeat);
    }
}
