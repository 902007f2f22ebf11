package io.samvad.server;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real server on a free port of 127.0.0.1, with defaults for all that a test does not care about. */
final class TestServer implements AutoCloseable {

    private final Server server;

    private TestServer(Server server) {
        this.server = server;
    }

    /** A server of one instance; {@code overrides} is a configuration file's text. */
    static TestServer start(Path webroot, String overrides, Application.Factory application) {
        JsonObject values = new JsonObject()
                .put("instances", 1)
                .put(
                        "http",
                        new JsonObject().put("host", "127.0.0.1").put("port", 0).put("webroot", webroot.toString()))
                .mergeIn(new JsonObject(overrides), true);
        return new TestServer(Server.start(ServerConfig.of(new ConfigSchema().withDefaults(values)), application));
    }

    static TestServer start(Path webroot) {
        return start(webroot, "{}", (vertx, config) -> Application.NONE);
    }

    int port() {
        return server.port();
    }

    Server server() {
        return server;
    }

    @Override
    public void close() {
        server.stop(10, TimeUnit.SECONDS);
    }
}
