package io.samvad.socketio;

import io.vertx.ext.auth.User;
import io.vertx.ext.web.Session;

/**
 * Who came through a vertx-web {@code Router}, see {@link SocketIoHandler}.
 *
 * @param user whom its handlers have authenticated, or null
 * @param session the session of its session handler, or null
 */
public record Visitor(User user, Session session) {}
