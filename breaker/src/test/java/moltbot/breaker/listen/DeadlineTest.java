package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import moltbot.breaker.exchange.Answer;
import org.junit.jupiter.api.Test;

/// What a request or a connection has waiting for it ends with it: nothing is left in the event loop that a stranger
/// could pile up.
@SuppressWarnings("FutureReturnValueIgnored") // the channel is a test's own, and done at once
final class DeadlineTest {
    private static final long NONE = -1;

    /// A channel that has an address, as a real one does, and Netty's own clock for tests.
    private static final class Connection extends EmbeddedChannel {
        Connection(ChannelHandler... handlers) {
            super(handlers);
            freezeTime();
        }

        int followed;

        @Override
        public ChannelFuture closeFuture() {
            followed++;
            return super.closeFuture();
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }
    }

    private static Connection answersAtOnce() {
        HeadClock clock = new HeadClock(HeadClock.HEAD);
        return new Connection(
                clock,
                new ConnectionHandler(
                        exchange -> exchange.answer(Answer.error(429, "often", "Too often.")),
                        answer -> answer,
                        clock));
    }

    private static HttpRequest request(HttpMethod method) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/");
    }

    @Test
    void aThousandAnsweredRequestsLeaveNothingBehind() {
        Connection connection = answersAtOnce();
        for (int i = 0; i < 1_000; i++) {
            connection.writeInbound(request(HttpMethod.GET), new DefaultLastHttpContent());
            connection.releaseOutbound();
        }
        // The longest after which anything may still wait is what a next request is given.
        connection.advanceTimeBy(1, TimeUnit.SECONDS);
        assertThat(connection.runScheduledPendingTasks())
                .isEqualTo(HeadClock.BETWEEN.minusSeconds(1).toNanos());
        connection.close();
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(NONE);
    }

    @Test
    void aBodyThatEndsAfterItsAnswerLeavesNothingBehind() {
        Connection connection = answersAtOnce();
        HttpRequest post = request(HttpMethod.POST);
        post.headers().set("content-length", 4);
        connection.writeInbound(post, new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[2])));
        assertThat(connection.runScheduledPendingTasks())
                .as("it is waited for")
                .isEqualTo(Duration.ofSeconds(10).toNanos());
        connection.writeInbound(new DefaultLastHttpContent(Unpooled.wrappedBuffer(new byte[2])));
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(HeadClock.BETWEEN.toNanos());
        connection.close();
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(NONE);
    }

    @Test
    void aThousandBodiesOnOneConnectionLeaveNoMoreBehindThanOne() {
        Connection connection = answersAtOnce();
        connection.followed = 0;
        for (int i = 0; i < 1_000; i++) {
            HttpRequest post = request(HttpMethod.POST);
            post.headers().set("content-length", 1);
            connection.writeInbound(post, new DefaultLastHttpContent(Unpooled.wrappedBuffer(new byte[1])));
            connection.releaseOutbound();
        }
        assertThat(connection.followed).isLessThanOrEqualTo(2);
    }

    @Test
    void anAnswerThatNobodyReadsIsWaitedForOnlySoLong() {
        HeadClock clock = new HeadClock(HeadClock.HEAD);
        Connection connection = new Connection(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                        // A window that stays shut: neither written nor failed.
                        ReferenceCountUtil.release(message);
                    }
                },
                clock,
                new ConnectionHandler(
                        exchange -> exchange.answer(Answer.error(429, "often", "Too often.")),
                        answer -> answer,
                        clock));
        connection.writeInbound(request(HttpMethod.GET), new DefaultLastHttpContent());
        connection.advanceTimeBy(29, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
        assertThat(connection.isOpen()).isTrue();
        connection.advanceTimeBy(2, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aBodyThatDoesNotEndIsNotWaitedForForEver() {
        Connection connection = answersAtOnce();
        HttpRequest post = request(HttpMethod.POST);
        post.headers().set("content-length", 4);
        connection.writeInbound(post, new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[2])));
        connection.advanceTimeBy(10, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
        assertThat(connection.isOpen()).isFalse();
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(NONE);
    }
}
