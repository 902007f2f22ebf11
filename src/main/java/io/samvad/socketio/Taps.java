package io.samvad.socketio;

import io.samvad.link.Frame;
import io.samvad.link.Link;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Who listens in on one connection, and what is remembered for them alone. Others do without it. */
final class Taps {
    /** The type of the packets that carry those of Socket.IO. */
    static final String MESSAGE = "message";

    private static final String PING = "ping";
    private static final String PONG = "pong";

    private final SocketIo io;
    private final Conn conn;
    private final Link link;
    /** Replaced when somebody comes or goes: that may happen while they are told. */
    private List<ConnectionObserver> observers = List.of();

    private List<Handler<Void>> drains = List.of();
    private boolean awaitsDrain;
    /** When the ping left that is still to be answered, in nanoseconds, if it has. */
    private long pingedAt;

    private boolean pinged;
    private String description;

    Taps(SocketIo io, Conn conn, Link link) {
        this.io = io;
        this.conn = conn;
        this.link = link;
    }

    void add(ConnectionObserver observer) {
        observers = with(observers, observer);
    }

    void remove(ConnectionObserver observer) {
        observers = without(observers, observer);
    }

    void addDrain(Handler<Void> handler) {
        drains = with(drains, handler);
    }

    void removeDrain(Handler<Void> handler) {
        drains = without(drains, handler);
    }

    boolean isEmpty() {
        return observers.isEmpty() && drains.isEmpty();
    }

    private static <T> List<T> with(List<T> before, T one) {
        List<T> after = new ArrayList<>(before);
        after.add(one);
        return List.copyOf(after);
    }

    private static <T> List<T> without(List<T> before, T one) {
        List<T> after = new ArrayList<>(before);
        after.remove(one);
        return List.copyOf(after);
    }

    // ---------------------------------------------------------------- what happens

    void upgrading() {
        tell(observer -> observer.upgrading(conn));
    }

    void upgraded() {
        tell(observer -> observer.upgraded(conn));
    }

    void received(String type, Frame data) {
        tell(observer -> observer.received(conn, type, data));
        if (type.equals(PONG)) {
            Duration roundTrip = pinged ? Duration.ofNanos(System.nanoTime() - pingedAt) : null;
            pinged = false;
            tell(observer -> observer.heartbeat(conn, roundTrip));
        } else if (type.equals(PING)) {
            tell(observer -> observer.heartbeat(conn, null));
        }
    }

    void sent(List<Frame> messages) {
        for (Frame message : messages) {
            sent(MESSAGE, message);
        }
    }

    void sent(String type, Frame data) {
        if (type.equals(PING)) {
            pinged = true;
            pingedAt = System.nanoTime();
        }
        if (!observers.isEmpty()) {
            io.turnEnd().add(() -> tellAll(observer -> observer.sent(conn, type, data)));
        }
        if (!drains.isEmpty() && !awaitsDrain) {
            awaitsDrain = true;
            // Not in this turn: what it sends leaves together.
            io.vertx().runOnContext(later -> link.whenDrained(this::drained));
        }
    }

    private void drained() {
        awaitsDrain = false;
        for (Handler<Void> drain : drains) {
            io.guard(() -> drain.handle(null));
        }
    }

    void broken(String how) {
        description = how;
    }

    void closed(DisconnectReason reason) {
        tell(observer -> observer.closed(conn, reason, description));
    }

    /** What was sent before comes first. */
    private void tell(Consumer<ConnectionObserver> call) {
        io.turnEnd().run();
        tellAll(call);
    }

    private void tellAll(Consumer<ConnectionObserver> call) {
        for (ConnectionObserver observer : observers) {
            try {
                call.accept(observer);
            } catch (Throwable failure) {
                io.report(failure);
            }
        }
    }
}
