package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Choosing the recipients of a broadcast among 1,000 sockets, half of which are in one room and a tenth in another. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoomsBenchmark {
    private static final int SOCKETS = 1_000;

    /** Who is chosen. */
    public enum Chosen {
        /** All 1,000 sockets. */
        EVERYBODY(Set.of(), Set.of()),
        /** One socket, by its id. */
        ONE(Set.of("socket 500"), Set.of()),
        /** A room of 500. */
        ROOM(Set.of("half"), Set.of()),
        /** All but one, as {@code socket.broadcast()} has it. */
        OTHERS(Set.of(), Set.of("socket 500")),
        /** Two rooms that overlap, each socket once. */
        UNION(Set.of("half", "tenth"), Set.of()),
        /** A room of 500 without those that are in another, too. */
        DIFFERENCE(Set.of("half"), Set.of("tenth"));

        private final Target target;

        Chosen(Set<String> rooms, Set<String> except) {
            target = new Target(rooms, except, true, false);
        }
    }

    @Param
    Chosen chosen;

    private final Rooms rooms = new Rooms();

    @Setup
    public void prepare() {
        for (int i = 0; i < SOCKETS; i++) {
            Recipient member = new Member("socket " + i);
            rooms.add(member);
            if (i % 2 == 0) {
                rooms.join(member, "half");
            }
            if (i % 10 == 0) {
                rooms.join(member, "tenth");
            }
        }
    }

    /** The choice alone: what is done with a recipient costs nothing here. */
    @Benchmark
    public void select(Blackhole sink) {
        rooms.forEach(chosen.target, sink::consume);
    }

    private record Member(String id) implements Recipient {
        @Override
        public void deliver(Volley volley, boolean isVolatile) {}

        @Override
        public void expectAck(long ackId, Consumer<Args> answered) {}

        @Override
        public void forgetAck(long ackId) {}

        @Override
        public void disconnect(boolean close) {}

        @Override
        public SocketSnapshot snapshot(Set<String> roomsOfMember) {
            return null;
        }

        @Override
        public Outgoing lastRecoverable() {
            return null;
        }

        @Override
        public void supersede() {}
    }
}
