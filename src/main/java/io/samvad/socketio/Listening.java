package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.ArgumentException;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
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

    /** Listens to all events, before the listeners of each. */
    public Socket onAny(AnyListener listener) {
        listeners.addAny(listener);
        return self();
    }

    /** No longer listens to all events with this listener. */
    public Socket offAny(AnyListener listener) {
        listeners.removeAny(listener);
        return self();
    }

    /** Listens to all events, before those that do already. */
    public Socket prependAny(AnyListener listener) {
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

    /** Calls the handler when the socket is about to leave, still in its rooms. */
    public Socket onDisconnecting(Handler<DisconnectReason> handler) {
        listeners.addDisconnecting(handler);
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
