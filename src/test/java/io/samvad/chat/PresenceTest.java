package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.ClusteredVertx;
import io.samvad.testkit.Instances;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Presence over instances and nodes, with sockets that come and go and a clock that the test moves. */
class PresenceTest {
    private static final String LOBBY = "lobby";
    private static final Presence.Pace PACE = new Presence.Pace(3_600_000, 250, 5_000, 15_000);

    private final AtomicLong clock = new AtomicLong(1_000);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Map<SocketIo, Presence> presences = new ConcurrentHashMap<>();
    private final List<Instances<SocketIo>> servers = new ArrayList<>();
    private final List<ChatClient> clients = new ArrayList<>();

    private void start(Vertx node, int instances) {
        servers.add(
                node == null
                        ? Instances.socketIo(instances, new SocketIoOptions(), this::setUp)
                        : Instances.socketIo(node, instances, new SocketIoOptions(), this::setUp));
    }

    private void setUp(SocketIo io) {
        io.exceptionHandler(failures::add);
        Presence presence = new Presence(io, PACE, clock::get).install();
        presences.put(io, presence);
        io.onConnection(socket -> enter(presence, socket));
    }

    private static void enter(Presence presence, Socket socket) {
        String id = socket.handshake().auth().getString("person");
        socket.join(LOBBY);
        socket.on("who", (args, ack) -> ack.send(presence.people(LOBBY)));
        if (id == null) {
            presence.guestEnters(LOBBY);
            socket.onDisconnect(reason -> presence.guestLeaves(LOBBY));
            return;
        }
        presence.arrived(id, new Nick(socket.handshake().auth().getString("nick"), 1));
        presence.enters(id, LOBBY);
        socket.onDisconnect(reason -> presence.gone(id));
        socket.on("nick", (args, ack) -> {
            presence.named(id, new Nick(args.string(0), args.longValue(1)));
            ack.send(new JsonObject());
        });
        socket.on("leave", (args, ack) -> {
            presence.leaves(id, LOBBY);
            ack.send(new JsonObject());
        });
    }

    @AfterEach
    void stop() {
        clients.forEach(ChatClient::close);
        servers.forEach(Instances::closeServed);
        servers.forEach(Instances::close);
        assertThat(failures).isEmpty();
    }

    private ChatClient client(int server, String person) {
        JsonObject auth =
                person == null ? null : new JsonObject().put("person", person).put("nick", "Nick " + person);
        ChatClient client = new ChatClient(servers.get(server).port(), auth);
        clients.add(client);
        return client;
    }

    private ChatClient client(String person) {
        return client(0, person);
    }

    private void close(ChatClient client) {
        int before = servers.get(0).sum(SocketIo::connectionCount);
        client.close();
        clients.remove(client);
        await().until(() -> servers.get(0).sum(SocketIo::connectionCount) == before - 1);
    }

    /** Lets everything happen that is due after so long, until all instances know all. */
    private void pass(long millis, int people, int guests) {
        clock.addAndGet(millis);
        settle(0, people, guests);
        clock.addAndGet(PACE.gap());
        tickAll();
    }

    /** Waits until two nodes that have just met know all: what is lost before each knows the other is said again later. */
    private void meet(int people, int guests) {
        settle(1_000, people, guests);
        clock.addAndGet(PACE.gap());
        tickAll();
    }

    private void settle(long step, int people, int guests) {
        await().untilAsserted(() -> {
            clock.addAndGet(step);
            tickAll();
            for (Instances<SocketIo> server : servers) {
                for (int i = 0; i < server.count(); i++) {
                    JsonObject known = server.on(i, io -> presences.get(io).people(LOBBY));
                    assertThat(known.getInteger("count")).isEqualTo(people);
                    assertThat(known.getInteger("guests")).isEqualTo(guests);
                }
            }
        });
    }

    private void tickAll() {
        for (Instances<SocketIo> server : servers) {
            for (int i = 0; i < server.count(); i++) {
                server.on(i, this::tick);
            }
        }
    }

    private Void tick(SocketIo io) {
        presences.get(io).tick();
        return null;
    }

