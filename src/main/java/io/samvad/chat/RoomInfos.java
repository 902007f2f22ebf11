package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Membership;
import io.samvad.chat.history.Person;
import io.samvad.chat.history.Room;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** What a person is told of the rooms they are in. */
final class RoomInfos {
    private final HistoryStore store;
    private final ToIntFunction<String> present;

    /** @param present how many people are in a room now */
    RoomInfos(HistoryStore store, ToIntFunction<String> present) {
        this.store = store;
        this.present = present;
    }

    /** How many people are in a room now. */
    int present(String room) {
        return present.applyAsInt(room);
    }

    Future<JsonObject> of(String person, Membership membership) {
        return of(person, List.of(membership)).map(infos -> infos.getJsonObject(0));
    }

    /** With one query for the nicknames of all direct rooms together. */
    Future<JsonArray> of(String person, List<Membership> memberships) {
        Set<String> others = new TreeSet<>();
        memberships.forEach(one -> other(person, one.room(), others));
        Future<List<Person>> known = others.isEmpty() ? Future.succeededFuture(List.of()) : store.people(others);
        return known.map(found -> {
            Map<String, String> nicks = new HashMap<>();
            found.forEach(one -> nicks.put(one.id(), one.name()));
            JsonArray infos = new JsonArray();
            memberships.forEach(one -> infos.add(info(person, one, nicks)));
            return infos;
        });
    }

    private static void other(String person, Room room, Set<String> others) {
        room.members().stream().filter(member -> !member.equals(person)).forEach(others::add);
    }

    private JsonObject info(String person, Membership membership, Map<String, String> nicks) {
        Room room = membership.room();
        JsonObject info = Wire.position(room.name(), room.head())
                .put("kind", room.kind() == Room.Kind.DIRECT ? "direct" : "public")
                .put("topic", room.topic())
                .put("read", membership.read())
                .put("unread", membership.unread())
                .put("mentions", membership.mentions())
                .put("people", present(room.name()));
        Set<String> others = new TreeSet<>();
        other(person, room, others);
        if (room.kind() == Room.Kind.DIRECT) {
            info.put("members", new JsonArray(List.copyOf(new TreeSet<>(room.members()))));
        }
        others.forEach(other -> info.put("with", Wire.person(other, nicks.get(other))));
        return info;
    }
}
