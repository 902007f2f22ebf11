package io.samvad.socketio.adapter;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The broadcasts of one loop on their way to its sockets. Those that follow each other to the same target are collected until
 * the end of the turn and delivered together, see {@link Volley}.
 *
 * <p>Nobody can tell the difference: whatever else could be seen by a client of the target goes behind them. So another
 * target, or a change of who is in a room, delivers what was collected before; and a socket that is sent something of its
 * own gets its part of it ahead of the others, with {@link #catchUp}.
 */
public final class Broadcasts {
    /** So many packets do not wait for the end of the turn. */
    private static final int MAX_COLLECTED = 256;

    private final Context context;
    private final List<Outgoing> collected = new ArrayList<>();
    /** How many of the collected a socket has had already; mostly nobody is ahead of the others. */
    private final Map<Recipient, Integer> ahead = new IdentityHashMap<>();

    private Adapter adapter;
    private Target target;
    private boolean scheduled;

    /** @param context of the loop */
    Broadcasts(Context context) {
        this.context = context;
    }

    /** Delivers a packet at the end of the turn, behind all that was said before. */
    void add(Adapter to, Outgoing packet, Target whom) {
        if (adapter != to || !whom.equals(target)) {
            deliver();
            adapter = to;
            target = whom;
        }
        collected.add(packet);
        if (collected.size() >= MAX_COLLECTED) {
            deliver();
        } else if (!scheduled) {
            scheduled = true;
            context.runOnContext(turnEnds -> {
                scheduled = false;
                deliver();
            });
        }
    }

    /** Delivers what was collected for sockets of a namespace. */
    void deliver(Adapter of) {
        if (adapter == of) {
            deliver();
        }
    }

    /** Delivers what was collected. */
    void deliver() {
        if (adapter == null) {
            return;
        }
        Adapter of = adapter;
        adapter = null;
        Volley all = new Volley(collected);
        collected.clear();
        if (ahead.isEmpty()) {
            of.forEach(target, socket -> socket.deliver(all, false));
        } else {
            Map<Recipient, Integer> had = new IdentityHashMap<>(ahead);
            ahead.clear();
            of.forEach(target, socket -> deliver(all, socket, had.getOrDefault(socket, 0)));
        }
    }

    private static void deliver(Volley all, Recipient socket, int had) {
        if (had == 0) {
            socket.deliver(all, false);
        } else if (had < all.packets().size()) {
            socket.deliver(rest(all.packets(), had), false);
        }
    }

    private static Volley rest(List<Outgoing> packets, int had) {
        return new Volley(packets.subList(had, packets.size()));
    }

    /** The namespace whose sockets have something to come, or null. */
    public String namespace() {
        return adapter == null ? null : adapter.namespace();
    }

    /** Delivers to one socket of that namespace what was collected so far: it will be sent something else next. */
    public void catchUp(Recipient socket) {
        int had = ahead.getOrDefault(socket, 0);
        if (had < collected.size() && adapter.isIn(target, socket)) {
            ahead.put(socket, collected.size());
            socket.deliver(rest(collected, had), false);
        }
    }
}
