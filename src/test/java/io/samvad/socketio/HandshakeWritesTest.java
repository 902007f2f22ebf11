package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** How often the handshake of a WebSocket-only client goes to the network. */
class HandshakeWritesTest {

    @Test
    void theAnswerLeavesWithTheOpenPacketAndTheSocketIdByItself() {
        List<Integer> flushes = new CopyOnWriteArrayList<>();
        Vertx vertx = Vertx.vertx();
        try {
            int port = Instances.await(vertx.executeBlocking(() -> null).compose(ready -> listen(vertx, flushes)))
                    .actualPort();
            try (RawWebSocket client = RawWebSocket.open(port, "/socket.io/?EIO=4&transport=websocket")) {
                assertThat(client.handshakeAnswer().header("content-length")).isEmpty();
                assertThat(client.readText()).startsWith("0{");
                client.send("40");
                assertThat(client.readText()).startsWith("40{\"sid\":");
                assertThat(flushes).as("writes in each flush").containsExactly(2, 1);
            }
        } finally {
            Instances.await(vertx.close());
        }
    }

    private static Future<HttpServer> listen(Vertx vertx, List<Integer> flushes) {
        return vertx.createHttpServer()
                .connectionHandler(connection -> ((ConnectionBase) connection)
                        .channelHandlerContext()
                        .pipeline()
                        .addFirst(new Counting(flushes)))
                .requestHandler(SocketIo.create(vertx))
                .listen(0, "127.0.0.1");
    }

    /** Stands between the pipeline and the network. A flush of nothing does not count. */
    private static final class Counting extends ChannelOutboundHandlerAdapter {
        private final List<Integer> flushes;
        private int writes;

        private Counting(List<Integer> flushes) {
            this.flushes = flushes;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            writes++;
            context.write(message, promise);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            if (writes > 0) {
                flushes.add(writes);
                writes = 0;
            }
            context.flush();
        }
    }
}
