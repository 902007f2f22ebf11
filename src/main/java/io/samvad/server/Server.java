package io.samvad.server;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: one {@code Vertx} with an event loop per instance.
 *
 * <pre>{@code
 * Server server = Server.start(ServerConfig.defaults(), (vertx, config) -> Application.NONE);
 * System.out.println(server.address());
 * server.stop(5, TimeUnit.SECONDS);
 * }</pre>
 */
public final class Server {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int START_SECONDS = 60;

    private final Vertx vertx;
    private final ServerConfig config;
    private final Transport transport;
    private final int port;
    /** Null for a server that is alone. */
    private final ClusterNode node;

    private Server(Vertx vertx, ClusterNode node, ServerConfig config, Transport transport, int port) {
        this.vertx = vertx;
        this.node = node;
        this.config = config;
        this.transport = transport;
        this.port = port;
    }

    /**
     * Starts a server and waits until it listens. Not for an event loop.
     *
     * @throws RuntimeException whose message says why it cannot start, in words for a user
     */
    public static Server start(ServerConfig config, Application.Factory application) {
        StaticFiles.check(config.http().webroot());
        NativeTransport chosen = NativeTransport.of(config.http().transport());
        Transport transport = LightTransport.of(chosen.transport());
        ClientFiles clientFiles = ClientFiles.load(config);
        AdminPages adminPages = AdminPages.load(config);
        ClusterNode node = config.cluster().enabled() ? new ClusterNode(config.cluster()) : null;
        Vertx vertx = createVertx(config, transport, node);
        try {
            StaticFiles staticFiles = new StaticFiles(
                    vertx, config.http().webroot(), config.http().compression());
            List<ServerVerticle> verticles = new CopyOnWriteArrayList<>();
            Future<String> deployed = vertx.deployVerticle(
                    () -> {
                        ServerVerticle verticle =
                                new ServerVerticle(config, application, clientFiles, adminPages, staticFiles);
                        verticles.add(verticle);
                        return (Deployable) verticle;
                    },
                    new DeploymentOptions().setInstances(config.instances()));
            await(deployed, START_SECONDS, TimeUnit.SECONDS);
            LOG.info("Transport {}, {}", transport.name(), chosen.reason());
            return new Server(vertx, node, config, transport, verticles.get(0).port());
        } catch (ExecutionException | TimeoutException failed) {
            vertx.close();
            throw failure(config.http(), failed);
        }
    }

    /** @param node null for a server that is alone */
    private static Vertx createVertx(ServerConfig config, Transport transport, ClusterNode node) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(config.instances())
                // Files are read from where they are, never from the jar, so there is nothing to unpack into a cache.
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
        return node == null
                ? Vertx.builder().with(options).withTransport(transport).build()
                : join(config.cluster(), node.start(options, transport));
    }

    private static Vertx join(ServerConfig.Cluster cluster, Future<Vertx> joining) {
        try {
            return await(joining, cluster.startTimeout(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new StartFailure("Cannot join the cluster at %s: not done within %d s (cluster.startTimeout)"
                    .formatted(String.join(", ", cluster.members()), cluster.startTimeout()));
        } catch (ExecutionException failed) {
            throw new StartFailure("Cannot join the cluster as %s, port %d, with members %s: %s (cluster)"
                    .formatted(
                            cluster.host(),
                            cluster.port(),
                            String.join(", ", cluster.members()),
                            firstLine(failed.getCause())));
        }
    }

    private static String firstLine(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
    }

    /** Says in one line what the operating system says in its own words, which differ between the transports. */
    private static RuntimeException failure(ServerConfig.Http http, Exception failed) {
        Throwable cause = failed instanceof ExecutionException ? failed.getCause() : failed;
        String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return new StartFailure(
                    "Cannot listen on %s: the name cannot be resolved (http.host)".formatted(http.host()));
        }
        if (words.contains("in use")) {
            return new StartFailure(
                    "Cannot listen on port %d: it is in use by another program (http.port)".formatted(http.port()));
        }
        if (words.contains("cannot assign") || words.contains("can't assign")) {
            return new StartFailure(
                    "Cannot listen on %s: it is not an address of this machine (http.host)".formatted(http.host()));
        }
        if (words.contains("permission denied")) {
            return new StartFailure("Cannot listen on port %d: permission denied (http.port)".formatted(http.port()));
        }
        if (cause instanceof BindException) {
            return new StartFailure(
                    "Cannot listen on %s, port %d: %s".formatted(http.host(), http.port(), cause.getMessage()));
        }
        return new IllegalStateException("The server could not start", cause);
    }

    /** The port that is listened on; differs from the configured one if that was 0. */
    public int port() {
        return port;
    }

    /** Where a browser on this machine finds it, such as {@code http://localhost:3000}. */
    public String address() {
        String host = config.http().host();
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String name = everywhere ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + port;
    }

    /** {@code epoll}, {@code io_uring}, {@code kqueue} or {@code nio}. */
    public String transport() {
        return transport.name();
    }

    /** The nodes of the cluster, such as {@code 127.0.0.1:5701}; none for a server that is alone. */
    public List<String> members() {
        return node == null ? List.of() : node.members();
    }

    /**
     * Stops accepting, ends all sessions with a reason, lets answers in flight finish, and waits for all that.
     *
     * @return whether it was done in time
     */
    public boolean stop(long timeout, TimeUnit unit) {
        try {
            await(vertx.close(), timeout, unit);
            return true;
        } catch (ExecutionException | TimeoutException incomplete) {
            return false;
        }
    }

    private static <T> T await(Future<T> future, long timeout, TimeUnit unit)
            throws ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(timeout, unit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the server", interrupted);
        }
    }
}
