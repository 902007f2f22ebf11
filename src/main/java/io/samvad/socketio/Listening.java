package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.ArgumentException;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** The half of a {@link Socket} with which an application listens. */
abstract sealed class Listening permits Socket {
    final EventListeners listeners = new EventListeners();

    private Socket self() {
        return (Socket) this;
    }

    /** Listens to an event. */
    public Socket on(String event, Handler<Args> listener) {
        return on(event, new EventListeners.WithoutAck(listener));
    }

    /** Listens to an event, and may answer it. */
    public Socket on(String event, EventListener listener) {
        listeners.add(event, listener);
        return self();
    }

    /**
     * Listens to an event whose arguments are the components of a record: one by one, or all in one object with their names.
     *
     * <pre>{@code
     * record Say(String room, String text) {}
     *
     * socket.on("say", Say.class, (say, ack) -> io.to(say.room()).emit("said", say.text()));
     * }</pre>
     *
     * <p>Arguments that do not fit never reach the listener: who waits for an answer gets an object with the one key
     * {@code error}, a text that says which argument was wrong and what is expected; else the handlers of {@link #onError} get
     * it.
     *
     * @throws IllegalArgumentException if the record has a component of a type that no argument can be
     */
    public <T extends Record> Socket on(String event, Class<T> type, TypedListener<T> listener) {
        RecordArguments<T> arguments = new RecordArguments<>(type);
        return on(event, (args, ack) -> {
            T message;
            try {
                message = arguments.read(args);
            } catch (ArgumentException unfit) {
                if (ack.isWanted()) {
                    ack.send(new JsonObject().put("error", unfit.getMessage()));
                } else {
                    listeners.fireError(unfit, self().namespace().io());
                }
                return;
            }
            listener.handle(message, ack);
        });
    }

    /** Listens to an event the next time only. */
    public Socket once(String event, Handler<Args> listener) {
        return once(event, new EventListeners.WithoutAck(listener));
    }

    /** Listens to an event the next time only, and may answer it. */
    public Socket once(String event, EventListener listener) {
        listeners.addOnce(event, listener);
        return self();
    }

    /** No longer listens to an event with this listener. */
    public Socket off(String event, EventListener listener) {
        listeners.remove(event, listener);
        return self();
    }

    /** No longer listens to an event with this listener. */
    public Socket off(String event, Handler<Args> listener) {
        listeners.remove(event, new EventListeners.WithoutAck(listener));
        return self();
    }

    /** No longer listens to an event. */
    public Socket off(String event) {
        listeners.removeAll(event);
        return self();
    }

    /**
     * No longer listens to any of {@link #eventNames()}. Who listens to all events stays, see {@link #offAny()}, and so do the
     * handlers of errors and of its leaving: others, the admin UI for one, may have added some.
     */
    public Socket off() {
        listeners.removeAll();
        return self();
    }

    /**
     * Who listens to an event, in the order in which they are called; a copy. A listener without an {@link Ack} comes as one
     * that ignores it; {@link #off(String, EventListener)} takes what is in here.
     */
    public List<EventListener> listeners(String event) {
        return listeners.of(event);
    }

    /** Listens to all events, before the listeners of each. */
    public Socket onAny(AnyListener listener) {
        listeners.addAny(listener);
        return self();
    }

    /**
     * Listens to all events, before the listeners of each, and may answer them.
     *
     * <pre>{@code
     * socket.onAny((event, args, ack) -> ack.send(answer(event, args)));
     * }</pre>
     */
    public Socket onAny(AnyEventListener listener) {
        listeners.addAny(listener);
        return self();
    }

    /** No longer listens to all events with this listener. */
    public Socket offAny(AnyListener listener) {
        listeners.removeAny(listener);
        return self();
    }

    /** No longer listens to all events with any listener. */
    public Socket offAny() {
        listeners.removeAny();
        return self();
    }

    /** Who listens to all events, in the order in which they are called; a copy. */
    public List<AnyListener> listenersAny() {
        return listeners.any();
    }

    /** Listens to all events, before those that do already. */
    public Socket prependAny(AnyListener listener) {
        listeners.prependAny(listener);
        return self();
    }

    /** Listens to all events, before those that do already, and may answer them. */
    public Socket prependAny(AnyEventListener listener) {
        listeners.prependAny(listener);
        return self();
    }

    /** Listens to all events that are sent to this client, those of broadcasts included; acknowledgements are none. */
    public Socket onAnyOutgoing(AnyListener listener) {
        listeners.addAnyOutgoing(listener);
        return self();
    }

    /** Listens to all events that are sent to this client, before those that do already. */
    public Socket prependAnyOutgoing(AnyListener listener) {
        listeners.prependAnyOutgoing(listener);
        return self();
    }

    /** No longer listens to what is sent with this listener. */
    public Socket offAnyOutgoing(AnyListener listener) {
        listeners.removeAnyOutgoing(listener);
        return self();
    }

    /** No longer listens to what is sent with any listener. */
    public Socket offAnyOutgoing() {
        listeners.removeAnyOutgoing();
        return self();
    }

    /** Who listens to what is sent, in the order in which they are called; a copy. */
    public List<AnyListener> listenersAnyOutgoing() {
        return listeners.anyOutgoing();
    }

    /** The events that have a listener. */
    public Set<String> eventNames() {
        return listeners.names();
    }

    /** Adds a middleware that runs for each event, before the listeners. */
    public Socket use(EventMiddleware middleware) {
        listeners.addMiddleware(middleware);
        return self();
    }

    /** Calls the handler with what a middleware of this socket has failed with. */
    public Socket onError(Handler<Throwable> handler) {
        listeners.addError(handler);
        return self();
    }

    /** No longer calls the handler with what a middleware of this socket has failed with. */
    public Socket offError(Handler<Throwable> handler) {
        listeners.removeError(handler);
        return self();
    }

    /** Calls the handler when the socket is about to leave, still in its rooms. */
    public Socket onDisconnecting(Handler<DisconnectReason> handler) {
        listeners.addDisconnecting(handler);
        return self();
    }

    /** No longer calls the handler when the socket is about to leave. */
    public Socket offDisconnecting(Handler<DisconnectReason> handler) {
        listeners.removeDisconnecting(handler);
        return self();
    }

    /** Calls the handler when the socket has left. */
    public Socket onDisconnect(Handler<DisconnectReason> handler) {
        listeners.addDisconnect(handler);
        return self();
    }

    /** No longer calls the handler when the socket has left. */
    public Socket offDisconnect(Handler<DisconnectReason> handler) {
        listeners.removeDisconnect(handler);
        return self();
    }
}
