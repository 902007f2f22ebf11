package io.samvad.server;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A node of a cluster. Hazelcast lets the nodes find each other, by the addresses of the configuration alone, and tells
 * where which event-bus address is listened at; the messages themselves go from node to node over Vert.x's event bus.
 */
public final class ClusterNode {

    /** Ports tried from the configured one on, by a node for itself and for members without a port. */
    private static final int PORTS = 10;

    private final ServerConfig.Cluster config;
    private final String address;
    private final HazelcastClusterManager manager;

    /**
     * Prepares a node.
     *
     * @throws RuntimeException whose message says in words for a user why the host is none for a node
     */
    public ClusterNode(ServerConfig.Cluster config) {
        this.config = config;
        this.address = address(config.host());
        this.manager = new HazelcastClusterManager(hazelcast());
    }

    /**
     * Starts Vert.x and joins the cluster, or begins one.
     *
     * @return fails if that cannot be
     */
    public Future<Vertx> start(VertxOptions options, Transport transport) {
        VertxOptions clustered = new VertxOptions(options);
        clustered.getEventBusOptions().setHost(address).setPort(0);
        return Vertx.builder()
                .with(clustered)
                .withTransport(transport)
                .withClusterManager(manager)
                .buildClustered();
    }

    /** The nodes of the cluster at this moment, such as {@code 127.0.0.1:5701}; empty while it is not joined. */
    public List<String> members() {
        HazelcastInstance hazelcast = manager.getHazelcastInstance();
        return hazelcast == null
                ? List.of()
                : hazelcast.getCluster().getMembers().stream()
                        .map(member -> member.getAddress().getHost() + ":"
                                + member.getAddress().getPort())
                        .toList();
    }

    private static String address(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (NetworkInterface.getByInetAddress(address) == null) {
                throw new StartFailure(
                        "Cannot join the cluster as %s: it is not an address of this machine (cluster.host)"
                                .formatted(host));
            }
            return address.getHostAddress();
        } catch (UnknownHostException unknown) {
            throw new StartFailure(
                    "Cannot join the cluster as %s: the name cannot be resolved (cluster.host)".formatted(host));
        } catch (SocketException noNetwork) {
            throw new StartFailure(
                    "Cannot join the cluster as %s: %s (cluster.host)".formatted(host, noNetwork.getMessage()));
        }
    }

    private Config hazelcast() {
        Config hazelcast = new Config()
                .setClusterName("samvad")
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                // Vert.x ends it when it closes, after the goodbyes; a hook of its own would be in a race with them.
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                // Only at the address of the node: who reaches this port can read everything.
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.tcp.join.port.try.count", String.valueOf(PORTS))
                .setProperty("hazelcast.max.join.seconds", String.valueOf(config.startTimeout()))
                .setProperty("hazelcast.wait.seconds.before.join", "1")
                // Nodes that die are to be noticed within seconds even if no connection breaks.
                .setProperty("hazelcast.heartbeat.interval.seconds", "2")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "15");
        hazelcast.getMetricsConfig().setEnabled(false);
        network(hazelcast.getNetworkConfig());
        vertxMaps(hazelcast);
        return hazelcast;
    }

    private void network(NetworkConfig network) {
        network.setPort(config.port()).setPortAutoIncrement(true).setPortCount(PORTS);
        network.getInterfaces().setEnabled(true).addInterface(address);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        TcpIpConfig members = network.getJoin().getTcpIpConfig().setEnabled(true);
        config.members().forEach(members::addMember);
    }

    /** What Vert.x asks of its maps in Hazelcast. */
    private static void vertxMaps(Config hazelcast) {
        hazelcast.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        hazelcast.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
        hazelcast.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
    }
}
