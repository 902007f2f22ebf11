package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.LinkReceiver;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawWebSocket;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** permessage-deflate (RFC 7692): only where both the engine and the HTTP server want it. */
class CompressionTest {
    private static final String TARGET = "/engine.io/?EIO=4&transport=websocket";
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";

    /** Final, compressed (RSV1), text. */
    private static final int COMPRESSED_TEXT = 0xC1;

    private static final int MASKED = 0x80;

    private interface Use {
        void with(RawWebSocket socket);
    }

    private static void connect(boolean wanted, Use use) {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = vertx.createHttpServer(new HttpServerOptions().setWebSocketAllowServerNoContext(true));
            int port = Instances.await(vertx.executeBlocking(() -> null).compose(ready -> {
                        EngineServer engine =
                                EngineServer.create(vertx, new EngineOptions().setPerMessageDeflate(wanted));
                        engine.onConnection(link -> new LinkReceiver() {
                            @Override
                            public void receive(Frame frame) {
                                link.send(List.of(frame));
                            }

                            @Override
                            public void closed(CloseReason reason) {}
                        });
                        return server.requestHandler(engine).listen(0, "127.0.0.1");
                    }))
                    .actualPort();
            try (RawWebSocket socket = RawWebSocket.open(port, TARGET, OFFER)) {
                use.with(socket);
            }
        } finally {
            Instances.await(vertx.close());
        }
    }

    @Test
    void anOfferIsDeclinedByDefaultWhateverTheHttpServerAccepts() {
        connect(false, socket -> {
            assertThat(socket.handshakeAnswer().header("Sec-WebSocket-Extensions"))
                    .isEmpty();
            assertThat(socket.readText()).startsWith("0{");
            socket.send("4plain");
            assertThat(socket.readText()).isEqualTo("4plain");
        });
    }

    @Test
    void aClientMayCompressWhatItSendsIfThatIsWanted() {
        connect(true, socket -> {
            assertThat(socket.handshakeAnswer().header("Sec-WebSocket-Extensions"))
                    .hasValueSatisfying(accepted -> assertThat(accepted).startsWith("permessage-deflate"));
            assertThat(socket.readText()).startsWith("0{");
            byte[] packed = deflate("4" + "again ".repeat(20));
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(COMPRESSED_TEXT);
            frame.write(MASKED | packed.length);
            frame.writeBytes(new byte[4]);
            frame.writeBytes(packed);
            socket.sendBytes(frame.toByteArray());
            assertThat(socket.readText()).isEqualTo("4" + "again ".repeat(20));
        });
    }

    /** RFC 7692, section 7.2.1: without the four bytes at the end of a flush. */
    private static byte[] deflate(String text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        byte[] packed = new byte[1000];
        int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH) - 4;
        deflater.end();
        return Arrays.copyOf(packed, length);
    }
}
