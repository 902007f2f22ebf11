package io.samvad.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.SocketIo;
import io.samvad.testkit.Instances;
import io.socket.client.Ack;
import io.socket.client.AckWithTimeout;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official Java client, by each way to connect, with one instance and with four. */
class JavaClientIT {
    private static final String WAYS = "{0}, {1} instances";

    private static Map<Integer, Instances<SocketIo>> servers;

    private final List<JavaClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        servers = Map.of(1, Counterpart.start(1), 4, Counterpart.start(4));
    }

    @AfterAll
    static void stop() {
        servers.values().forEach(Instances::close);
    }

    @AfterEach
    void leaveNothingBehind() {
        clients.forEach(JavaClient::close);
        for (Instances<SocketIo> server : servers.values()) {
            await().until(() -> server.sum(io -> io.engine().sessionCount()) == 0);
        }
    }

    private JavaClient open(String way, int instances, String namespace, IO.Options options) {
        JavaClient client = JavaClient.open(servers.get(instances).url() + namespace, options);
        clients.add(client);
        return client;
    }

    private JavaClient connected(String way, int instances) {
        return open(way, instances, "/", JavaClient.options(way)).connected(way);
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({"polling, 1", "websocket, 1", "upgrade, 1", "polling, 4", "websocket, 4", "upgrade, 4"})
    void eventsCarryValuesUnicodeAndBinary(String way, int instances) throws JSONException {
        JavaClient client = connected(way, instances);
        assertThat(client.ask("transport")).containsExactly(way.equals("polling") ? "polling" : "websocket");
        String text = "नमस्ते, संवाद! é € \uD83D\uDE00 \u0000 \u001e \u2028 \"quoted\" \\ end";
        assertThat(client.echo(text, true, 7, -1.5, 1L << 40)).containsExactly(text, true, 7, -1.5, 1L << 40);

        byte[] bytes = new byte[256];
        IntStream.range(0, 256).forEach(i -> bytes[i] = (byte) i);
        JSONObject nested =
                JavaClient.json("deep", new JSONArray().put("b".getBytes(UTF_8)).put(text));
        Object[] answer = client.echo(bytes, nested, new byte[0]);
        assertThat(answer).hasSize(3);
        assertThat((byte[]) answer[0]).isEqualTo(bytes);
        JSONArray deep = ((JSONObject) answer[1]).getJSONArray("deep");
        assertThat((byte[]) deep.get(0)).asString(UTF_8).isEqualTo("b");
        assertThat(deep.get(1)).isEqualTo(text);
        assertThat((byte[]) answer[2]).isEmpty();
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({"polling, 1", "websocket, 1", "upgrade, 1", "polling, 4", "websocket, 4", "upgrade, 4"})
    void bothSidesAcknowledgeOrTimeOut(String way, int instances) {
        JavaClient client = connected(way, instances);
        Object[] answer = client.ask("acknowledge", "one", "b".getBytes(UTF_8));
        assertThat(answer[0]).isEqualTo("one");
        assertThat((byte[]) answer[1]).asString(UTF_8).isEqualTo("b");

        CompletableFuture<String> late = new CompletableFuture<>();
        client.socket().emit("ignore", new Object[0], timeout(50, late));
        assertThat(late.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("timed out");

        client.socket().once("question", arguments -> {
            Ack ack = (Ack) arguments[2];
            ack.call(arguments[0], new String((byte[]) arguments[1], UTF_8), "because".getBytes(UTF_8));
        });
        client.emit("ask me", 5_000);
        Object[] heard = client.next("answer");
        assertThat(heard).startsWith("why", "?");
        assertThat((byte[]) heard[2]).asString(UTF_8).isEqualTo("because");
        client.emit("ask me", 50);
        assertThat(client.next("answer")).containsExactly("AckTimeoutException");
    }

    private static AckWithTimeout timeout(long millis, CompletableFuture<String> outcome) {
        return new AckWithTimeout(millis) {
            @Override
            public void onSuccess(Object... arguments) {
                outcome.complete("answered");
            }

            @Override
            public void onTimeout() {
                outcome.complete("timed out");
            }
        };
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({"polling, 1", "websocket, 1", "upgrade, 1", "polling, 4", "websocket, 4", "upgrade, 4"})
    void namespacesMiddlewareAndAuthDecideWhoComesIn(String way, int instances) throws JSONException {
        JavaClient main = connected(way, instances);
        JavaClient custom = main.of("/custom").connected("the same connection");
        custom.emit("echo", "x");
        assertThat(custom.next("echo")).containsExactly("/custom", "x");
        assertThat(main.echo("main")).containsExactly("main");
        assertThat(main.hasHeard("echo")).isFalse();
        custom.close();
        assertThat(main.echo("alone")).containsExactly("alone");

        JavaClient lost = open(way, instances, "/unknown", JavaClient.options(way));
        assertThat(refusal(lost).getString("message")).isEqualTo("Invalid namespace");

        IO.Options wrong = JavaClient.options(way);
        wrong.auth = Map.of("token", "wrong");
        JSONObject refusal = refusal(open(way, instances, "/guarded", wrong));
        assertThat(refusal.getString("message")).isEqualTo("not welcome");
        assertThat(refusal.getJSONObject("data").getInt("code")).isEqualTo(7);

        IO.Options right = JavaClient.options(way);
        right.auth = Map.of("token", "secret");
        assertThat(open(way, instances, "/guarded", right).next("welcome")).containsExactly("guarded");
    }

    /** The client hands over the payload of the error packet as it is. */
    private static JSONObject refusal(JavaClient client) {
        Object[] error = client.next(Socket.EVENT_CONNECT_ERROR);
        assertThat(error[0]).isInstanceOf(JSONObject.class);
        return (JSONObject) error[0];
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({"polling, 1", "websocket, 1", "upgrade, 1", "polling, 4", "websocket, 4", "upgrade, 4"})
    void roomsReachTheirMembersAlone(String way, int instances) {
        JavaClient a = connected(way, instances);
        JavaClient b = connected(way, instances);
        JavaClient c = connected(way, instances);
        String room = "room of " + a.id();
        a.ask("join", room);
        b.ask("join", room);
        a.emit("tell others in", room, "others");
        a.emit("tell all in", room, "all");
        a.emit("tell all", "everybody");
        assertThat(List.of(a.next("told")[0], a.next("told")[0])).containsExactly("all", "everybody");
        assertThat(List.of(b.next("told")[0], b.next("told")[0], b.next("told")[0]))
                .containsExactly("others", "all", "everybody");
        assertThat(c.next("told")).containsExactly("everybody");
        b.ask("leave", room);
        a.emit("tell all in", room, "again");
        a.emit("tell all", "end");
        assertThat(b.next("told")).containsExactly("end");
        assertThat(c.next("told")).containsExactly("end");
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({"polling, 1", "websocket, 1", "upgrade, 1", "polling, 4", "websocket, 4", "upgrade, 4"})
    void goodbyesHaveTheirReasonsAndLostConnectionsComeBack(String way, int instances) {
        JavaClient watcher = connected(way, instances);
        watcher.ask("watch");

        JavaClient leaving = connected(way, instances);
        String id = leaving.id();
        leaving.close();
        assertThat(leaving.next(Socket.EVENT_DISCONNECT)).containsExactly("io client disconnect");
        assertThat(watcher.next("gone")).containsExactly(id, "client namespace disconnect");

        for (String wish : List.of("dismiss me", "hang up")) {
            JavaClient dismissed = connected(way, instances);
            id = dismissed.id();
            dismissed.emit(wish);
            assertThat(dismissed.next(Socket.EVENT_DISCONNECT)).containsExactly("io server disconnect");
            assertThat(watcher.next("gone")).containsExactly(id, "server namespace disconnect");
        }

        if (!way.equals("polling")) {
            // Behind the close frame of a server this client neither answers nor reads on, and sees the end only when
            // pings stay
            // away: with the server of Node as with this one.
            return;
        }
        JavaClient cut = connected(way, instances);
        id = cut.id();
        cut.emit("cut");
        assertThat((String) cut.next(Socket.EVENT_DISCONNECT)[0]).isEqualTo("transport close");
        assertThat(watcher.next("gone")).containsExactly(id, "forced close");
        cut.next(Socket.EVENT_CONNECT);
        assertThat(cut.id()).isNotEqualTo(id);
        assertThat(cut.echo("back")).containsExactly("back");
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({"polling, 1", "websocket, 1", "upgrade, 1", "polling, 4", "websocket, 4", "upgrade, 4"})
    void manyMessagesKeepTheirOrderAlsoWhileTheTransportChanges(String way, int instances) {
        JavaClient client = open(way, instances, "/", JavaClient.options(way));
        client.next(Socket.EVENT_CONNECT);
        client.emit("count", 300);
        for (int number = 0; number < 300; number++) {
            client.emit("echo", number);
        }
        for (int number = 0; number < 300; number++) {
            assertThat(client.next("echo")).containsExactly(number);
            assertThat(client.next("number")).containsExactly(number);
        }
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({"polling, 1", "websocket, 1", "upgrade, 1", "polling, 4", "websocket, 4", "upgrade, 4"})
    void largeMessagesPassAndTooLargeOnesEndTheirSenderAlone(String way, int instances) {
        JavaClient neighbour = connected(way, instances);
        neighbour.ask("watch");
        IO.Options once = JavaClient.options(way);
        once.reconnection = false;
        JavaClient client = open(way, instances, "/", once).connected(way);
        String text = "large ".repeat(150_000);
        assertThat(client.echo(text)).containsExactly(text);
        byte[] bytes = new byte[way.equals("polling") ? 700_000 : 900_000];
        assertThat((byte[]) client.echo(bytes)[0]).isEqualTo(bytes);
        String id = client.id();
        client.emit("echo", "x".repeat(1_200_000));
        assertThat(neighbour.next("gone")).containsExactly(id, "parse error");
        if (way.equals("polling")) {
            assertThat((String) client.next(Socket.EVENT_DISCONNECT)[0]).startsWith("transport ");
        }
        assertThat(neighbour.echo("alive")).containsExactly("alive");
    }
}
