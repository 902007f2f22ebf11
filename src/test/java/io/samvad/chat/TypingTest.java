package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.Instances;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Typing on two instances, with a listener and a clock that the test moves. */
class TypingTest {
    private static final String LOBBY = "lobby";
    private static final long NEVER = 3_600_000;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Map<SocketIo, Typing> typings = new ConcurrentHashMap<>();
    private Instances<SocketIo> server;
    private ChatClient listener;

    @BeforeEach
    void start() {
        server = Instances.socketIo(2, new SocketIoOptions(), io -> {
            io.exceptionHandler(failures::add);
            Presence presence = new Presence(io, new Presence.Pace(NEVER, 250, 5_000, NEVER), clock::get).install();
            typings.put(io, new Typing(io, presence, clock::get).install(NEVER));
            io.onConnection(socket -> {
                socket.join(LOBBY);
                presence.guestEnters(LOBBY);
            });
        });
        listener = new ChatClient(server.port(), null);
    }

    @AfterEach
    void stop() {
        listener.close();
        server.closeServed();
        server.close();
        assertThat(failures).isEmpty();
    }

    private void on(int instance, Consumer<Typing> action) {
        server.on(instance, io -> {
            action.accept(typings.get(io));
            return null;
        });
    }

    /** Lets happen what is due after so long. */
    private void pass(long millis) {
        clock.addAndGet(millis);
        for (int i = 0; i < server.count(); i++) {
            on(i, Typing::tick);
        }
    }

    /** Waits until both instances together keep so many people and rooms, and have told what is due of it. */
    private void awaitKept(int size) {
        await().until(() -> {
            pass(0);
            return server.sum(io -> typings.get(io).size()) == size;
        });
        // What arrived behind the look of its instance was not told yet.
        pass(0);
    }

    private List<String> told() {
        JsonObject told = listener.told("typing");
        assertThat(told.getString("room")).isEqualTo(LOBBY);
        return told.getJsonArray("people").stream()
                .map(person -> ((JsonObject) person).getString("person"))
                .toList();
    }

    @Test
    void whoTypesAnywhereIsToldAndNoLongerWhenTheyHaveSaidIt() {
        on(0, typing -> typing.begins(LOBBY, "asha", "Asha"));
        awaitKept(4);
        JsonObject first = listener.told("typing");
        assertThat(first.getJsonArray("people").getJsonObject(0)).isEqualTo(Wire.person("asha", "Asha"));
        on(1, typing -> typing.begins(LOBBY, "ravi", null));
        awaitKept(6);
        pass(Typing.GAP);
        assertThat(told()).containsExactly("asha", "ravi");
        on(0, typing -> typing.ends(LOBBY, "asha"));
        on(1, typing -> typing.ends(LOBBY, "ravi"));
        awaitKept(2);
        pass(Typing.GAP);
        assertThat(told()).isEmpty();
        pass(Typing.GAP);
        awaitKept(0);
    }

    @Test
    void whoDoesNotSayItAgainTypesNoLongerAfterSixSeconds() {
        on(0, typing -> typing.begins(LOBBY, "asha", null));
        on(0, typing -> typing.begins(LOBBY, "ravi", null));
        awaitKept(6);
        assertThat(told()).containsExactly("asha", "ravi");
        pass(Typing.EXPIRY - 1);
        on(0, typing -> typing.begins(LOBBY, "ravi", null));
        // Goes in the same message, and shows that it has arrived.
        on(0, typing -> typing.begins("tea", "ravi", null));
        awaitKept(10);
        pass(1);
        assertThat(told()).containsExactly("ravi");
        pass(Typing.EXPIRY);
        assertThat(told()).isEmpty();
        pass(Typing.GAP);
        awaitKept(0);
    }

    @Test
    void aRoomIsToldAtMostTwiceASecondAndOfTenPeople() {
        for (int i = 0; i < 300; i++) {
            String person = "p" + i;
            on(0, typing -> typing.begins(LOBBY, person, null));
            pass(1);
        }
        awaitKept(202);
        pass(Typing.GAP);
        // An instance may hear of one first, or of ten at once.
        List<String> first = told();
        assertThat(first).startsWith("p0");
        assertThat(first.size() < Typing.MAX_NAMED ? told() : first)
                .hasSize(Typing.MAX_NAMED)
                .startsWith("p0")
                .endsWith("p9");
        pass(Typing.EXPIRY);
        assertThat(told()).isEmpty();
        pass(Typing.GAP);
        awaitKept(0);
    }

    @Test
    void whatBeginsAndEndsInBetweenIsNotTold() {
        on(0, typing -> typing.begins(LOBBY, "asha", null));
        on(0, typing -> typing.ends(LOBBY, "asha"));
        on(0, typing -> typing.ends(LOBBY, "nobody"));
        pass(Typing.GAP);
        on(0, typing -> typing.begins(LOBBY, "ravi", null));
        awaitKept(4);
        assertThat(told()).containsExactly("ravi");
    }
}
