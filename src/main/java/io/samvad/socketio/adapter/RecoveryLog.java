package io.samvad.socketio.adapter;

import io.samvad.link.Frame;
import io.samvad.socketio.protocol.PacketCodec;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What one loop remembers of one namespace for clients that lose their connection: the packets of the last time, and for
 * each socket where in them it came and which rooms it was in. Every loop sees every broadcast, so every log is complete for
 * the sockets of its loop.
 *
 * <p>A packet is known by its offset, given where it was emitted: {@code loop-number}. The client keeps the offset of the last
 * packet it got, and names it when it comes back.
 */
final class RecoveryLog {
    private final RecoveryOptions options;
    private final PacketCodec codec;
    private final LongSupplier clock;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Map<String, Long> positions = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<Recipient, Session> bySocket = new HashMap<>();
    /** Sessions without a connection, the oldest first. */
    private final Map<String, Session> gone = new LinkedHashMap<>();
    /** Sessions that still hold what they were sent when they were recovered, the oldest first. */
    private final ArrayDeque<Session> replayed = new ArrayDeque<>();

    private long nextPosition;
    private long bytes;

    /** @param codec tells how long a packet is */
    RecoveryLog(RecoveryOptions options, PacketCodec codec, LongSupplier clock) {
        this.options = options;
        this.codec = codec;
        this.clock = clock;
    }

    private record Entry(long position, long time, Outgoing outgoing, Target target, int length) {}

    private static final class Session {
        final String pid;
        final String sid;
        final Membership membership = new Membership();
        /** First place of the log that is this session's own. */
        long start;
        /** The offset the client had there, if any, and what it was sent then because it had missed it. */
        String startOffset;

        List<Outgoing> backlog = List.of();
        long since;
        Recipient socket;
        /** Of a session without a connection: the place of the log where it lost it, and the last offset it was sent. */
        long end;

        String lastSent;
        JsonObject data;

        Session(String pid, String sid) {
            this.pid = pid;
            this.sid = sid;
        }

        /** So much time has passed that the client has got what it had missed, or is gone. */
        void settle() {
            if (!backlog.isEmpty()) {
                startOffset = backlog.get(backlog.size() - 1).offset().text();
                backlog = List.of();
            }
        }
    }

    // ---------------------------------------------------------------- packets

    /** Notes a packet that is about to be delivered here. */
    void add(Outgoing outgoing, Target target) {
        Offset offset = outgoing.offset();
        int length = 0;
        for (Frame frame : outgoing.frames(codec)) {
            length += frame.length();
        }
        entries.add(new Entry(nextPosition, clock.getAsLong(), outgoing, target, length));
        positions.put(offset.text(), nextPosition);
        nextPosition++;
        bytes += length;
        if (offset.shared()) {
            seen.put(offset.loop(), offset.number());
        }
        trim();
    }

    /** Forgets what is too old or too much. */
    void trim() {
        long oldest = clock.getAsLong() - options.maxDisconnectionDuration();
        while (!entries.isEmpty() && (bytes > options.maxBytes() || entries.peek().time < oldest)) {
            Entry dropped = entries.remove();
            bytes -= dropped.length;
            positions.remove(dropped.outgoing.offset().text(), dropped.position);
        }
        while (!replayed.isEmpty() && replayed.peek().since < oldest) {
            replayed.remove().settle();
        }
        Iterator<Session> oldestFirst = gone.values().iterator();
        while (oldestFirst.hasNext()) {
            Session session = oldestFirst.next();
            if (session.since >= oldest && gone.size() <= options.maxSessions()) {
                break;
            }
            oldestFirst.remove();
            sessions.remove(session.pid);
        }
    }

    /** Whether there is anything that will have to be forgotten. */
    boolean isEmpty() {
        return entries.isEmpty() && gone.isEmpty() && replayed.isEmpty();
    }

    int sessionCount() {
        return sessions.size();
    }

    private long first() {
        return entries.isEmpty() ? nextPosition : entries.peek().position;
    }

    /** Whether this log has seen what another has. */
    boolean hasSeen(Map<String, Long> others) {
        return others.entrySet().stream().allMatch(other -> seen.getOrDefault(other.getKey(), 0L) >= other.getValue());
    }

    // ---------------------------------------------------------------- sessions

