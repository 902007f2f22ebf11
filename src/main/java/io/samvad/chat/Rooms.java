package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Person;
import io.samvad.chat.history.Position;
import io.samvad.chat.history.Quota;
import io.samvad.chat.history.Room;
import io.samvad.chat.history.RoomDraft;
import io.samvad.socketio.SocketIo;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Lists rooms, makes them, and lets people in and out. */
final class Rooms {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;

    private final SocketIo io;
    private final HistoryStore store;
    private final ChatOptions options;
    private final Visitors visitors;
    private final RoomInfos infos;
    private final Tabs tabs;
    private final Quota creations;

    Rooms(SocketIo io, HistoryStore store, ChatOptions options, Visitors visitors, RoomInfos infos, Tabs tabs) {
        this.io = io;
        this.store = store;
        this.options = options;
        this.visitors = visitors;
        this.infos = infos;
        this.tabs = tabs;
        this.creations = new Quota(options.getRoomsPerHour(), HOUR);
    }

    void install(Requests requests) {
        requests.add("rooms", Requests.Kind.OPEN, this::list)
                .add("create", Requests.Kind.PERSONAL, this::create)
                .add("join", Requests.Kind.PERSONAL, this::join)
                .add("leave", Requests.Kind.PERSONAL, this::leave)
                .add("topic", Requests.Kind.PERSONAL, this::topic)
                .add("direct", Requests.Kind.PERSONAL, this::direct);
    }

    /**
     * The room that a request names, or the lobby when it names none.
     *
     * @throws Refused when no room has such a name, or it is for others
     */
    static String room(Visitor visitor, JsonObject wanted) {
        Object named = wanted.getValue("room");
        String room = named == null ? ChatApp.LOBBY : Names.room(named);
        if (room == null) {
            throw Refusal.invalid("a room has 1 to " + Names.MAX_ROOM + " letters, digits, - or _")
                    .asFailure();
        }
        if (!Names.admits(room, visitor.person())) {
            throw Refusal.notFound("there is no such room").asFailure();
        }
        return room;
    }

    private Future<JsonObject> list(Visitor visitor, JsonObject wanted) {
        String after = Objects.requireNonNullElse(Wanted.text(wanted, "after"), "");
        int limit = limit(wanted);
        return store.rooms(after, limit + 1).map(rooms -> {
            JsonArray all = new JsonArray();
            for (Room room : rooms.subList(0, Math.min(limit, rooms.size()))) {
                all.add(new JsonObject()
                        .put("room", room.name())
                        .put("topic", room.topic())
                        .put("messages", room.messages())
                        .put("people", infos.present(room.name()))
                        .put("mine", visitor.isIn(room.name())));
            }
            return new JsonObject().put("rooms", all).put("more", rooms.size() > limit);
        });
    }

    static int limit(JsonObject wanted) {
        return (int) Math.max(1, Math.min(Wanted.number(wanted, "limit", PAGE), MAX_PAGE));
    }

    private Future<JsonObject> create(Visitor visitor, JsonObject wanted) {
        String room = room(visitor, wanted);
        String topic = topic(wanted);
        if (wanted.getValue("room") == null || Names.isDirect(room)) {
            return Refusal.invalid("the new room needs a name").failed();
        }
        String misleading = Names.misleading(room);
        if (misleading != null) {
            return Refusal.invalid(misleading).failed();
        }
        checkCount(visitor);
        return store.create(RoomDraft.open(room, topic), visitor.person(), creations)
                .recover(failure -> Nicknames.isTaken(failure)
                        ? new Refusal("taken", "there is a room " + room, 0).failed()
                        : Future.failedFuture(failure))
                .compose(created -> join(visitor, room, null));
    }

    private Future<JsonObject> join(Visitor visitor, JsonObject wanted) {
        String room = room(visitor, wanted);
        if (!visitor.isIn(room)) {
            checkCount(visitor);
        }
        return join(visitor, room, Wanted.place(wanted, "seq"));
    }

