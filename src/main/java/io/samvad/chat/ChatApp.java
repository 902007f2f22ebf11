package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Position;
import io.samvad.socketio.Ack;
import io.samvad.socketio.Socket;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;

/**
 * The chat that forgets nothing: what its clients say is in the log of a room before it is acknowledged, and reaches
 * everybody in the order of that log. {@code docs/chat-protocol.md} has the events.
 *
 * <pre>{@code
 * new ChatApp(new ChatOptions(), store).install(io);
 * }</pre>
 *
 * <p>Make one for each instance; they share the store.
 */
public final class ChatApp {
    /** The room that everybody is in. */
    public static final String LOBBY = "lobby";

    static final String RESET = "reset";
    static final String COMMITTED = "chat committed";
    private static final String HISTORY = "history";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;

    private final ChatOptions options;
    private final HistoryStore store;

    /** A chat whose messages are in this store, which the caller closes after the server. */
    public ChatApp(ChatOptions options, HistoryStore store) {
        this.options = options;
        this.store = store;
    }

    /** Listens on a server; call it on the event loop of that. */
    public void install(SocketIo io) {
        Delivery delivery = new Delivery(io, store, LOBBY, options.getEvent());
        Sending sending = new Sending(store, delivery, options, LOBBY);
        delivery.readOn();
        io.onServerSide(COMMITTED, (args, ack) -> delivery.published(args.object(0)));
        long timer = io.vertx().setPeriodic(options.getCheckInterval(), check -> delivery.readOn());
        io.onClose(closing -> io.vertx().cancelTimer(timer));
        io.onConnection(socket -> {
            Sending.Sender sender = new Sending.Sender(new Allowance(options.getMessagesPerSecond()));
            socket.on(options.getEvent(), (args, ack) -> sending.receive(sender, args, ack));
            socket.on(HISTORY, (args, ack) -> history(sender, args, ack));
            enter(io, delivery, socket);
        });
    }

    private void enter(SocketIo io, Delivery delivery, Socket socket) {
        if (socket.recovered()) {
            // It is in the room as before, and what it missed was sent to it.
            return;
        }
        Position last = place(socket.handshake().auth(), "serverOffset");
        if (last == null) {
            socket.join(LOBBY);
        } else {
            new CatchUp(io.vertx(), store, delivery, options, LOBBY, socket, last).run();
        }
    }

    /** The last entry that a client says it has, under this name; null when it says nothing of the kind. */
    private static Position place(JsonObject said, String name) {
        // The official Java client has only text in what it says when it connects.
        long seq = said.getValue(name) instanceof String text
                        && NUMBER.matcher(text).matches()
                ? Long.parseLong(text)
                : said.getValue(name) instanceof Number number ? number.longValue() : -1;
        if (seq < 0) {
            return null;
        }
        return new Position(said.getValue("epoch") instanceof String epoch ? epoch : "", seq);
    }

    private void history(Sending.Sender sender, Args args, Ack ack) {
        long wait = sender.allowance().take();
        if (wait > 0) {
            ack.send(Refusal.tooFast(wait).toJson());
            return;
        }
        JsonObject wanted = args.get(0) instanceof JsonObject given ? given : new JsonObject();
        read(wanted)
                .onComplete(ack::send, failure -> ack.send(Refusal.of(failure).toJson()));
    }

    private Future<JsonObject> read(JsonObject wanted) {
        Number before = wanted.getValue("before") instanceof Number seq ? seq : Long.MAX_VALUE;
        int limit = wanted.getValue("limit") instanceof Number most ? most.intValue() : PAGE;
        int fitting = Math.max(1, Math.min(limit, MAX_PAGE));
        Position after = place(wanted, "after");
        if (after != null) {
            return after(after, fitting);
        }
        return store.before(LOBBY, before.longValue(), fitting).map(page -> Wire.position(LOBBY, page.head())
                .put("messages", Wire.messages(page.messages()))
                .put("more", page.more()));
    }

    private Future<JsonObject> after(Position last, int limit) {
        return store.after(LOBBY, last, limit).map(replay -> Wire.position(LOBBY, replay.head())
                .put("messages", replay.reset() ? new JsonArray() : Wire.messages(Wire.posted(replay.entries())))
                .put("more", replay.more())
                .put("reset", replay.reset()));
    }
}