    /**
     * A socket has come.
     *
     * @param recovered the session it continues, or null
     * @return what it missed
     */
    List<Outgoing> begin(Recipient socket, String pid, Recovered recovered) {
        Session session = new Session(pid, socket.id());
        session.socket = socket;
        session.since = clock.getAsLong();
        if (recovered != null) {
            session.startOffset = recovered.offset();
            session.backlog = new ArrayList<>(recovered.missed());
            for (Entry entry : entries) {
                Offset offset = entry.outgoing.offset();
                boolean newer =
                        offset.shared() && offset.number() > recovered.seen().getOrDefault(offset.loop(), 0L);
                if (newer && matches(entry.target, recovered.rooms(), recovered.sid())) {
                    session.backlog.add(entry.outgoing);
                }
            }
        }
        if (!session.backlog.isEmpty()) {
            replayed.add(session);
        }
        session.start = nextPosition;
        sessions.put(pid, session);
        bySocket.put(socket, session);
        return session.backlog;
    }

    void joined(Recipient socket, String room) {
        note(socket, room, true);
    }

    void left(Recipient socket, String room) {
        note(socket, room, false);
    }

    private void note(Recipient socket, String room, boolean joined) {
        Session session = bySocket.get(socket);
        if (session != null) {
            session.membership.note(nextPosition, room, joined, first());
        }
    }

    /**
     * A socket has gone.
     *
     * @param data what to keep for its return, or null if it will not be recovered
     */
    void end(Recipient socket, JsonObject data) {
        Session session = bySocket.remove(socket);
        if (session == null) {
            return;
        }
        if (data == null) {
            sessions.remove(session.pid);
            return;
        }
        Outgoing last = socket.lastRecoverable();
        session.lastSent = last == null ? session.startOffset : last.offset().text();
        session.end = nextPosition;
        session.socket = null;
        session.data = data;
        session.since = clock.getAsLong();
        gone.put(session.pid, session);
        trim();
    }

    /** The socket of a session that is still connected here, or null. */
    Recipient connected(String pid) {
        Session session = sessions.get(pid);
        return session == null ? null : session.socket;
    }

    /**
     * Takes a session away, to be continued elsewhere. Gives null unless all that was missed is known.
     *
     * @param offset the last offset the client has, or null if it has none
     */
    Recovered take(String pid, String offset) {
        trim();
        Session session = gone.remove(pid);
        if (session == null) {
            return null;
        }
        sessions.remove(pid);
        List<Outgoing> missed = missed(session, offset);
        if (missed == null || !session.membership.isKnown()) {
            return null;
        }
        Set<String> rooms = Set.copyOf(session.membership.walk().at(nextPosition));
        return new Recovered(pid, session.sid, rooms, session.data, offset, missed, Map.copyOf(seen));
    }

    private List<Outgoing> missed(Session session, String offset) {
        List<Outgoing> missed = new ArrayList<>();
        long from = session.start;
        boolean hasBacklog = !session.backlog.isEmpty() && Objects.equals(offset, session.startOffset);
        if (Objects.equals(offset, session.lastSent) && !hasBacklog) {
            // The usual case, and the only one for a client that has been quiet for longer than the log goes back.
            from = session.end;
        } else if (offset == null || offset.equals(session.startOffset)) {
            // Also of a session that was put back before its client was sent anything.
            missed.addAll(session.backlog);
        } else {
            int inBacklog = indexOf(session.backlog, offset);
            if (inBacklog >= 0) {
                missed.addAll(session.backlog.subList(inBacklog + 1, session.backlog.size()));
            } else {
                Long position = positions.get(offset);
                if (position == null || position < session.start) {
                    return null;
                }
                from = position + 1;
            }
        }
        if (from < first()) {
            return null;
        }
        Membership.Walk walk = session.membership.walk();
        for (Entry entry : entries) {
            Set<String> rooms = walk.at(entry.position);
            if (entry.position >= from && matches(entry.target, rooms, session.sid)) {
                missed.add(entry.outgoing);
            }
        }
        return missed;
    }

    private static int indexOf(List<Outgoing> backlog, String offset) {
        for (int i = 0; i < backlog.size(); i++) {
            if (backlog.get(i).offset().text().equals(offset)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(Target target, Set<String> rooms, String sid) {
        boolean in = target.rooms().isEmpty() || isIn(target.rooms(), rooms, sid);
        return in && !isIn(target.except(), rooms, sid);
    }

    private static boolean isIn(Set<String> names, Set<String> rooms, String sid) {
        return names.contains(sid) || names.stream().anyMatch(rooms::contains);
    }
}
