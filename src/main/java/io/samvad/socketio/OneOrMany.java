package io.samvad.socketio;

import java.util.HashMap;
import java.util.Map;

/**
 * Maps that mostly have no entry or one, of which every client has some: immutable as long as that is so, which takes 32 bytes
 * in place of 112, and a hash map beyond. Begin with {@code Map.of()}.
 */
final class OneOrMany {
    private OneOrMany() {}

    /** The map with an entry added or replaced: the same map, or another in its place. */
    static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        if (map.isEmpty() || map.size() == 1 && map.containsKey(key)) {
            return Map.of(key, value);
        }
        Map<K, V> many = map.size() == 1 ? new HashMap<>(map) : map;
        many.put(key, value);
        return many;
    }

    /** The map without an entry, if it has it: the same map, or another in its place. */
    static <K, V> Map<K, V> without(Map<K, V> map, K key) {
        if (map.size() > 1) {
            map.remove(key);
            return map;
        }
        return map.containsKey(key) ? Map.of() : map;
    }
}
