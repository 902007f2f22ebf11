package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.Crowd;
import io.samvad.testkit.Heap;
import io.samvad.testkit.Instances;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a socket costs that is in the chat and says nothing. The figures stand in docs/performance.md. */
class IdleVisitorTest {
    private static final int CLIENTS = 1_000;

    /** Bytes of heap, with the connection below; of a 64-bit JVM with compressed references, over epoll. */
    private static final int RECORDED_GUEST = 2_360;

    /** With a key of 22 characters, without a nickname, in the lobby. */
    private static final int RECORDED_PERSON = 3_210;

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void anIdleGuestHoldsNoMoreHeapThanIsWrittenDown() throws IOException {
        assertThat(heap(client -> "")).as("bytes for each guest").isCloseTo(RECORDED_GUEST, withinPercentage(10));
    }

    @Test
    @Timeout(180)
    void anIdlePersonHoldsNoMoreHeapThanIsWrittenDown() throws IOException {
        IntFunction<String> key = client ->
                new JsonObject().put("key", String.format("key-%018d", client)).encode();
        assertThat(heap(key)).as("bytes for each person").isCloseTo(RECORDED_PERSON, withinPercentage(10));
    }

    /** What others have left behind may come or go meanwhile: two measurements of five may be off. */
    private long heap(IntFunction<String> auth) throws IOException {
        long client = Heap.ofAClient(CLIENTS);
        return LongStream.range(0, 5)
                .map(round -> heap(client, auth))
                .sorted()
                .skip(2)
                .findFirst()
                .getAsLong();
    }

    private long heap(long client, IntFunction<String> auth) {
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setPreferNativeTransport(true))
                .build();
        HistoryStore store = SqliteHistory.open(vertx, new SqliteOptions().setFile(folder.resolve("samvad.db")));
        try (Instances<SocketIo> server = Instances.socketIo(
                        vertx, 1, new SocketIoOptions(), io -> new ChatApp(new ChatOptions(), store).install(io));
                ChatClient watcher = new ChatClient(server.port(), null)) {
            Crowd.connect(server.port(), CLIENTS, auth).close();
            awaitOthers(watcher, 0);
            long before = Heap.settled();
            try (Crowd connected = Crowd.connect(server.port(), CLIENTS, auth)) {
                awaitOthers(watcher, connected.size());
                return (Heap.settled() - before) / CLIENTS - client;
            } finally {
                server.closeServed();
                Instances.await(store.close());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** People are in the lobby once the store has told so, and stay for a moment after they have gone. */
    private static void awaitOthers(ChatClient watcher, int many) {
        await().until(() -> {
            JsonObject there = watcher.get("people");
            return there.getInteger("count") + there.getInteger("guests") == many + 1;
        });
    }
}
