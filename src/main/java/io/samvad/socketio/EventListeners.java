package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The listeners of one socket. A listener may add and remove listeners: that counts from the next event on. */
final class EventListeners {
    private final Map<String, List<EventListener>> byName = new HashMap<>(4);
    private List<AnyListener> any = List.of();

    void add(String event, EventListener listener) {
        List<EventListener> more = new ArrayList<>(byName.getOrDefault(event, List.of()));
        more.add(listener);
        byName.put(event, more);
    }

    void addOnce(String event, EventListener listener) {
        add(event, new Once(listener));
    }

    /** Removes a listener, however it was added. */
    void remove(String event, EventListener listener) {
        List<EventListener> fewer = new ArrayList<>(byName.getOrDefault(event, List.of()));
        for (EventListener known : fewer) {
            if (known.equals(listener) || known instanceof Once once && once.listener.equals(listener)) {
                fewer.remove(known);
                break;
            }
        }
        if (fewer.isEmpty()) {
            byName.remove(event);
        } else {
            byName.put(event, fewer);
        }
    }

    void removeAll(String event) {
        byName.remove(event);
    }

    void addAny(AnyListener listener) {
        any = new ArrayList<>(any);
        any.add(listener);
    }

    void removeAny(AnyListener listener) {
        any = new ArrayList<>(any);
        any.remove(listener);
    }

    /** Names of the events that have a listener. */
    Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** Calls the listeners, those for any event first. @param guard runs each: one that throws does not stop the others */
    void fire(String event, Args args, Ack ack, Consumer<Runnable> guard) {
        for (AnyListener listener : any) {
            guard.accept(() -> listener.handle(event, args));
        }
        for (EventListener listener : byName.getOrDefault(event, List.of())) {
            guard.accept(() -> {
                if (listener instanceof Once) {
                    remove(event, listener);
                }
                listener.handle(args, ack);
            });
        }
    }

    void clear() {
        byName.clear();
        any = List.of();
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
