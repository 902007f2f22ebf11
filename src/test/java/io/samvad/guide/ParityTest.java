package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.engineio.EngineOptions;
import io.samvad.socketio.ParentNamespace;
import io.samvad.socketio.RemoteSocket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.socketio.protocol.Args;
import io.samvad.testkit.Instances;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the table of parity says is so: its names, its figures, and those of its rows that no other test proves. */
class ParityTest {
    private static final Path TABLE = Path.of("docs", "parity.md");
    private static final Path TESTS = Path.of("src", "test", "java", "io", "samvad");
    private static final List<String> STATUSES = List.of("same", "differs", "not yet", "no sense");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern PROOF = Pattern.compile("`([\\w.]+)#(\\w+)`");
    private static final Pattern TEST =
            Pattern.compile("@(Test|ParameterizedTest|Property|Example|AtOneAndFourInstances)\\b");
    private static final int CELLS = 5;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws Exception {
        for (int last = open.size() - 1; last >= 0; last--) {
            open.get(last).close();
        }
    }

    // ---------------------------------------------------------------- the table

    private record Row(String status, String javaScript, String proof, List<String> cells) {}

    /** Cells of the lines of tables: those of the figures have three, those of the rows have five. */
    private static List<List<String>> lines() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---") && !line.startsWith("| | "))
                .map(line ->
                        BAR.splitAsStream(line.substring(1)).map(String::strip).collect(Collectors.toList()))
                .toList();
    }

    private static List<Row> rows() throws IOException {
        return lines().stream()
                .filter(cells -> cells.size() >= CELLS)
                .map(cells -> new Row(cells.get(0), cells.get(1), cells.get(cells.size() - 1), cells))
                .toList();
    }

    @Test
    void everyRowIsFilledAndHasAStatusAndNoneComesTwice() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(300).allSatisfy(row -> {
            assertThat(row.cells()).hasSize(CELLS).noneMatch(cell -> cell.length() < 2);
            assertThat(row.status()).isIn(STATUSES);
        });
        String chapter = "";
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            chapter = line.startsWith("## ") ? line : chapter;
            if (STATUSES.stream().anyMatch(status -> line.startsWith("| " + status + " |")) && !chapter.isEmpty()) {
                names.add(chapter + BAR.split(line)[2]);
            }
        }
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void whatIsThereIsProvedAndEachProofIsATestThatExists() throws IOException {
        for (Row row : rows()) {
            List<MatchResult> proofs = PROOF.matcher(row.proof()).results().toList();
            if (row.status().equals("same") || row.status().equals("differs")) {
                assertThat(proofs).as(row.javaScript()).isNotEmpty();
            }
            for (MatchResult proof : proofs) {
                Path file = TESTS.resolve(proof.group(1).replace('.', '/') + ".java");
                assertThat(file).as(row.javaScript()).isRegularFile();
                assertThat(isTest(Files.readString(file), proof.group(2)))
                        .as(proof.group())
                        .isTrue();
            }
        }
    }

    /** Whether the method has the annotation of a test: somewhere between the empty line before it and its name. */
    private static boolean isTest(String source, String method) {
        int name = source.indexOf(" void " + method + "(");
        return name > 0
                && TEST.matcher(source.substring(source.lastIndexOf("\n\n", name), name))
                        .find();
    }

    @Test
    void theFiguresAtTheTopAreThoseOfTheRows() throws IOException {
        Map<String, String> said = lines().stream()
                .filter(cells -> cells.size() < CELLS)
                .collect(Collectors.toMap(cells -> cells.get(0), cells -> cells.get(1)));
        List<Row> rows = rows();
        for (String status : STATUSES) {
            long count =
                    rows.stream().filter(row -> row.status().equals(status)).count();
            assertThat(said).as(status).containsEntry(status, String.valueOf(count));
        }
        assertThat(said).containsEntry("all", String.valueOf(rows.size()));
    }

    // ---------------------------------------------------------------- rows that no other test proves

    private Instances<SocketIo> start(int instances, SocketIoOptions options, Consumer<SocketIo> setUp) {
        Instances<SocketIo> servers = Instances.socketIo(instances, options, setUp);
        open.add(servers);
        return servers;
    }

    /** A connected client that notes which of these events it hears. */
    private Socket client(String url, String path, String... events) throws Exception {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setReconnection(false)
                .setPath(path)
                .build();
        Socket client = IO.socket(URI.create(url), options);
        open.add(client::close);
        for (String event : events) {
            client.on(event, args -> heard.add(event + " " + args[0]));
        }
        CompletableFuture<Void> connected = new CompletableFuture<>();
        client.on(Socket.EVENT_CONNECT, ready -> connected.complete(null));
        client.on(
                Socket.EVENT_CONNECT_ERROR,
                error -> connected.completeExceptionally(new IllegalStateException(String.valueOf(error[0]))));
        client.connect();
        connected.get(10, TimeUnit.SECONDS);
        return client;
    }

    private void awaitHeard(String... expected) {
        await().untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrder(expected));
    }

    @Test
    void sendIsAnEventNamedMessage() throws Exception {
        Instances<SocketIo> servers =
                start(2, new SocketIoOptions(), io -> io.onConnection(socket -> socket.join("room")));
        client(servers.url(), "/socket.io", "message");
        client(servers.url(), "/socket.io", "message");
        servers.on(0, io -> {
            io.send("all");
            io.of("/").send("namespace");
            io.to("room").send("room");
            return null;
        });
        for (int i = 0; i < servers.count(); i++) {
            servers.on(i, io -> {
                io.sockets().values().forEach(socket -> socket.send("one"));
                return null;
            });
        }
        awaitHeard(
                "message all",
                "message all",
                "message namespace",
                "message namespace",
                "message room",
                "message room",
                "message one",
                "message one");
    }

    @Test
    void aFamilyWelcomesAndSpeaksInAllItsChildren() throws Exception {
        List<ParentNamespace> families = new ArrayList<>();
        Instances<SocketIo> servers = start(
                1,
                new SocketIoOptions(),
                io -> families.add(io.of(Pattern.compile("/room-\\d"))
                        .onConnection(socket ->
                                socket.emit("welcome", socket.namespace().name()))));
        client(servers.url() + "/room-1", "/socket.io", "welcome", "news");
        client(servers.url() + "/room-2", "/socket.io", "welcome", "news");
        awaitHeard("welcome /room-1", "welcome /room-2");
        servers.on(0, io -> {
            families.get(0).emit("news", "for all");
            return null;
        });
        awaitHeard("welcome /room-1", "welcome /room-2", "news for all", "news for all");
    }

    @Test
    void aRemoteSocketIsSpokenToAskedMovedAndDisconnected() throws Exception {
        Instances<SocketIo> servers = start(4, new SocketIoOptions(), io -> {});
        Socket client = client(servers.url(), "/socket.io", "hi", "in room");
        client.on("ask", args -> ((Ack) args[0]).call("answer"));
        for (int instance = 0; instance < servers.count(); instance++) {
            RemoteSocket remote = servers.ask(instance, SocketIo::fetchSockets).get(0);
            remote.emit("hi", instance);
            assertThat(Instances.await(remote.emitWithAck(10_000, "ask"))).isEqualTo(Args.of("answer"));
        }
        RemoteSocket remote = servers.ask(0, SocketIo::fetchSockets).get(0);
        Instances.await(remote.join("room"));
        servers.on(3, io -> {
            io.to("room").emit("in room", "told");
            return null;
        });
        awaitHeard("hi 0", "hi 1", "hi 2", "hi 3", "in room told");
        Instances.await(remote.disconnect(true));
        await().until(() -> !client.connected());
        assertThat(servers.ask(1, SocketIo::fetchSockets)).isEmpty();
    }

    @Test
    void whatAServerSaysIsHeardByTheOthersAndNotByItself() {
        Instances<SocketIo> servers = start(
                3,
                new SocketIoOptions(),
                io -> io.onServerSide("note", (args, ack) -> heard.add(args.string(0) + " " + ack.isWanted())));
        servers.on(0, io -> {
            io.serverSideEmit("note", "first");
            return null;
        });
        awaitHeard("first false", "first false");
    }

    @Test
    void theServerMayHaveAnotherPath() throws Exception {
        Instances<SocketIo> servers = start(
                1,
                new SocketIoOptions().setEngine(new EngineOptions().setPath("/talk")),
                io -> io.onConnection(socket -> socket.emit("hello", "here")));
        client(servers.url(), "/talk", "hello");
        awaitHeard("hello here");
    }
}