    /** What a client is told until there are so many people and guests. */
    private static List<JsonObject> toldUntil(ChatClient client, int people, int guests) {
        List<JsonObject> told = new ArrayList<>();
        JsonObject change;
        do {
            change = client.told("presence");
            told.add(change);
        } while (change.getInteger("people") != people || change.getInteger("guests") != guests);
        return told;
    }

    private static List<String> named(List<JsonObject> told, String list) {
        return told.stream()
                .flatMap(change -> change.getJsonArray(list).stream())
                .map(one -> one instanceof JsonObject person ? person.getString("person") : (String) one)
                .toList();
    }

    @Test
    void aPersonWithTabsOnSeveralInstancesIsOne() {
        start(null, 4);
        ChatClient asha = client("asha");
        List<ChatClient> tabs = List.of(client("ravi"), client("ravi"), client("ravi"), client("ravi"));
        client(null);
        pass(0, 2, 1);
        assertThat(named(toldUntil(asha, 2, 1), "came")).containsExactlyInAnyOrder("asha", "ravi");
        assertThat(asha.ask("who").getJsonArray("people"))
                .containsExactlyInAnyOrder(Wire.person("asha", "Nick asha"), Wire.person("ravi", "Nick ravi"));
        tabs.subList(0, 3).forEach(this::close);
        pass(PACE.grace(), 2, 1);
        close(tabs.get(3));
        pass(PACE.grace() - 1_000, 2, 1);
        pass(1_000, 1, 1);
        assertThat(toldUntil(asha, 1, 1)).singleElement().satisfies(change -> {
            assertThat(change.getJsonArray("went")).containsExactly("ravi");
            assertThat(change.getJsonArray("came")).isEmpty();
        });
    }

    @Test
    void toLoadAPageAnewIsNoEvent() {
        start(null, 2);
        ChatClient asha = client("asha");
        ChatClient ravi = client("ravi");
        pass(0, 2, 0);
        toldUntil(asha, 2, 0);
        close(ravi);
        pass(PACE.grace() - 500, 2, 0);
        client("ravi");
        pass(PACE.grace(), 2, 0);
        client("meena");
        pass(PACE.grace(), 3, 0);
        assertThat(toldUntil(asha, 3, 0)).singleElement().satisfies(change -> assertThat(change.getJsonArray("came"))
                .containsExactly(Wire.person("meena", "Nick meena")));
    }

    @Test
    void aNewNicknameAndLeavingAreToldAtOnceWhereverOneIs() {
        start(null, 4);
        ChatClient asha = client("asha");
        ChatClient ravi = client("ravi");
        ChatClient other = client("ravi");
        pass(0, 2, 0);
        toldUntil(asha, 2, 0);
        ravi.ask("nick", "Ravi!", 3);
        other.ask("nick", "older", 2);
        await().until(() -> {
            pass(PACE.gap(), 2, 0);
            return asha.ask("who").getJsonArray("people").contains(Wire.person("ravi", "Ravi!"));
        });
        assertThat(named(toldUntil(asha, 2, 0), "came")).containsOnly("ravi");
        ravi.ask("leave");
        other.ask("leave");
        pass(PACE.gap(), 1, 0);
        assertThat(named(toldUntil(asha, 1, 0), "went")).containsExactly("ravi");
    }

    @Test
    void whoComesWithAnOlderNicknameDoesNotBringItBack() {
        start(null, 2);
        ChatClient asha = client("asha");
        pass(0, 1, 0);
        asha.ask("nick", "Usha", 2);
        client("asha");
        client("asha");
        pass(PACE.gap(), 1, 0);
        for (int i = 0; i < 2; i++) {
            JsonObject known = servers.get(0).on(i, io -> presences.get(io).people(LOBBY));
            assertThat(known.getJsonArray("people")).containsExactly(Wire.person("asha", "Usha"));
        }
    }

