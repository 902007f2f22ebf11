package io.samvad.bench;

import java.util.function.IntBinaryOperator;

/**
 * Which messages a load has, and who must receive them. A stream is what one client sends to always the same recipients,
 * numbered from 0; a recipient must receive each number exactly once and in order.
 */
final class Streams {
    /** Rooms that a client is in, and members of a room. */
    static final int ROOMS_EACH = 10;

    private static final int NEVER = -1;

    /** How many messages of a stream may be under way before their times of departure are overwritten; powers of two. */
    private static final int MANY_TIMES = 1 << 16;

    private static final int FEW_TIMES = 1 << 10;
    private static final int FEW_STREAMS = 64;

    private final int[] senders;
    private final int each;
    private final boolean toAll;
    private final IntBinaryOperator receives;
    private final int[] sent;
    private final long[][] departures;

    private Streams(int[] senders, int each, boolean toAll, IntBinaryOperator receives) {
        this.senders = senders;
        this.each = each;
        this.toAll = toAll;
        this.receives = receives;
        sent = new int[senders.length * each];
        departures = new long[sent.length][sent.length <= FEW_STREAMS ? MANY_TIMES : FEW_TIMES];
    }

    /** Everybody receives what some clients send. */
    static Streams broadcast(int clients, int senders) {
        return new Streams(spread(clients, senders), 1, true, (client, stream) -> 1);
    }

    /** The server answers the sender alone. */
    static Streams echo(int clients, int senders) {
        int[] chosen = spread(clients, senders);
        return new Streams(chosen, 1, false, (client, stream) -> chosen[stream] == client ? 1 : 0);
    }

    /** Each sender writes to each of its rooms in turn. */
    static Streams rooms(int clients, int senders) {
        int[] chosen = spread(clients, senders);
        return new Streams(chosen, ROOMS_EACH, false, (client, stream) -> {
            int layer = stream % ROOMS_EACH;
            return room(client, layer, clients) == room(chosen[stream / ROOMS_EACH], layer, clients) ? 1 : 0;
        });
    }

    /** Not every hundredth: a server that takes connections by turns would have all of them on one of four event loops. */
    private static int[] spread(int clients, int senders) {
        int[] chosen = new int[senders];
        int gap = clients / senders;
        for (int i = 0; i < senders; i++) {
            chosen[i] = i * gap + i % gap;
        }
        return chosen;
    }

    /**
     * The rooms lie in ten layers; in each, every client is in one room with nine others, and in another layer with nine
     * different ones. For 1,000 clients these are 1,000 rooms of 10.
     */
    static int room(int client, int layer, int clients) {
        int width = Math.max(1, clients / ROOMS_EACH);
        return layer * width + (client % width + layer * (client / width)) % width;
    }

    int count() {
        return sent.length;
    }

    int senderCount() {
        return senders.length;
    }

    /** Index of the client that is the sender with this index. */
    int client(int sender) {
        return senders[sender];
    }

    int sender(int stream) {
        return stream / each;
    }

    /** The stream that a sender writes to when it has sent so many messages. */
    int stream(int sender, long messages) {
        return sender * each + (int) (messages % each);
    }

    /** Whether every client receives every message. */
    boolean isBroadcast() {
        return toAll;
    }

    /**
     * Notes a message that leaves.
     *
     * @return its number
     */
    int depart(int stream, long due) {
        int sequence = sent[stream]++;
        departures[stream][sequence & departures[stream].length - 1] = due;
        return sequence;
    }

    long departure(int stream, int sequence) {
        return departures[stream][sequence & departures[stream].length - 1];
    }

    /** The numbers that are due next on a client when nothing is under way, by stream. */
    int[] due(int client) {
        int[] due = new int[sent.length];
        for (int i = 0; i < due.length; i++) {
            due[i] = receives.applyAsInt(client, i) == 0 ? NEVER : sent[i];
        }
        return due;
    }

    /** Messages that have left and not arrived. */
    long missing(int[] due) {
        long missing = 0;
        for (int i = 0; i < due.length; i++) {
            missing += due[i] == NEVER ? 0 : sent[i] - due[i];
        }
        return missing;
    }
}
