package io.samvad.conformance;

import io.samvad.engineio.CorsOptions;
import io.samvad.engineio.EngineOptions;
import io.samvad.engineio.EngineServer;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.samvad.link.LinkReceiver;
import java.util.List;

/** The server that the official test suite of the Engine.IO protocol talks to: it sends every message back. */
public final class EngineSuiteServer {

    private EngineSuiteServer() {}

    /**
     * Runs until it is stopped.
     *
     * @param arguments port (3000) and number of instances (1)
     */
    public static void main(String[] arguments) {
        SuiteServer.run(
                arguments, vertx -> EngineServer.create(vertx, options()).onConnection(Echo::new));
    }

    /** What the suite expects: a quick heartbeat, and pages of any origin. */
    private static EngineOptions options() {
        return new EngineOptions()
                .setPingInterval(300)
                .setPingTimeout(200)
                .setMaxPayload(1_000_000)
                .setCors(new CorsOptions().setOrigins(List.of("*")));
    }

    private record Echo(Link link) implements LinkReceiver {
        @Override
        public void receive(Frame frame) {
            link.send(List.of(frame));
        }

        @Override
        public void closed(CloseReason reason) {}
    }
}