    @Test
    void manyWhoComeAndGoAreFewEvents() {
        start(null, 4);
        ChatClient listener = client("asha");
        pass(0, 1, 0);
        toldUntil(listener, 1, 0);
        int crowd = 200;
        List<ChatClient> guests = new ArrayList<>();
        for (int i = 0; i < crowd; i++) {
            guests.add(client(null));
        }
        pass(0, 1, crowd);
        // Of its own instance at once, and of the others together: those are three more at worst.
        assertThat(toldUntil(listener, 1, crowd)).hasSizeLessThanOrEqualTo(4);
        guests.forEach(ChatClient::close);
        clients.removeAll(guests);
        await().until(() -> servers.get(0).sum(SocketIo::connectionCount) == 1);
        pass(0, 1, 0);
        assertThat(toldUntil(listener, 1, 0)).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void tenThousandWhoComeAndGoWithinTwoSecondsAreAFewEvents() {
        start(null, 2);
        ChatClient listener = client("asha");
        pass(0, 1, 0);
        toldUntil(listener, 1, 0);
        int crowd = 10_000;
        for (int i = 0; i < 2; i++) {
            int sign = i == 0 ? 1 : -1;
            for (int part = 0; part < 20; part++) {
                servers.get(0).on(0, io -> move(presences.get(io), sign, crowd / 20));
                clock.addAndGet(100);
                tickAll();
            }
            pass(10_000, 1, i == 0 ? crowd : 0);
            assertThat(toldUntil(listener, 1, i == 0 ? crowd : 0)).hasSizeLessThanOrEqualTo(8);
        }
    }

    private static Void move(Presence presence, int sign, int guests) {
        for (int i = 0; i < guests; i++) {
            if (sign > 0) {
                presence.guestEnters(LOBBY);
            } else {
                presence.guestLeaves(LOBBY);
            }
        }
        return null;
    }

    @Test
    void ofManyPeopleAThousandAreListedAndNothingIsLeftOfThem() {
        start(null, 2);
        int crowd = 3_000;
        servers.get(0).on(0, io -> {
            for (int i = 0; i < crowd; i++) {
                presences.get(io).arrived("p" + i, Nick.NONE);
                presences.get(io).enters("p" + i, LOBBY);
            }
            return null;
        });
        pass(0, crowd, 0);
        JsonObject known = servers.get(0).on(1, io -> presences.get(io).people(LOBBY));
        assertThat(known.getJsonArray("people")).hasSize(Presence.MAX_LISTED);
        servers.get(0).on(0, io -> {
            for (int i = 0; i < crowd; i++) {
                presences.get(io).gone("p" + i);
            }
            return null;
        });
        pass(PACE.grace(), 0, 0);
        pass(10_000, 0, 0);
        // Each knows the other, and nobody else.
        assertThat(servers.get(0).sum(io -> presences.get(io).size())).isEqualTo(2);
    }

    @Test
    void aNodeThatVanishesTakesItsPeopleWithItWhenItsLeaseHasRunOut() {
        for (Vertx node : ClusteredVertx.start(2, 2)) {
            start(node, 2);
        }
        ChatClient asha = client(0, "asha");
        client(1, "ravi");
        client(1, null);
        meet(2, 1);
        toldUntil(asha, 2, 1);
        Instances<SocketIo> vanished = servers.remove(1);
        vanished.close();
        // Longer than after a goodbye, and within the lease, however long before it was renewed.
        pass(PACE.grace() + 1_000, 2, 1);
        pass(PACE.lease() - PACE.grace() - 1_000, 1, 0);
        assertThat(toldUntil(asha, 1, 0).get(0).getJsonArray("went")).containsExactly("ravi");
    }

    @Test
    void aNodeThatComesLaterLearnsWhoIsThere() {
        List<Integer> ports = ClusteredVertx.freePorts(2);
        List<String> members = ClusteredVertx.addresses(ports);
        start(ClusteredVertx.join(ports.get(0), members, 2), 2);
        client(0, "asha");
        client(0, null);
        pass(0, 1, 1);
        start(ClusteredVertx.join(ports.get(1), members, 2), 2);
        meet(1, 1);
        assertThat(client(1, "ravi").ask("who").getJsonArray("people")).contains(Wire.person("asha", "Nick asha"));
        pass(0, 2, 1);
    }
}
