package io.samvad.engineio.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Optional;

/** The opening handshake of a WebSocket, and what stands in the pipeline of its connection afterwards. */
final class WebSocketHandshake {
    private static final String WEBSOCKET_VERSION = "13";
    private static final int UPGRADE_REQUIRED = 426;
    private static final int BAD_REQUEST = 400;

    /** Name of Vert.x's handler in a pipeline, before and after the handshake. */
    private static final String VERTX_HANDLER = "handler";

    private WebSocketHandshake() {}

    /** See {@link ServerFrameChannel#accept}. */
    static Future<ServerFrameChannel> accept(HttpServerRequest request, WebSocketLimits limits) {
        if (!isHandshake(request)) {
            return Future.failedFuture("not a handshake of RFC 6455");
        }
        // Not taken from the WebSocket later: a router wraps that.
        ChannelHandlerContext http = ((ConnectionBase) request.connection()).channelHandlerContext();
        removeExtensions(http.pipeline());
        boolean compressed = limits.compression() != null && agreeToCompression(request);
        PrematureFrames premature = PrematureFrames.watch(http);
        return request.toWebSocket()
                .map(webSocket -> {
                    ServerFrameChannel channel = new ServerFrameChannel(limits, compressed);
                    install(channel, http.pipeline(), limits.maxMessageBytes(), compressed);
                    premature.handTo(channel);
                    return channel;
                })
                .onFailure(refused -> premature.leave());
    }

    /**
     * An HTTP server of Vert.x accepts compression unless it was told not to, and then has a compressor for each connection:
     * who answers is taken away before it does.
     */
    private static void removeExtensions(ChannelPipeline pipeline) {
        if (pipeline.get(WebSocketServerExtensionHandler.class) != null) {
            pipeline.remove(WebSocketServerExtensionHandler.class);
        }
    }

    /** Accepts compression in the answer, if the client offers it as it can be had. */
    private static boolean agreeToCompression(HttpServerRequest request) {
        List<String> offers = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
        Optional<String> agreed = PerMessageDeflate.agree(offers);
        agreed.ifPresent(answer -> request.response().putHeader(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, answer));
        return agreed.isPresent();
    }

    /** RFC 6455, sections 4.2.1 and 4.4. Vert.x would also take the drafts before it, which are framed otherwise. */
    private static boolean isHandshake(HttpServerRequest request) {
        if (!WEBSOCKET_VERSION.equals(request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            request.response()
                    .setStatusCode(UPGRADE_REQUIRED)
                    .putHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION, WEBSOCKET_VERSION)
                    .end();
            return false;
        }
        boolean http1 = request.connection() instanceof ConnectionBase && request.version() == HttpVersion.HTTP_1_1;
        if (!http1 || request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY) == null) {
            request.response().setStatusCode(BAD_REQUEST).end();
            return false;
        }
        return true;
    }

    /** Puts the channel in the place of Vert.x's handler, with a decoder that keeps our limits. */
    private static void install(
            ServerFrameChannel channel, ChannelPipeline pipeline, int maxMessageBytes, boolean compressed) {
        pipeline.channel().config().setAutoRead(false);
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(compressed)
                .maxFramePayloadLength(maxMessageBytes)
                .withUTF8Validator(false)
                // It would close at once, with a frame that is not encoded: it stands before the encoder. See closeFor.
                .closeOnProtocolViolation(false)
                .build();
        pipeline.replace(WebSocket13FrameDecoder.class, "wsdecoder", new WebSocket13FrameDecoder(config));
        pipeline.replace(VERTX_HANDLER, "samvad", channel);
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class);
        }
        channel.wire(pipeline.context("wsencoder"));
    }
}
