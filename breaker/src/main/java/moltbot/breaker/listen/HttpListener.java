package moltbot.breaker.listen;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import moltbot.breaker.certificate.Credential;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.exchange.Household;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.jspecify.annotations.Nullable;

/// The listener on one literal address. May be bound, unbound and bound again. Safe for use by several threads.
///
/// One thread accepts, reads and writes for every connection; what waits has virtual threads.
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed tells its own handler
public final class HttpListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("listen");
    private static final int BACKLOG = 128;
    private static final long LOOK_MILLIS = 20;

    private final InetSocketAddress address;
    private final Predicate<InetAddress> mayConnect;
    private final Pipelines pipelines;
    private final UnaryOperator<Answer> finish;
    private final byte[] refusal;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, Thread.ofPlatform().name("http").factory(), NioIoHandler.newFactory());
    private final Places places = new Places();
    private volatile boolean draining;
    private ChannelGroup connections = newConnections();
    private @Nullable Channel listening;

    /// @param mayConnect  whose connections are looked at
    /// @param tls         the certificate in force, where this listener speaks TLS
    /// @param overHttps   the hosts that browsers reach over TLS only
    /// @param finish      what every answer carries, put on those that are given before the stages
    /// @param handler     answers every exchange, on a virtual thread
    public HttpListener(
            InetSocketAddress address,
            Predicate<InetAddress> mayConnect,
            Optional<Supplier<Credential>> tls,
            Set<String> overHttps,
            UnaryOperator<Answer> finish,
            Consumer<Exchange> handler) {
        this.address = address;
        this.mayConnect = mayConnect;
        this.finish = finish;
        this.refusal = Refuser.refusal(finish);
        this.pipelines =
                new Pipelines(exchange -> take(exchange, handler), finish, tls.map(Tls::new), Set.copyOf(overHttps));
    }

    private void take(Exchange exchange, Consumer<Exchange> handler) {
        if (draining) {
            exchange.answer(finish.apply(
                    Answer.error(503, "stopping", "It is just being stopped.").closing()));
        } else {
            handler.accept(exchange);
        }
    }

    /// Begins to listen. A port that is taken is one plain sentence.
    public synchronized void bind() {
        if (listening != null) {
            return;
        }
        connections = newConnections();
        ChannelFuture bound = bootstrap(connections).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ContractException(
                    Code.UNAVAILABLE,
                    "Nothing can listen on " + address.getAddress().getHostAddress() + " port " + address.getPort()
                            + ": another program does, or this machine does not have that address. Stop that program,"
                            + " or choose another: ./moltbot up --listen 127.0.0.1:3001, or 'hooks.listen' in the settings"
                            + " for hooks",
                    bound.cause());
        }
        listening = bound.channel();
    }

    /// For a stop that is no trip: takes nothing new, lets what is under way end, at the longest for this time, and
    /// then ends the rest. Streams of events are not waited for.
    public void drain(Duration longest) throws InterruptedException {
        synchronized (this) {
            Channel channel = listening;
            listening = null;
            if (channel != null) {
                channel.close();
            }
        }
        draining = true;
        CountDownLatch empty = new CountDownLatch(1);
        Future<?> looking = loop.scheduleWithFixedDelay(
                () -> {
                    if (places.leaveIdle()) {
                        empty.countDown();
                    }
                },
                0,
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
        boolean ended = empty.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        looking.cancel(false);
        if (!ended) {
            LOG.log(System.Logger.Level.WARNING, "Something was still under way after {0}; it was cut.", longest);
        }
        unbind();
    }

    /// Stops listening and cuts every connection, without waiting. For an exposure, where even a refusal tells too
    /// much.
    public synchronized void unbind() {
        Channel channel = listening;
        listening = null;
        if (channel != null) {
            channel.close();
            LOG.log(System.Logger.Level.WARNING, "Stopped listening on {0}.", address);
        }
        connections.close();
    }

    /// Ends every connection there is, without waiting, and goes on listening: nobody keeps one through a trip.
    public synchronized void hangUp() {
        connections.forEach(Channel::close);
    }

    /// Once closed it also closes whatever was just being accepted.
    private static ChannelGroup newConnections() {
        return new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    }

    private ServerBootstrap bootstrap(ChannelGroup mine) {
        SocketProtocolFamily family =
                address.getAddress() instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        return new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new NioServerSocketChannel(SelectorProvider.provider(), family))
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.ALLOCATOR, ByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOCATOR, ByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32 << 10, 64 << 10))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        prepare(channel, mine);
                    }
                });
    }

    private void prepare(SocketChannel channel, ChannelGroup mine) {
        Tenant tenant = new Tenant();
        InetSocketAddress client = channel.remoteAddress();
        if (client == null || !places.take(channel, Household.of(client.getAddress()), tenant)) {
            channel.close();
            return;
        }
        mine.add(channel);
        if (mayConnect.test(client.getAddress())) {
            pipelines.prepare(channel, tenant);
        } else if (pipelines.tls().isPresent()) {
            channel.close();
        } else {
            channel.pipeline().addLast(new Refuser(refusal));
        }
    }

    /// Stops for good.
    @Override
    public void close() {
        unbind();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
