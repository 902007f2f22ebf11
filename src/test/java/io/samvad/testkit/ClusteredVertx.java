package io.samvad.testkit;

import io.samvad.server.ClusterNode;
import io.samvad.server.ServerConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;

/**
 * Several nodes of a real cluster in one JVM, as the program starts them: by Hazelcast, on free ports of 127.0.0.1. Whatever
 * goes from one to another passes the wire.
 */
public final class ClusteredVertx {
    private static final int START_SECONDS = 30;

    private ClusteredVertx() {}

    /** Starts nodes with so many event loops each; to be closed one by one. */
    public static List<Vertx> start(int nodes, int loops) {
        List<Integer> ports = freePorts(nodes);
        List<String> members = addresses(ports);
        return ports.stream().map(port -> join(port, members, loops)).toList();
    }

    /**
     * Joins a cluster.
     *
     * @param port where the others find this node
     */
    public static Vertx join(int port, List<String> members, int loops) {
        System.setProperty("hazelcast.logging.type", "slf4j");
        ServerConfig.Cluster config = new ServerConfig.Cluster(true, "127.0.0.1", port, members, START_SECONDS);
        return Instances.await(new ClusterNode(config).start(Instances.options(loops), TestTransport.chosen()));
    }

    /** What is to be given as {@code cluster.members}. */
    public static List<String> addresses(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).toList();
    }

    /** Ports of 127.0.0.1 that nobody uses at this moment. */
    public static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets =
                Stream.generate(ClusteredVertx::bound).limit(count).toList();
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        sockets.forEach(socket -> RawConnection.io(() -> {
            socket.close();
            return null;
        }));
        return ports;
    }

    private static ServerSocket bound() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
