package io.samvad.socketio.adapter;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * What a socket looked like at one moment, for those on other loops.
 *
 * @param id its id
 * @param handshake how it came: {@code headers}, {@code query}, {@code address}, {@code url}, {@code secure}, {@code time},
 *     {@code auth}
 * @param rooms the rooms it was in, its id first
 * @param data a copy of what the application remembered with it
 */
public record SocketSnapshot(String id, JsonObject handshake, Set<String> rooms, JsonObject data) {}
