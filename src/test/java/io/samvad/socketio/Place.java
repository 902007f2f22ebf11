package io.samvad.socketio;

import io.samvad.socketio.WireClient.Wire;
import io.samvad.testkit.Instances;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A server of one or several instances and a transport: where a test of the protocol takes place.
 *
 * @param server the instances
 * @param wire what its clients go over
 */
record Place(Instances<SocketIo> server, Wire wire) {

    WireClient open() {
        return WireClient.open(server.port(), wire);
    }

    WireClient connected() {
        return open().connect("");
    }

    @Override
    public String toString() {
        return server.count() + (server.count() == 1 ? " instance, " : " instances, ") + wire;
    }

    /** The servers that all tests of a class share, and so the places there are. */
    static final class Town implements AutoCloseable {
        private final List<Instances<SocketIo>> servers = new ArrayList<>();

        Town(SocketIoOptions options, Consumer<SocketIo> setUp) {
            for (int instances : new int[] {1, 4}) {
                servers.add(Instances.socketIo(instances, options, setUp));
            }
        }

        Stream<Place> places() {
            return servers.stream().flatMap(server -> Stream.of(Wire.values()).map(wire -> new Place(server, wire)));
        }

        Stream<Instances<SocketIo>> servers() {
            return servers.stream();
        }

        @Override
        public void close() {
            servers.forEach(Instances::close);
        }
    }
}
