package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.Instances;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the README says is what the tree holds. */
class ReadmeTest {
    private static final Path SOURCE = Path.of("src/test/java/io/samvad/guide/TenLineChat.java");

    @Test
    void theChatOfTheReadmeIsTheClassThatCompiles() throws IOException {
        String source = Files.readString(SOURCE);
        String chat = source.substring(source.indexOf("public class"));
        assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + chat + "```");
    }

    @Test
    void theCommandsOfTheReadmeAreThoseOfTheContinuousIntegration() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("\nmvn -B verify\n");
        assertThat(Files.readString(Path.of(".ci/run"))).contains("\nmvn -B verify\n");
    }

    @Test
    void aMessageToOneInstanceOfTheChatOfTheReadmeReachesAClientOfAnother() throws Exception {
        int port = freePort();
        Vertx vertx = Vertx.vertx();
        try {
            DeploymentOptions four =
                    new DeploymentOptions().setInstances(4).setConfig(new JsonObject().put("port", port));
            Instances.await(vertx.deployVerticle(TenLineChat.class, four));
            CompletableFuture<String> heard = new CompletableFuture<>();
            CompletableFuture<Void> listening = new CompletableFuture<>();
            Socket listener = connect(port);
            listener.once(Socket.EVENT_CONNECT, connected -> listening.complete(null));
            listener.on("chat message", message -> heard.complete((String) message[0]));
            listener.connect();
            listening.get(10, TimeUnit.SECONDS);
            Socket speaker = connect(port);
            speaker.connect();
            speaker.emit("chat message", "namaste");
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("namaste");
            listener.close();
            speaker.close();
        } finally {
            Instances.await(vertx.close());
        }
    }

    private static Socket connect(int port) {
        return IO.socket(
                URI.create("http://127.0.0.1:" + port),
                IO.Options.builder().setForceNew(true).build());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
