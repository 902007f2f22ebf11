package io.samvad.engineio.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The opening handshake of a WebSocket (RFC 6455, section 4.2), and what stands in the pipeline of its connection afterwards:
 * our channel, nothing that belongs to HTTP. See docs/adr/0011.
 */
public final class WebSocketHandshake {
    private static final String WEBSOCKET_VERSION = "13";
    /** RFC 6455, section 1.3. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    /** A key is 16 bytes in base64. */
    private static final int KEY_LENGTH = 24;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int UPGRADE_REQUIRED = 426;
    private static final int BAD_REQUEST = 400;

    /** Names that Vert.x gives to its handlers in a pipeline. */
    private static final String HTTP_DECODER = "httpDecoder";

    /**
     * The others that belong to HTTP, as far as they are there; the heartbeat of a session does the work of {@code idle}. One
     * that waits for HTTP/2 goes by itself.
     */
    private static final String[] HTTP_PARTS = {
        "httpEncoder", "deflater", "inflater", "chunkedWriter", "idle", "handler"
    };

    private static final String OURS = "samvad";

    /** Looking it up for each handshake would cost a few objects and a lock in the list of providers. */
    private static final FastThreadLocal<MessageDigest> SHA_1 = new FastThreadLocal<>() {
        @Override
        protected MessageDigest initialValue() throws NoSuchAlgorithmException {
            return MessageDigest.getInstance("SHA-1");
        }
    };

    private WebSocketHandshake() {}

    /**
     * Upgrades a request. To be called on the loop of the request, which may be paused.
     *
     * @return fails when the request is no valid handshake (it is answered then) or the peer has gone
     */
    public static Future<FrameChannel> accept(HttpServerRequest request, WebSocketLimits limits) {
        if (!isHandshake(request)) {
            return Future.failedFuture("not a handshake of RFC 6455");
        }
        // Not that of the request: a router wraps it.
        Http1xServerConnection http = (Http1xServerConnection) request.connection();
        ChannelHandlerContext context = http.channelHandlerContext();
        if (context.isRemoved() || !context.channel().isWritable()) {
            // Gone, or buried under answers to earlier requests that it does not read: the 101 would not leave.
            context.close();
            return Future.failedFuture("the peer does not read");
        }
        removeExtensions(context.pipeline());
        boolean compressed = limits.compression() != null && agreeToCompression(request);
        switchProtocols(request);
        keepMetrics(http);
        ServerFrameChannel channel = new ServerFrameChannel(limits, compressed);
        install(channel, context.pipeline());
        return Future.succeededFuture(channel);
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

    /** Who would tell Vert.x's metrics of the end of the connection leaves the pipeline. */
    @SuppressWarnings("unchecked") // only the metrics know what a metric is
    private static void keepMetrics(Http1xServerConnection http) {
        HttpServerMetrics<?, ?, Object> metrics = http.metrics();
        if (metrics != null) {
            Object metric = http.metric();
            SocketAddress peer = http.remoteAddress();
            http.channelHandlerContext()
                    .channel()
                    .closeFuture()
                    .addListener(gone -> metrics.disconnected(metric, peer));
        }
    }

    /** RFC 6455, sections 4.2.1 and 4.4. */
    private static boolean isHandshake(HttpServerRequest request) {
        if (!WEBSOCKET_VERSION.equals(request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            request.response()
                    .setStatusCode(UPGRADE_REQUIRED)
                    .putHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION, WEBSOCKET_VERSION)
                    .end();
            return false;
        }
        String key = request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        boolean valid = request.connection() instanceof Http1xServerConnection
                && request.version() == HttpVersion.HTTP_1_1
                && request.method() == HttpMethod.GET
                && key != null
                && key.length() == KEY_LENGTH
                && asksForUpgrade(request.headers())
                && !hasBody(request.headers());
        if (!valid) {
            request.response().setStatusCode(BAD_REQUEST).end();
        }
        return valid;
    }

    private static boolean asksForUpgrade(MultiMap headers) {
        return headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && (headers.contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                        || isListed(HttpHeaderValues.UPGRADE.toString(), headers.getAll(HttpHeaderNames.CONNECTION)));
    }

    /** As in {@code Connection: keep-alive, Upgrade}. */
    private static boolean isListed(String token, Iterable<String> lists) {
        for (String list : lists) {
            for (String item : list.split(",")) {
                if (token.equalsIgnoreCase(item.strip())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What follows the handshake are frames: nobody could tell a body from them. */
    private static boolean hasBody(MultiMap headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }

    /** Section 4.2.2. The answer stays in the channel for now, to leave together with the first frames. */
    private static void switchProtocols(HttpServerRequest request) {
        HttpServerResponse response = request.response()
                .setStatusCode(SWITCHING_PROTOCOLS)
                .putHeader(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .putHeader(
                        HttpHeaderNames.SEC_WEBSOCKET_ACCEPT,
                        acceptOf(request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY)));
        // RFC 9110, section 8.6: not in a 1xx.
        response.headersEndHandler(head -> response.headers().remove(HttpHeaderNames.CONTENT_LENGTH));
        response.end();
    }

    private static String acceptOf(String key) {
        byte[] hash = SHA_1.get().digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
        return Base64.getEncoder().encodeToString(hash);
    }

    /**
     * Our channel comes to stand directly behind HTTP's decoder, which goes last: what has come behind the request goes to our
     * channel at once then, and reaches nothing else.
     */
    private static void install(ServerFrameChannel channel, ChannelPipeline pipeline) {
        pipeline.addAfter(HTTP_DECODER, OURS, channel);
        for (String part : HTTP_PARTS) {
            if (pipeline.context(part) != null) {
                pipeline.remove(part);
            }
        }
        pipeline.remove(HTTP_DECODER);
    }
}
