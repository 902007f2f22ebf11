package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.socketio.SocketIo;

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

    private final ChatOptions options;
    private final HistoryStore store;

    /** A chat whose messages are in this store, which the caller closes after the server. */
    public ChatApp(ChatOptions options, HistoryStore store) {
        this.options = options;
        this.store = store;
    }

    /** Listens on a server; call it on the event loop of that. */
    public void install(SocketIo io) {
        boolean recovers = io.options().toJson().containsKey("connectionStateRecovery");
        Deliveries deliveries = new Deliveries(io, store, options.getEvent());
        // For as long as the server runs, so that the log of the lobby is followed from its start.
        deliveries.enter(LOBBY);
        io.onServerSide(Deliveries.COMMITTED, (args, ack) -> deliveries.published(args.object(0)));
        long timer = io.vertx().setPeriodic(options.getCheckInterval(), check -> deliveries.check());
        io.onClose(closing -> io.vertx().cancelTimer(timer));

        Presence presence = new Presence(io, Presence.Pace.USUAL, Presence::now).install();
        Visitors visitors = new Visitors(io.vertx(), store, options, deliveries, presence::socketsElsewhere, recovers);
        Tabs tabs = new Tabs(io, visitors);
        Typing typing = new Typing(io, presence, Presence::now).install();
        RoomInfos infos = new RoomInfos(store, presence::count);
        Requests requests = new Requests(options.getStoreTimeout());
        new Sending(store, deliveries, visitors, options).install(requests);
        new Lookup(store, tabs).install(requests);
        new Rooms(io, store, options, visitors, infos, tabs).install(requests);
        Nicknames nicknames = new Nicknames(io.vertx(), store, options, tabs);
        nicknames.install(requests);
        new Attendance(presence, typing).install(requests, visitors);
        new Commands(requests, options).install();
        Welcome welcome = new Welcome(io.vertx(), store, options, nicknames, visitors, infos);

        io.use(visitors::admit);
        io.onConnection(socket -> {
            Visitor visitor = visitors.make(socket);
            // One object for all events: twenty listeners cost more than the rest of a connection that is idle.
            Line line = new Line(visitor, requests, visitors);
            socket.onAny(line).onDisconnect(line);
            if (recovers) {
                socket.onDisconnecting(reason -> visitors.goes(visitor));
            }
            welcome.receive(visitor);
        });
    }
}
