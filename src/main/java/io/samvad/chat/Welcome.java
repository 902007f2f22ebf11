package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Membership;
import io.samvad.chat.history.Position;
import io.samvad.chat.history.RoomDraft;
import io.samvad.socketio.Handshake;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Receives those who come: finds out who they are, tells them of their rooms, and lets them in. */
final class Welcome {
    private static final long RETRY_MILLIS = 1_000;

    private final Vertx vertx;
    private final HistoryStore store;
    private final ChatOptions options;
    private final Nicknames nicknames;
    private final Visitors visitors;
    private final RoomInfos infos;

    Welcome(
            Vertx vertx,
            HistoryStore store,
            ChatOptions options,
            Nicknames nicknames,
            Visitors visitors,
            RoomInfos infos) {
        this.vertx = vertx;
        this.store = store;
        this.options = options;
        this.nicknames = nicknames;
        this.visitors = visitors;
        this.infos = infos;
    }

    /** Somebody has come. */
    void receive(Visitor visitor) {
        if (visitor.person() != null) {
            greet(visitor);
            return;
        }
        visitors.arrived(visitor, Nick.NONE);
        JsonObject places = visitor.takePlaces();
        leaveWays(visitor);
        visitors.enter(visitor, ChatApp.LOBBY, places == null ? place(visitor) : place(places, ChatApp.LOBBY));
        visitor.welcomed();
    }

    /** Where a guest says that they are. */
    private static Position place(Visitor visitor) {
        Handshake handshake = visitor.socket().handshake();
        return handshake.auth("serverOffset") == null ? null : Wire.place(handshake.auth(), "serverOffset");
    }

    /** Goes on until it is done or the socket has gone; a store that fails is asked again. */
    private void greet(Visitor visitor) {
        if (!visitor.socket().isConnected()) {
            return;
        }
        named(visitor)
                .compose(nick -> memberships(visitor.person())
                        .compose(rooms -> infos.of(visitor.person(), rooms))
                        .onSuccess(rooms -> welcome(visitor, nick, rooms)))
                .onFailure(failure -> vertx.setTimer(RETRY_MILLIS, again -> greet(visitor)));
    }

    /** The nickname that the person has, or else the one that is wished for, if it is free. */
    private Future<Nick> named(Visitor visitor) {
        String wish = Names.nick(visitor.socket().handshake().auth().getValue("nick"));
        return store.greet(visitor.person())
                .map(Nick::of)
                .recover(failure ->
                        Delivery.isGone(failure) ? Future.succeededFuture(Nick.NONE) : Future.failedFuture(failure))
                .compose(nick -> nick.name() != null || wish == null
                        ? Future.succeededFuture(nick)
                        : nicknames
                                .give(visitor, wish)
                                .recover(failure -> Nicknames.isTaken(failure)
                                        ? Future.succeededFuture(nick)
                                        : Future.failedFuture(failure)));
    }

    private Future<List<Membership>> memberships(String person) {
        return store.roomsOf(person).compose(rooms -> {
            boolean known = rooms.stream().anyMatch(one -> one.room().name().equals(ChatApp.LOBBY));
            return known
                    ? Future.succeededFuture(rooms)
                    : store.open(RoomDraft.open(ChatApp.LOBBY, ""))
                            .compose(lobby -> store.join(ChatApp.LOBBY, person))
                            .compose(joined -> store.roomsOf(person));
        });
    }

    private void welcome(Visitor visitor, Nick nick, JsonArray rooms) {
        if (!visitor.socket().isConnected()) {
            return;
        }
        boolean missed = visitor.hasMissed(nick);
        JsonObject places = visitor.takePlaces();
        visitors.arrived(visitor, nick);
        if (places != null) {
            if (missed) {
                visitor.socket().emit("nick", Wire.person(visitor.person(), nick.name()));
            }
            goOn(visitor, rooms, places);
        } else {
            visitor.socket()
                    .emit(
                            "welcome",
                            new JsonObject()
                                    .put("me", Wire.person(visitor.person(), nick.name()))
                                    .put("rooms", rooms)
                                    .put("limits", limits())
                                    .put("time", System.currentTimeMillis()));
            for (int i = 0; i < rooms.size(); i++) {
                JsonObject info = rooms.getJsonObject(i);
                visitors.enter(visitor, info.getString("room"), last(visitor, info));
            }
        }
        visitor.welcomed();
    }

    /** Where the client says it is, or where the welcome says the room is: so that nothing is missing in between. */
    private static Position last(Visitor visitor, JsonObject info) {
        JsonObject auth = visitor.socket().handshake().auth();
        String room = info.getString("room");
        Position last = null;
        if (auth.getValue("places") instanceof JsonObject places && places.getValue(room) instanceof JsonObject place) {
            last = Wire.place(place, "seq");
        } else if (room.equals(ChatApp.LOBBY)) {
            last = Wire.place(auth, "serverOffset");
        }
        return last != null ? last : new Position(info.getString("epoch"), info.getLong("seq"));
    }

    /**
     * A recovered socket was sent everything up to its places, and is brought on from there, unless the person has joined or
     * left some rooms meanwhile.
     */
    private void goOn(Visitor visitor, JsonArray rooms, JsonObject places) {
        leaveWays(visitor);
        for (int i = 0; i < rooms.size(); i++) {
            JsonObject info = rooms.getJsonObject(i);
            String room = info.getString("room");
            Position place = place(places, room);
            if (place == null) {
                visitor.socket().emit("room", info);
            }
            visitors.enter(visitor, room, place == null ? last(visitor, info) : place);
            places.remove(room);
        }
        for (String room : places.fieldNames()) {
            visitor.socket().emit("left", new JsonObject().put("room", room));
        }
    }

    private static Position place(JsonObject places, String room) {
        return places.getValue(room) instanceof JsonObject place ? Wire.place(place, "seq") : null;
    }

    /** A recovered socket is on the ways into the rooms that it was in, for what they are told beside their logs. */
    private static void leaveWays(Visitor visitor) {
        if (visitor.socket().recovered()) {
            visitor.socket().rooms().stream().filter(Names::isWay).forEach(visitor.socket()::leave);
        }
    }

    private JsonObject limits() {
        return new JsonObject()
                .put("maxLength", options.getMaxLength())
                .put("maxNick", Names.MAX_NICK)
                .put("maxRoomName", Names.MAX_ROOM)
                .put("maxTopic", Names.MAX_TOPIC)
                .put("maxRooms", options.getMaxRooms());
    }
}
