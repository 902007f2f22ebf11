package io.samvad.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.browser.Chromium;
import io.samvad.socketio.SocketIo;
import io.samvad.testkit.Instances;
import io.socket.client.Ack;
import io.socket.client.Socket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What operators do to the sockets of a namespace, as the official clients see it, by each way to connect: with one instance,
 * with four, and with two processes that are nodes of a cluster, where requests land on either.
 */
class AdapterIT {
    private static final String WAYS = "by {0} with {1}";

    /** What {@code adapter.cjs} checks: a check that does not run is a failure. */
    private static final List<String> OPERATORS = List.of(
            "the servers know each other",
            "an emit reaches everybody, rooms, and all but some, each once",
            "what is local stays with the instance",
            "what is volatile reaches those who are ready",
            "many events from one keep their order for all",
            "everybody who is asked answers once",
            "who does not answer in time leaves the answers of the others",
            "who leaves is not waited for",
            "sockets are fetched with their rooms, data and handshake",
            "a socket that was fetched is spoken to, asked, moved and disconnected",
            "sockets join and leave by command, and an emit behind it reaches them",
            "sockets are disconnected by command, with their connection or without",
            "servers tell and ask each other",
            "a dynamic namespace is one on all instances, apart from others");

    private static Instances<SocketIo> one;
    private static Instances<SocketIo> four;
    private static TwoProcesses processes;
    private static Chromium chromium;
    private static Map<String, String> urls;

    private final List<JavaClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        one = AdapterCounterpart.start(1, "json", null);
        four = AdapterCounterpart.start(4, "json", null);
        processes = TwoProcesses.start();
        chromium = Chromium.launch();
        urls = Map.of("one instance", one.url(), "four instances", four.url(), "two processes", processes.url());
    }

    @AfterAll
    static void stop() {
        chromium.close();
        one.close();
        four.close();
        processes.close();
    }

    @AfterEach
    void leaveNothingBehind() {
        clients.forEach(JavaClient::close);
    }

    private static String count(String server) {
        return server.equals("one instance") ? "1" : "4";
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({
        "polling, one instance", "websocket, one instance", "upgrade, one instance",
        "polling, four instances", "websocket, four instances", "upgrade, four instances",
        "polling, two processes", "websocket, two processes", "upgrade, two processes"
    })
    void operatorsReachThoseWhoAreMeantWhereverTheyAre(String way, String server) {
        assertThat(NodeScript.run("adapter", urls.get(server), way, count(server)))
                .containsExactlyElementsOf(OPERATORS);
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({"polling, two processes", "websocket, two processes", "upgrade, two processes"})
    void operatorsReachThePagesOfABrowserWhereverTheyAre(String way, String server) throws IOException {
        assertThat(PageScript.run(chromium, "adapter", urls.get(server), way, count(server)))
                .containsExactlyElementsOf(OPERATORS);
    }

    // ---------------------------------------------------------------- the Java client

    private JavaClient connect(String way, String server, String namespace) {
        JavaClient client = JavaClient.open(urls.get(server) + namespace, JavaClient.options(way));
        clients.add(client);
        return client;
    }

    /** Clients on two instances at least, if there are so many. */
    private List<JavaClient> spread(String way, String server, String namespace) {
        List<JavaClient> spread = new ArrayList<>();
        long places;
        do {
            IntStream.range(0, 4).forEach(i -> spread.add(connect(way, server, namespace)));
            spread.subList(spread.size() - 4, spread.size()).forEach(client -> client.connected(way));
            places = spread.stream()
                    .map(client -> client.ask("where")[0])
                    .distinct()
                    .count();
        } while (places < 2 && !server.equals("one instance"));
        return spread;
    }

    private static JSONObject in(String room) {
        return JavaClient.json("rooms", new JSONArray().put(room));
    }

    private static List<Object> answers(Object[] asked) throws JSONException {
        List<Object> answers = new ArrayList<>();
        JSONArray array = ((JSONObject) asked[0]).getJSONArray("answers");
        for (int i = 0; i < array.length(); i++) {
            answers.add(array.get(i));
        }
        return answers;
    }

    private static void awaitCount(JavaClient asking, JSONObject target, int count) {
        await().until(() -> ((JSONArray) asking.ask("fetch", target)[0]).length() == count);
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({
        "polling, one instance", "websocket, one instance", "upgrade, one instance",
        "polling, four instances", "websocket, four instances", "upgrade, four instances",
        "polling, two processes", "websocket, two processes", "upgrade, two processes"
    })
    void operatorsReachTheJavaClientWhereverItIs(String way, String server) throws JSONException {
        List<JavaClient> all = spread(way, server, "/");
        JavaClient first = all.get(0);
        List<JavaClient> some = all.subList(2, all.size());
        String room = "room of " + first.id();
        some.forEach(client -> client.ask("join", room));

        first.ask("emit", in(room), "told", "in the room");
        first.ask("emit", JavaClient.json("except", new JSONArray().put(room)), "told", "outside");
        first.ask("emit", in(all.get(1).id()), "told", "directly");
        some.forEach(client -> assertThat(client.next("told")[0]).isEqualTo("in the room"));
        assertThat(first.next("told")[0]).isEqualTo("outside");
        assertThat(all.get(1).next("told")[0]).isEqualTo("outside");
        assertThat(all.get(1).next("told")[0]).isEqualTo("directly");

        some.forEach(client -> client.socket().on("question", args -> ((Ack) args[1]).call(args[0] + client.id())));
        assertThat(answers(first.ask("ask", in(room), "question", "I am ")))
                .containsExactlyInAnyOrderElementsOf(
                        some.stream().map(client -> "I am " + client.id()).toList());
        JSONObject impatient = JavaClient.json("timeout", 300);
        assertThat(answers(first.ask("ask", impatient, "question", ""))).hasSize(some.size());
        assertThat(first.ask("remote", in(some.get(0).id()), "ask")[0])
                .isEqualTo("why" + some.get(0).id());

        awaitCount(first, in(room), some.size());
        first.ask("sockets join", in(room), "also", "joined by " + room);
        some.forEach(client -> assertThat(client.next("told")[0]).isEqualTo("joined"));
        first.ask("sockets leave", in(room), "joined by " + room);
        awaitCount(first, in("joined by " + room), 0);
        int servers = Integer.parseInt(count(server));
        await().until(() -> answers(first.ask("ask servers", "who", "")).size() == servers - 1);

        first.ask("disconnect sockets", in(room), true);
        some.forEach(
                client -> assertThat(client.next(Socket.EVENT_DISCONNECT)).containsExactly("io server disconnect"));
        all.subList(0, 2).forEach(client -> assertThat(client.hasHeard(Socket.EVENT_DISCONNECT))
                .isFalse());
    }

    @ParameterizedTest(name = WAYS)
    @CsvSource({"polling, two processes", "websocket, two processes", "upgrade, two processes"})
    void aDynamicNamespaceReachesTheJavaClientWhereverItIs(String way, String server) {
        List<JavaClient> children = spread(way, server, "/child-java");
        children.get(0).ask("emit", new JSONObject(), "told", "children");
        children.forEach(child -> assertThat(child.next("told")[0]).isEqualTo("children"));
        awaitCount(children.get(0), new JSONObject(), children.size());
    }
}
