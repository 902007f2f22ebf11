package io.samvad.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Says to the presence and the typing who of the visitors comes, goes and speaks, and answers who is there. */
final class Attendance implements Visits {
    private final Presence presence;
    private final Typing typing;

    Attendance(Presence presence, Typing typing) {
        this.presence = presence;
        this.typing = typing;
    }

    void install(Requests requests, Visitors visitors) {
        requests.add("people", Requests.Kind.OPEN, this::people);
        requests.add("typing", Requests.Kind.UNCOUNTED, this::type);
        visitors.add(this);
    }

    private Future<JsonObject> people(Visitor visitor, JsonObject wanted) {
        return Future.succeededFuture(presence.people(Rooms.room(visitor, wanted)));
    }

    private Future<JsonObject> type(Visitor visitor, JsonObject wanted) {
        if (visitor.person() == null) {
            return Refusal.identityRequired().failed();
        }
        String room = Rooms.room(visitor, wanted);
        if (!visitor.isIn(room)) {
            return Refusal.notFound("you are in no such room").failed();
        }
        if (Wanted.flag(wanted, "typing", true)) {
            typing.begins(room, visitor.person(), visitor.nick().name());
        } else {
            typing.ends(room, visitor.person());
        }
        return Future.succeededFuture(new JsonObject());
    }

    @Override
    public void arrived(Visitor visitor) {
        if (visitor.person() != null) {
            presence.arrived(visitor.person(), visitor.nick());
        }
    }

    @Override
    public void entered(Visitor visitor, String room) {
        if (visitor.person() == null) {
            presence.guestEnters(room);
        } else {
            presence.enters(visitor.person(), room);
        }
    }

    @Override
    public void left(Visitor visitor, String room) {
        if (visitor.person() == null) {
            presence.guestLeaves(room);
        } else {
            presence.leaves(visitor.person(), room);
            typing.ends(room, visitor.person());
        }
    }

    @Override
    public void renamed(Visitor visitor) {
        presence.named(visitor.person(), visitor.nick());
    }

    @Override
    public void said(Visitor visitor, String room) {
        if (visitor.person() != null) {
            typing.ends(room, visitor.person());
        }
    }

    @Override
    public void gone(Visitor visitor) {
        if (visitor.person() == null) {
            visitor.rooms().forEach(presence::guestLeaves);
        } else if (!visitor.rooms().isEmpty()) {
            // Who is in no room has not arrived: whoever has is in the lobby.
            presence.gone(visitor.person());
        }
    }
}
