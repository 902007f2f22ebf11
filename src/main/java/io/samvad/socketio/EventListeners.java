package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the application has to say to one socket's events. Handlers may add and remove handlers: that counts from the next
 * event on, because lists are replaced and never changed.
 */
final class EventListeners {
    private Map<String, List<EventListener>> byName = Map.of();
    private List<AnyListener> any = List.of();
    private List<AnyListener> anyOutgoing = List.of();
    private List<EventMiddleware> middlewares = List.of();
    private List<Handler<Throwable>> errors = List.of();
    private List<Handler<DisconnectReason>> disconnecting = List.of();
    private List<Handler<DisconnectReason>> disconnect = List.of();

    private static <T> List<T> with(List<T> list, T added) {
        if (list.isEmpty()) {
            return List.of(added);
        }
        List<T> longer = new ArrayList<>(list);
        longer.add(added);
        return longer;
    }

    private static <T> List<T> preceded(T added, List<T> list) {
        List<T> longer = new ArrayList<>(list);
        longer.add(0, added);
        return longer;
    }

    private static <T> List<T> without(List<T> list, T removed) {
        List<T> shorter = new ArrayList<>(list);
        shorter.remove(removed);
        return shorter;
    }

    // ---------------------------------------------------------------- events

    void add(String event, EventListener listener) {
        List<EventListener> known = byName.get(event);
        byName = OneOrMany.with(byName, event, known == null ? List.of(listener) : with(known, listener));
    }

    void addOnce(String event, EventListener listener) {
        add(event, new Once(listener));
    }

    /** Removes a listener, however it was added. */
    void remove(String event, EventListener listener) {
        List<EventListener> known = byName.get(event);
        if (known == null) {
            return;
        }
        List<EventListener> left = without(known, registered(known, listener));
        if (left.isEmpty()) {
            removeAll(event);
        } else {
            byName = OneOrMany.with(byName, event, left);
        }
    }

    /** The form in which a listener is in the list: itself, or wrapped because it is to be called once. */
    private static EventListener registered(List<EventListener> list, EventListener listener) {
        for (EventListener known : list) {
            if (known.equals(listener) || known instanceof Once once && once.listener.equals(listener)) {
                return known;
            }
        }
        return listener;
    }

    void removeAll(String event) {
        byName = OneOrMany.without(byName, event);
    }

    void removeAll() {
        byName = Map.of();
    }

    /** The listeners of an event as they were given to {@link #add} or {@link #addOnce}. */
    List<EventListener> of(String event) {
        return byName.getOrDefault(event, List.of()).stream()
                .map(listener -> listener instanceof Once once ? once.listener : listener)
                .toList();
    }

    void addAny(AnyListener listener) {
        any = with(any, listener);
    }

    void prependAny(AnyListener listener) {
        any = preceded(listener, any);
    }

    void removeAny(AnyListener listener) {
        any = without(any, listener);
    }

    void removeAny() {
        any = List.of();
    }

    List<AnyListener> any() {
        return List.copyOf(any);
    }

    void addAnyOutgoing(AnyListener listener) {
        anyOutgoing = with(anyOutgoing, listener);
    }

    void prependAnyOutgoing(AnyListener listener) {
        anyOutgoing = preceded(listener, anyOutgoing);
    }

    void removeAnyOutgoing(AnyListener listener) {
        anyOutgoing = without(anyOutgoing, listener);
    }

    void removeAnyOutgoing() {
        anyOutgoing = List.of();
    }

    List<AnyListener> anyOutgoing() {
        return List.copyOf(anyOutgoing);
    }

    /** Whether anybody wants to hear what is sent. */
    boolean hearOutgoing() {
        return !anyOutgoing.isEmpty();
    }

    void fireOutgoing(Packet.Event event, SocketIo io) {
        for (AnyListener listener : anyOutgoing) {
            io.guard(() -> listener.handle(event.name(), event.args()));
        }
    }

    /** Names of the events that have a listener. */
    Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** An event of the client: it passes the middlewares, if there are any, then the listeners hear of it. */
    void receive(Packet.Event event, Socket socket) {
        SocketIo io = socket.namespace().io();
        Ack ack = event.wantsAck() ? new Answer(socket, event.id()) : Ack.NOT_WANTED;
        if (middlewares.isEmpty()) {
            fire(event, ack, socket);
            return;
        }
        io.askAll(middlewares, middleware -> middleware.handle(event.name(), event.args()))
                .onComplete(verdict -> io.execute(() -> {
                    if (verdict.succeeded()) {
                        fire(event, ack, socket);
                    } else {
                        fireError(verdict.cause(), io);
                    }
                }));
    }

    private void fire(Packet.Event event, Ack ack, Socket socket) {
        if (socket.isConnected()) {
            fire(event.name(), event.args(), ack, socket.namespace().io());
        }
    }

    /** Calls the listeners, those for any event first; one that throws does not stop the others. */
    private void fire(String event, Args args, Ack ack, SocketIo io) {
        for (AnyListener listener : any) {
            io.guard(() -> fire(listener, event, args, ack));
        }
        for (EventListener listener : byName.getOrDefault(event, List.of())) {
            io.guard(() -> {
                if (listener instanceof Once) {
                    remove(event, listener);
                }
                listener.handle(args, ack);
            });
        }
    }

    private static void fire(AnyListener listener, String event, Args args, Ack ack) {
        if (listener instanceof AnyEventListener answering) {
            answering.handle(event, args, ack);
        } else {
            listener.handle(event, args);
        }
    }

    // ---------------------------------------------------------------- middleware

    void addMiddleware(EventMiddleware middleware) {
        middlewares = with(middlewares, middleware);
    }

    void addError(Handler<Throwable> handler) {
        errors = with(errors, handler);
    }

    void removeError(Handler<Throwable> handler) {
        errors = without(errors, handler);
    }

    void fireError(Throwable error, SocketIo io) {
        errors.forEach(handler -> io.guard(() -> handler.handle(error)));
    }

    // ---------------------------------------------------------------- the end

    void addDisconnecting(Handler<DisconnectReason> handler) {
        disconnecting = with(disconnecting, handler);
    }

    void removeDisconnecting(Handler<DisconnectReason> handler) {
        disconnecting = without(disconnecting, handler);
    }

    void addDisconnect(Handler<DisconnectReason> handler) {
        disconnect = with(disconnect, handler);
    }

    void removeDisconnect(Handler<DisconnectReason> handler) {
        disconnect = without(disconnect, handler);
    }

    /** Each handler is guarded by itself: all of them have something to clean up. */
    void fireDisconnecting(DisconnectReason reason, SocketIo io) {
        disconnecting.forEach(handler -> io.guard(() -> handler.handle(reason)));
    }

    void fireDisconnect(DisconnectReason reason, SocketIo io) {
        disconnect.forEach(handler -> io.guard(() -> handler.handle(reason)));
    }

    void clear() {
        byName = Map.of();
        any = List.of();
        anyOutgoing = List.of();
        middlewares = List.of();
        errors = List.of();
        disconnecting = List.of();
        disconnect = List.of();
    }

    /** A listener that takes the arguments alone; equal to another around the same handler, so that it can be removed. */
    record WithoutAck(Handler<Args> listener) implements EventListener {
        @Override
        public void handle(Args args, Ack ack) {
            listener.handle(args);
        }
    }

    /** Leaves before it is called the first time. */
    private static final class Once implements EventListener {
        private final EventListener listener;

        private Once(EventListener listener) {
            this.listener = listener;
        }

        @Override
        public void handle(Args args, Ack ack) {
            listener.handle(args, ack);
        }
    }
}
