package io.samvad.chat;

import io.samvad.chat.history.Position;
import io.samvad.socketio.SocketIo;
import io.vertx.core.json.JsonObject;

/** Lets happen to all sockets of a person, wherever they are, what happened by one of them. */
final class Tabs {
    private static final String EVENT = "chat person";

    private final SocketIo io;
    private final Visitors visitors;

    Tabs(SocketIo io, Visitors visitors) {
        this.io = io;
        this.visitors = visitors;
        io.onServerSide(EVENT, (args, ack) -> apply(args.object(0)));
    }

    /**
     * A person is in one more room.
     *
     * @param by the socket that knows already, and sees to itself; "" for none
     * @param info what the others are told
     */
    void joined(String person, String by, JsonObject info) {
        everywhere(about(person, by).put("info", info));
    }

    /** A person has left a room. */
    void left(String person, String by, String room) {
        everywhere(about(person, by).put("left", room));
    }

    /** A person has another nickname. */
    void renamed(String person, String by, Nick nick) {
        everywhere(about(person, by).put("nick", nick.name()).put("version", nick.version()));
    }

    /** Something for all sockets of a person but one. */
    void tell(Visitor visitor, String event, JsonObject what) {
        io.to(Names.tabs(visitor.person())).except(visitor.socket().id()).emit(event, what);
    }

    private static JsonObject about(String person, String by) {
        return new JsonObject().put("person", person).put("by", by);
    }

    private void everywhere(JsonObject what) {
        io.serverSideEmit(EVENT, what);
        apply(what);
    }

    private void apply(JsonObject what) {
        for (Visitor visitor : visitors.of(what.getString("person"))) {
            visitor.whenWelcomed(() -> apply(what, visitor));
        }
    }

    private void apply(JsonObject what, Visitor visitor) {
        boolean knows = visitor.socket().id().equals(what.getString("by"));
        if (what.containsKey("nick")) {
            Nick nick = new Nick(what.getString("nick"), what.getLong("version"));
            if (visitors.rename(visitor, nick) && !knows) {
                visitor.socket().emit("nick", Wire.person(visitor.person(), nick.name()));
            }
        } else if (what.containsKey("left")) {
            leave(visitor, what.getString("left"), knows);
        } else if (!knows) {
            enter(visitor, what.getJsonObject("info"));
        }
    }

    private void leave(Visitor visitor, String room, boolean knows) {
        if (visitor.isIn(room)) {
            visitors.leave(visitor, room);
            if (!knows) {
                visitor.socket().emit("left", new JsonObject().put("room", room));
            }
        }
    }

    /** Tells of a room and lets the visitor in, from the entry on that the information knows. */
    private void enter(Visitor visitor, JsonObject info) {
        String room = info.getString("room");
        if (!visitor.isIn(room)) {
            visitor.socket().emit("room", info);
            visitors.enter(visitor, room, new Position(info.getString("epoch"), info.getLong("seq")));
        }
    }
}
