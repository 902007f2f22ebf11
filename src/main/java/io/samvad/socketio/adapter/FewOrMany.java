package io.samvad.socketio.adapter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collections without doubles, in the order in which things were added, that mostly have a few of them: an immutable list as
 * long as that is so, which takes 24 bytes for one or two in place of about 180, and a set beyond. Begin with {@code List.of()}.
 */
final class FewOrMany {
    /** So many are looked through as fast as they are found in a set. */
    private static final int FEW = 8;

    private FewOrMany() {}

    /** The collection with one more: the same, or another in its place. */
    static <T> Collection<T> with(Collection<T> all, T one) {
        if (all instanceof Set) {
            all.add(one);
            return all;
        }
        if (all.contains(one)) {
            return all;
        }
        Collection<T> more = all.size() < FEW ? new ArrayList<>(all) : new LinkedHashSet<>(all);
        more.add(one);
        return more instanceof Set ? more : List.copyOf(more);
    }

    /** The collection with one less: the same, or another in its place. */
    static <T> Collection<T> without(Collection<T> all, T one) {
        if (all instanceof Set) {
            all.remove(one);
            return all;
        }
        List<T> less = new ArrayList<>(all);
        less.remove(one);
        return List.copyOf(less);
    }
}
