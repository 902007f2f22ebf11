package io.samvad.socketio.adapter;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A session as its last owner left it.
 *
 * @param pid its private id
 * @param sid id of the socket
 * @param rooms the rooms it was in, without the room of its id
 * @param data what the application remembered with it
 * @param offset the last offset that the client has, or null if it has none
 * @param missed what it missed, in order, as far as its last owner has seen
 * @param seen how far its last owner has seen: the number of the last logged packet of each loop
 */
public record Recovered(
        String pid,
        String sid,
        Set<String> rooms,
        JsonObject data,
        String offset,
        List<Outgoing> missed,
        Map<String, Long> seen) {}
