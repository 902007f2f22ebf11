package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import java.util.Set;

/**
 * What loops tell each other.
 *
 * @param origin the loop that says it
 * @param sequence counts what it has said to all, from 1; 0 for what it said to one
 * @param body what it says
 */
record ClusterMessage(String origin, long sequence, Body body) {

    /** What can be said. */
    sealed interface Body {}

    /**
     * "I am here."
     *
     * @param heard the loops that its sender hears: those in turn learn that they are heard
     */
    record Hello(Set<String> heard) implements Body {}

    /** "I am going": nothing more comes from this loop, and nothing should be waited for. */
    record Goodbye() implements Body {}

    /** Send this to those of your sockets. */
    record Broadcast(String namespace, Outgoing outgoing, Target target) implements Body {}

    /** Send this to those of your sockets, and tell me their answers within so many milliseconds. */
    record Question(String namespace, Outgoing outgoing, Target target, long id, long timeout) implements Body {}

    /** How many sockets of mine got the question. */
    record Asked(long id, int sockets) implements Body {}

    /** What one of them answered; null if it went away without an answer. */
    record Answer(long id, Args args) implements Body {}

    /** Do this, and tell me the result. */
    record Request(long id, Task task) implements Body {}

    /**
     * I have done it.
     *
     * @param result as the task says, or null
     */
    record Response(long id, Object result) implements Body {}

    /** What a loop can be asked to do for a namespace. */
    sealed interface Task {
        String namespace();
    }

    /** Let those of your sockets join rooms. */
    record Join(String namespace, Target target, Set<String> rooms) implements Task {}

    /** Let those of your sockets leave rooms. */
    record Leave(String namespace, Target target, Set<String> rooms) implements Task {}

    /** Disconnect those of your sockets. */
    record Disconnect(String namespace, Target target, boolean close) implements Task {}

    /** Describe those of your sockets; the result is a list of {@link SocketSnapshot}. */
    record Fetch(String namespace, Target target) implements Task {}

    /** Give me that session, if its client has been yours; the result is {@link Recovered}. */
    record Recover(String namespace, String pid, String offset) implements Task {}

    /** Tell the application; the result is its {@link Args}, or null at once if no answer is wanted. */
    record ServerSide(String namespace, String event, Args args, boolean wantsAnswer) implements Task {}
}
