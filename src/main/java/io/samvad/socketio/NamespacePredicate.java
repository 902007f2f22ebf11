package io.samvad.socketio;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Decides whether a namespace that nobody has set up may come into being, because a client asks for it. */
@FunctionalInterface
public interface NamespacePredicate {
    /**
     * Decides.
     *
     * @param name the namespace, with its leading slash
     * @param auth the {@code auth} of the client, empty if it sent none
     * @return true to let it come into being; a failure counts as false
     */
    Future<Boolean> test(String name, JsonObject auth);
}
