package io.samvad.engineio.transport;

import io.samvad.engineio.protocol.EngineError;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;

/** An upgrade over Vert.x. Lives on the loop of the HTTP connection, its home. */
public final class HttpUpgradeExchange implements UpgradeExchange {
    private final HttpServerRequest request;
    private final Context home;
    private final WebSocketLimits limits;
    private final Refusals refusals;
    private final boolean base64;

    /**
     * Takes over a request, which is paused.
     *
     * @param home context of the loop that runs the request
     * @param limits what the channel takes
     * @param refusals answers for this exchange when it is refused
     */
    public HttpUpgradeExchange(HttpServerRequest request, Context home, WebSocketLimits limits, Refusals refusals) {
        this.request = request;
        this.home = home;
        this.limits = limits;
        this.refusals = refusals;
        this.base64 = ProtocolVersion.asksForBase64(request.params());
    }

    @Override
    public Future<FrameChannel> accept(Context owner) {
        if (owner == home) {
            return accept();
        }
        Promise<FrameChannel> accepted = Promise.promise();
        home.runOnContext(
                atHome -> accept().onComplete(channel -> owner.runOnContext(atOwner -> accepted.handle(channel))));
        return accepted.future();
    }

    private Future<FrameChannel> accept() {
        return WebSocketHandshake.accept(request, limits);
    }

    @Override
    public boolean base64() {
        return base64;
    }

    @Override
    public void refuse(EngineError error) {
        home.runOnContext(atHome -> refusals.refuse(request, error, error.message()));
    }
}
