package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.socketio.RemoteSocket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.Instances;
import java.util.List;
import java.util.function.Consumer;
import org.json.JSONArray;
import org.json.JSONException;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/guide/2-rooms.md}. */
class RoomsGuideTest {

    /** The server of the page, which {@link OnTheWireTest} uses, too. */
    static void rooms(SocketIo io) {
        // snippet: join and leave
        io.onConnection(socket -> {
            socket.on("join", (args, ack) -> socket.join(args.string(0)).onSuccess(joined -> ack.send("welcome")));
            socket.on("leave", (args, ack) -> socket.leave(args.string(0)).onSuccess(left -> ack.send("bye")));
        });
        // end
        // snippet: say
        io.onConnection(socket -> socket.on("say", args -> {
            String room = args.string(0);
            if (socket.rooms().contains(room)) {
                io.to(room).emit("said", room, args.string(1));
            }
        }));
        // end
    }

    private static void others(SocketIo io) {
        // snippet: the others
        io.onConnection(socket -> socket.on(
                "typing", args -> socket.to(args.string(0)).asVolatile().emit("typing", socket.id())));
        // end
    }

    private static void whisper(SocketIo io) {
        // snippet: whisper
        io.onConnection(socket -> socket.on("whisper", args -> {
            io.to(args.string(0)).emit("whispered", socket.id(), args.string(1));
        }));
        // end
    }

    private static void several(SocketIo io, String headline) {
        // snippet: several rooms
        io.to("delhi").to("mumbai").except("asleep").emit("news", headline);
        // end
    }

    private static void goodbye(SocketIo io) {
        // snippet: goodbye
        io.onConnection(socket -> socket.onDisconnecting(reason -> {
            for (String room : socket.rooms()) {
                socket.to(room).emit("left", room, socket.id());
            }
        }));
        // end
    }

    private static void members(SocketIo io) {
        // snippet: members
        io.onConnection(socket -> socket.on("who", (args, ack) -> io.in(args.string(0))
                .fetchSockets()
                .onSuccess(sockets ->
                        ack.send(sockets.stream().map(RemoteSocket::id).toList()))));
        // end
    }

    private static void begin(SocketIo io) {
        // snippet: move everybody
        io.in("waiting").socketsJoin("playing").onSuccess(joined -> io.to("playing")
                .emit("begin"));
        // end
    }

    private static Instances<SocketIo> serve(Consumer<SocketIo> more) {
        return Instances.socketIo(2, new SocketIoOptions(), io -> {
            rooms(io);
            more.accept(io);
        });
    }

    private static Visitor member(Instances<SocketIo> server, String... rooms) {
        Visitor visitor = Visitor.enter(server.url());
        for (String room : rooms) {
            assertThat(visitor.ask("join", room)).containsExactly("welcome");
        }
        return visitor;
    }

    @Test
    void whatIsSaidInARoomReachesItsMembersAndNobodyElse() {
        try (Instances<SocketIo> server = serve(io -> {});
                Visitor asha = member(server, "cooks", "tea");
                Visitor ravi = member(server, "cooks");
                Visitor stranger = member(server, "tea")) {
            stranger.emit("say", "cooks", "let me in");
            ravi.emit("say", "cooks", "dal is ready");
            assertThat(asha.next("said")).containsExactly("cooks", "dal is ready");
            assertThat(ravi.next("said")).containsExactly("cooks", "dal is ready");
            asha.emit("say", "tea", "chai?");
            assertThat(stranger.next("said")).containsExactly("tea", "chai?");
            assertThat(ravi.ask("leave", "cooks")).containsExactly("bye");
            asha.emit("say", "cooks", "anybody?");
            assertThat(asha.next("said")).containsExactly("tea", "chai?");
            assertThat(asha.next("said")).containsExactly("cooks", "anybody?");
            ravi.ask("join", "tea");
            assertThat(ravi.hasHeard("said")).isFalse();
        }
    }

    @Test
    void theOthersSeeWhoIsTyping() {
        try (Instances<SocketIo> server = serve(RoomsGuideTest::others);
                Visitor asha = member(server, "cooks");
                Visitor ravi = member(server, "cooks")) {
            ravi.emit("typing", "cooks");
            assertThat(asha.next("typing")).containsExactly(ravi.id());
            ravi.ask("join", "tea");
            assertThat(ravi.hasHeard("typing")).isFalse();
        }
    }

    @Test
    void anIdIsARoom() {
        try (Instances<SocketIo> server = serve(RoomsGuideTest::whisper);
                Visitor asha = member(server);
                Visitor ravi = member(server)) {
            ravi.emit("whisper", asha.id(), "psst");
            assertThat(asha.next("whispered")).containsExactly(ravi.id(), "psst");
        }
    }

    @Test
    void whoIsInSeveralRoomsHearsItOnceAndWhoSleepsNotAtAll() {
        try (Instances<SocketIo> server = serve(io -> {});
                Visitor asha = member(server, "delhi", "mumbai");
                Visitor ravi = member(server, "mumbai", "asleep")) {
            for (String headline : List.of("rain", "sun")) {
                server.on(0, io -> {
                    several(io, headline);
                    return null;
                });
            }
            assertThat(asha.next("news")).containsExactly("rain");
            assertThat(asha.next("news")).containsExactly("sun");
            asha.emit("say", "mumbai", "done");
            ravi.next("said");
            assertThat(ravi.hasHeard("news")).isFalse();
        }
    }

    @Test
    void theRoomsOfASocketAreStillThereWhileItLeaves() {
        try (Instances<SocketIo> server = serve(RoomsGuideTest::goodbye);
                Visitor asha = member(server, "cooks")) {
            Visitor ravi = member(server, "cooks");
            String id = ravi.id();
            ravi.close();
            assertThat(asha.next("left")).containsExactly("cooks", id);
        }
    }

    @Test
    void theMembersOfARoomAreKnownOnEveryInstance() throws JSONException {
        try (Instances<SocketIo> server = serve(RoomsGuideTest::members);
                Visitor asha = member(server, "cooks");
                Visitor ravi = member(server, "cooks");
                Visitor stranger = member(server)) {
            JSONArray ids = (JSONArray) stranger.ask("who", "cooks").get(0);
            assertThat(List.of(ids.getString(0), ids.getString(1))).containsExactlyInAnyOrder(asha.id(), ravi.id());
        }
    }

    @Test
    void whoWasMovedToARoomHearsWhatIsSentThereNext() {
        try (Instances<SocketIo> server = serve(io -> {});
                Visitor asha = member(server, "waiting");
                Visitor ravi = member(server, "waiting")) {
            server.on(0, io -> {
                begin(io);
                return null;
            });
            assertThat(asha.next("begin")).isEmpty();
            assertThat(ravi.next("begin")).isEmpty();
        }
    }
}
