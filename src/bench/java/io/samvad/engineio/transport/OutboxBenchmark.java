package io.samvad.engineio.transport;

import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.samvad.link.CloseReason;
import io.samvad.link.Frame;
import io.samvad.link.LinkReceiver;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.Proxy;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A turn of the event loop in which broadcasts go to 1,000 connections, from the finished frame to the write of the
 * connection, whose socket takes everything at no cost. Figures are for each connection; what a turn costs once, and the
 * benchmark's own way to the loop and back, is a thousandth in each. Netty's leak detector looks at one buffer of 128, and
 * then at each of its thousand duplicates: it is off here.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-Dio.netty.leakDetection.level=disabled")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutboxBenchmark {
    private static final int CONNECTIONS = 1_000;

    /** Broadcasts that fall due in the same turn. */
    @Param({"1", "10"})
    int broadcasts;

    private final Vertx vertx = Vertx.vertx();
    private final EventLoop loop = new DefaultEventLoop();
    private final ServerFrameChannel[] connections = new ServerFrameChannel[CONNECTIONS];
    private byte[][] frames;

    /** Lays the connections on the loop. */
    @Setup
    public void prepare() throws Exception {
        frames = new byte[broadcasts][];
        for (int i = 0; i < broadcasts; i++) {
            byte[] event =
                    ("2[\"chat message\",\"" + "0123456789abcdef".repeat(4) + "\"]").getBytes(StandardCharsets.UTF_8);
            frames[i] = Frame.text(event).as(WebSocketFrames.ENGINE_MESSAGE);
        }
        ContextInternal context = context();
        Outbox outbox = new Outbox(context, null, new Backlog(vertx, 0));
        for (int i = 0; i < CONNECTIONS; i++) {
            Channel channel = new Drain();
            ServerFrameChannel connection =
                    new ServerFrameChannel(new WebSocketLimits(1_000_000, 4 << 20, null), false);
            channel.pipeline().addLast(connection);
            loop.register(channel).sync();
            loop.submit(() -> connection.attach(context, outbox, new Deaf())).sync();
            connections[i] = connection;
        }
    }

    /** A context that knows its loop; nothing else is asked of it here. */
    private ContextInternal context() {
        return (ContextInternal) Proxy.newProxyInstance(
                ContextInternal.class.getClassLoader(),
                new Class<?>[] {ContextInternal.class},
                (self, method, arguments) -> method.getName().equals("nettyEventLoop") ? loop : null);
    }

    /** Ends the loop. */
    @TearDown
    public void end() {
        loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        vertx.close();
    }

    /** One turn for the broadcasts, and what it has put on the loop. */
    @Benchmark
    @OperationsPerInvocation(CONNECTIONS)
    public void flush() throws InterruptedException {
        loop.submit(this::broadcast).sync();
        loop.submit(() -> {}).sync();
    }

    private void broadcast() {
        for (byte[] frame : frames) {
            for (ServerFrameChannel connection : connections) {
                connection.write(frame);
            }
        }
    }

    private record Deaf() implements LinkReceiver {
        @Override
        public void receive(Frame frame) {}

        @Override
        public void closed(CloseReason reason) {}
    }

    /** A connection whose peer reads all at once. */
    private static final class Drain extends AbstractChannel {
        private static final ChannelMetadata METADATA = new ChannelMetadata(false);

        private final ChannelConfig config = new DefaultChannelConfig(this);

        Drain() {
            super(null);
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer in) {
            while (in.current() != null) {
                in.remove();
            }
        }

        @Override
        protected AbstractUnsafe newUnsafe() {
            return new AbstractUnsafe() {
                @Override
                public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
                    promise.setFailure(new UnsupportedOperationException());
                }
            };
        }

        @Override
        protected boolean isCompatible(EventLoop candidate) {
            return true;
        }

        @Override
        protected SocketAddress localAddress0() {
            return null;
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return null;
        }

        @Override
        protected void doBind(SocketAddress local) {}

        @Override
        protected void doDisconnect() {}

        @Override
        protected void doClose() {}

        @Override
        protected void doBeginRead() {}

        @Override
        public ChannelConfig config() {
            return config;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isActive() {
            return true;
        }

        @Override
        public ChannelMetadata metadata() {
            return METADATA;
        }
    }
}