    private Future<JsonObject> join(Visitor visitor, String room, Position last) {
        return store.join(room, visitor.person())
                .compose(membership -> infos.of(visitor.person(), membership))
                .onSuccess(info -> letIn(visitor, info, last));
    }

    /** Lets in the one who asked, once the answer is sent, and the other sockets of the person. */
    private void letIn(Visitor visitor, JsonObject info, Position last) {
        Position known = last != null ? last : new Position(info.getString("epoch"), info.getLong("seq"));
        io.vertx().runOnContext(answered -> visitors.enter(visitor, info.getString("room"), known));
        tabs.joined(visitor.person(), visitor.socket().id(), info);
    }

    private void checkCount(Visitor visitor) {
        if (visitor.rooms().size() >= options.getMaxRooms()) {
            throw new Refusal("too_many", "nobody is in more than " + options.getMaxRooms() + " rooms", 0).asFailure();
        }
    }

    private Future<JsonObject> leave(Visitor visitor, JsonObject wanted) {
        String room = room(visitor, wanted);
        if (room.equals(ChatApp.LOBBY) || Names.isDirect(room)) {
            return Refusal.invalid("nobody leaves the lobby, or a direct room").failed();
        }
        return store.leave(room, visitor.person()).map(gone -> {
            tabs.left(visitor.person(), visitor.socket().id(), room);
            return new JsonObject().put("room", room);
        });
    }

    private static String topic(JsonObject wanted) {
        String topic = Objects.requireNonNullElse(Wanted.text(wanted, "topic"), "");
        if (topic.codePointCount(0, topic.length()) > Names.MAX_TOPIC) {
            throw Refusal.invalid("a topic has at most " + Names.MAX_TOPIC + " characters")
                    .asFailure();
        }
        return topic;
    }

    private Future<JsonObject> topic(Visitor visitor, JsonObject wanted) {
        String room = room(visitor, wanted);
        String topic = topic(wanted);
        if (wanted.getValue("topic") == null) {
            return Refusal.invalid("tell a topic, which may be empty").failed();
        }
        if (!visitor.isIn(room)) {
            return Refusal.notFound("you are in no such room").failed();
        }
        return store.topic(room, topic)
                .recover(failure -> Nicknames.isTaken(failure)
                        ? Refusal.invalid(failure.getMessage()).failed()
                        : Future.failedFuture(failure))
                .compose(changed -> membership(visitor, room))
                .onSuccess(info -> io.to(room, Names.way(room))
                        .emit("room", new JsonObject().put("room", room).put("topic", topic)));
    }

    private Future<JsonObject> membership(Visitor visitor, String room) {
        return store.join(room, visitor.person()).compose(membership -> infos.of(visitor.person(), membership));
    }

    private Future<JsonObject> direct(Visitor visitor, JsonObject wanted) {
        return other(wanted).compose(other -> {
            if (other.equals(visitor.person())) {
                return Refusal.invalid("that is you").failed();
            }
            RoomDraft draft = RoomDraft.direct(visitor.person(), other);
            if (!visitor.isIn(draft.name())) {
                checkCount(visitor);
            }
            return store.open(draft, visitor.person(), creations)
                    .compose(room -> join(visitor, room.name(), null))
                    .compose(info -> store.join(draft.name(), other)
                            .compose(membership -> infos.of(other, membership))
                            .map(theirs -> {
                                tabs.joined(other, "", theirs);
                                return info;
                            }));
        });
    }

    private Future<String> other(JsonObject wanted) {
        String person = Wanted.text(wanted, "person");
        if (person != null) {
            return store.people(List.of(person))
                    .compose(known -> known.isEmpty()
                            ? Refusal.notFound("there is no such person").failed()
                            : Future.succeededFuture(person));
        }
        String nick = Names.nick(wanted.getValue("nick"));
        if (nick == null) {
            return Refusal.invalid("tell a person or a nick").failed();
        }
        return store.named(nick).map(Person::id);
    }
}
