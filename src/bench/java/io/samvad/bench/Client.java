package io.samvad.bench;

import java.io.IOException;

/** One client of the load generator: what it has sent, and what is due to it. How it is connected, the subclasses say. */
abstract class Client {
    private static final int NOBODY = -1;

    final LoadGenerator load;
    final int index;
    /** Index among the senders, or -1. */
    int sender = NOBODY;
    /** Messages sent so far. */
    long sent;
    /** Own messages that have not come back. */
    int inFlight;

    /** By stream the number that is due next; none is needed by one that follows a transcript, or is idle. */
    private int[] due;

    Client(LoadGenerator load, int index) {
        this.load = load;
        this.index = index;
    }

    /** Begins to connect; {@link LoadGenerator#arrived} is told when messages may be sent. */
    abstract void connect() throws IOException;

    /** Sends what was appended, see {@link #append}. */
    abstract void flush() throws IOException;

    /** Appends the next message; it leaves with {@link #flush}. */
    abstract void append(int stream, int sequence) throws IOException;

    /** Whether one more message may be sent, or the server is too far behind. */
    abstract boolean hasRoom();

    abstract void close();

    /** A load begins, and nothing is under way. */
    void begin() throws IOException {
        due = load.streams().due(index);
        inFlight = 0;
    }

    /** Continues with single messages from a place in a transcript. */
    final void expect(int[] dueNow) {
        due = dueNow;
    }

    /** Messages that have not arrived. */
    long missing() {
        return load.streams().missing(due);
    }

    /** Sends the next message of this sender, apart from {@link #flush}. */
    final void send(long departure) throws IOException {
        Streams streams = load.streams();
        int stream = streams.stream(sender, sent++);
        inFlight++;
        append(stream, streams.depart(stream, departure));
    }

    /** Checks that a message is due, and counts it. */
    final void delivered(int stream, int sequence, long now) {
        if (stream >= due.length || sequence != due[stream]) {
            notDue(stream, sequence);
            return;
        }
        due[stream] = sequence + 1;
        if (load.streams().sender(stream) == sender) {
            inFlight--;
        }
        load.latencies().record(now - load.streams().departure(stream, sequence), 1);
    }

    /** A gap counts each message that is missing in it; one that comes late, twice or to the wrong one counts itself. */
    private void notDue(int stream, int sequence) {
        boolean gap = stream < due.length && due[stream] >= 0 && sequence > due[stream];
        load.fault(gap ? sequence - due[stream] : 1);
        if (gap) {
            due[stream] = sequence + 1;
        }
    }

    /** The room that a stream of this client leads to. */
    final int roomOf(int stream) {
        return load.plan().kind() == WireMessage.Kind.ROOM
                ? Streams.room(index, stream % Streams.ROOMS_EACH, load.plan().clients())
                : 0;
    }
}
