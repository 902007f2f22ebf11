package io.samvad.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/**
 * A native transport of Vert.x, except for two things that each new connection would pay for: calls of the kernel that set
 * what is set anyway, and, where there is one event loop, the way to it from a thread that does nothing but accept.
 */
final class LightTransport implements Transport {
    /** By the last part of their names, since each transport has options of its own: what a socket of Linux has at first. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "SO_KEEPALIVE", false,
            "TCP_CORK", false,
            "TCP_USER_TIMEOUT", 0,
            // Not of Linux, but Netty has set it by then.
            "TCP_NODELAY", true);

    private final Transport whole;
    /** The event loop, if there is one only; known before the thread that accepts is asked for. */
    private EventLoopGroup single;

    private LightTransport(Transport whole) {
        this.whole = whole;
    }

    /** Plain Java stays as it is, and so does what is not Linux: other defaults hold there. */
    static io.vertx.core.transport.Transport of(io.vertx.core.transport.Transport known) {
        return known.name().equals("io_uring") || known.name().equals("epoll") ? new Named(known) : known;
    }

    /** @param whole as it was, by its name */
    private record Named(io.vertx.core.transport.Transport whole) implements io.vertx.core.transport.Transport {
        @Override
        public String name() {
            return whole.name();
        }

        @Override
        public boolean available() {
            return whole.available();
        }

        @Override
        public Throwable unavailabilityCause() {
            return whole.unavailabilityCause();
        }

        @Override
        public Transport implementation() {
            return new LightTransport(whole.implementation());
        }
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        if (type == ACCEPTOR_EVENT_LOOP_GROUP && single != null) {
            return single;
        }
        EventLoopGroup group = whole.eventLoopGroup(type, threads, factory, ioRatio);
        if (type == IO_EVENT_LOOP_GROUP && threads == 1) {
            single = group;
        }
        return group;
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        whole.configure(options, domainSocket, bootstrap);
        bootstrap.config().childOptions().forEach((option, value) -> {
            String name = option.name().substring(option.name().lastIndexOf('#') + 1);
            if (value.equals(DEFAULTS.get(name))) {
                forget(bootstrap, option);
            }
        });
    }

    private static <T> void forget(ServerBootstrap bootstrap, ChannelOption<T> option) {
        bootstrap.childOption(option, null);
    }

    // ---------------------------------------------------------------- as it was

    @Override
    public boolean supportsDomainSockets() {
        return whole.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return whole.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return whole.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
        return whole.unavailabilityCause();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
        return whole.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
        return whole.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return whole.ioHandlerFactory();
    }

    @Override
    public DatagramChannel datagramChannel() {
        return whole.datagramChannel();
    }

    @Override
    @SuppressWarnings("deprecation") // of Netty, but Vert.x asks for it
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return whole.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return whole.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return whole.serverChannelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        whole.configure(channel, options);
    }

    @Override
    public void configure(ClientOptionsBase options, int timeout, boolean domainSocket, Bootstrap bootstrap) {
        whole.configure(options, timeout, domainSocket, bootstrap);
    }
}
