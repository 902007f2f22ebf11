package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The listeners of one socket. A listener may add and remove listeners: that counts from the next event on. */
final class EventListeners {
    private final Map<String, List<EventListener>> byName = new HashMap<>(4);
    private List<AnyListener> any = List.of();

    void add(String event, EventListener listener) {
        List<EventListener> more = new ArrayList<>(byName.getOrDefault(event, List.of()));
        more.add(listener);
        byName.put(event, more);
    }

    void remove(String event, EventListener listener) {
        List<EventListener> fewer = new ArrayList<>(byName.getOrDefault(event, List.of()));
        fewer.remove(listener);
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

    /** Calls the listeners, those for any event first. */
    void fire(String event, Args args, Ack ack) {
        for (AnyListener listener : any) {
            listener.handle(event, args);
        }
        for (EventListener listener : byName.getOrDefault(event, List.of())) {
            listener.handle(args, ack);
        }
    }

    void clear() {
        byName.clear();
        any = List.of();
    }
}
