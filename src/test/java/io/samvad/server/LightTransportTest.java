package io.samvad.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What accepting a connection costs with the transport of the program: by options that are set and threads that are passed. */
class LightTransportTest {

    @Test
    void aConnectionIsToldOnlyWhatIsNotSoByItself() {
        NetServerOptions own = new NetServerOptions()
                .setTcpKeepAlive(true)
                .setTcpNoDelay(false)
                .setTcpCork(true)
                .setTcpUserTimeout(5_000);
        for (Transport transport : available()) {
            assertThat(told(transport, new NetServerOptions())).containsExactly("TCP_QUICKACK");
            assertThat(told(transport, own))
                    .containsExactlyInAnyOrder(
                            "TCP_QUICKACK", "SO_KEEPALIVE", "TCP_NODELAY", "TCP_CORK", "TCP_USER_TIMEOUT");
        }
    }

    private static Set<String> told(Transport transport, NetServerOptions options) {
        ServerBootstrap bootstrap = new ServerBootstrap();
        transport.configure(options, false, bootstrap);
        return bootstrap.config().childOptions().keySet().stream()
                .map(ChannelOption::name)
                .map(option -> option.substring(option.lastIndexOf('#') + 1))
                .collect(Collectors.toSet());
    }

    @Test
    void theOneEventLoopAcceptsAndSeveralHaveAThreadForIt() throws InterruptedException {
        for (Transport one : available()) {
            EventLoopGroup loop = group(one, Transport.IO_EVENT_LOOP_GROUP, 1);
            assertThat(group(one, Transport.ACCEPTOR_EVENT_LOOP_GROUP, 1)).isSameAs(loop);
            stop(loop);
        }
        for (Transport several : available()) {
            EventLoopGroup loops = group(several, Transport.IO_EVENT_LOOP_GROUP, 2);
            EventLoopGroup acceptor = group(several, Transport.ACCEPTOR_EVENT_LOOP_GROUP, 1);
            assertThat(acceptor).isNotSameAs(loops);
            stop(loops);
            stop(acceptor);
        }
    }

    private static EventLoopGroup group(Transport transport, int type, int threads) {
        return transport.eventLoopGroup(type, threads, Thread::new, 50);
    }

    private static void stop(EventLoopGroup group) throws InterruptedException {
        assertThat(group.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void plainJavaStaysAsItIs() {
        assertThat(LightTransport.of(io.vertx.core.transport.Transport.NIO))
                .isSameAs(io.vertx.core.transport.Transport.NIO);
    }

    /** Those of Linux that this machine has, each new. */
    private static List<Transport> available() {
        return Stream.of(io.vertx.core.transport.Transport.EPOLL, io.vertx.core.transport.Transport.IO_URING)
                .filter(known -> known != null && known.available())
                .map(known -> LightTransport.of(known).implementation())
                .toList();
    }
}
