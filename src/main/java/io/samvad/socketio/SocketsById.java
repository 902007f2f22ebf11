package io.samvad.socketio;

import io.samvad.socketio.adapter.Recipient;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** The sockets that an adapter has, as the application sees them: a view, so that no second map holds an entry for each. */
final class SocketsById extends AbstractMap<String, Socket> {
    private final Map<String, Recipient> members;

    SocketsById(Map<String, Recipient> members) {
        this.members = members;
    }

    private static Socket socket(Recipient member) {
        return member == null ? null : ((Member) member).socket();
    }

    @Override
    public Socket get(Object id) {
        return socket(members.get(id));
    }

    @Override
    public boolean containsKey(Object id) {
        return members.containsKey(id);
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public Set<Entry<String, Socket>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Socket>> iterator() {
                Iterator<Recipient> each = members.values().iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return each.hasNext();
                    }

                    @Override
                    public Entry<String, Socket> next() {
                        Socket next = socket(each.next());
                        return Map.entry(next.id(), next);
                    }
                };
            }

            @Override
            public int size() {
                return members.size();
            }
        };
    }
}
