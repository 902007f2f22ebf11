package io.samvad.socketio;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done when the turn of the loop has ended, in order: code of the application that hears of a broadcast must not run
 * while the rooms are being walked through, because it may change who is where.
 */
final class TurnEnd {
    private final Vertx vertx;
    private List<Runnable> tasks = new ArrayList<>();

    TurnEnd(Vertx vertx) {
        this.vertx = vertx;
    }

    void add(Runnable task) {
        if (tasks.isEmpty()) {
            vertx.runOnContext(ended -> run());
        }
        tasks.add(task);
    }

    /** Does now what there is to do: before something is told that came behind it. */
    void run() {
        if (!tasks.isEmpty()) {
            List<Runnable> now = tasks;
            tasks = new ArrayList<>();
            now.forEach(Runnable::run);
        }
    }
}
