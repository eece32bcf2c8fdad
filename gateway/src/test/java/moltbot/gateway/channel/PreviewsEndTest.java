package moltbot.gateway.channel;

import static moltbot.gateway.channel.ChannelWait.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.channel.Styled;
import moltbot.gateway.channel.Post.Letter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is shown of answers when the house stops.
@Timeout(30)
class PreviewsEndTest {
    private static final Address ANNA = new Address("paper", "own", Kind.DIRECT, "anna");
    private static final Address BERT = new Address("paper", "own", Kind.DIRECT, "bert");

    private final Paper paper = new Paper();
    private final Post post = new Post();

    private void show(Address to, String turn, String text) throws InterruptedException {
        var _ = post.show(paper, to, turn, Styled.plain(text));
    }

    private Outcome answer(String text) throws InterruptedException {
        return post.send(new Letter(1, 1, "t1"), paper, ANNA, OutgoingText.of(Styled.plain(text)), 0, _ -> {});
    }

    @Test
    void takesBackAllOfItAndShowsNoMore() throws Exception {
        show(ANNA, "t1", "Hello");
        show(ANNA, "t2", "What");
        show(BERT, "t3", "Good");
        assertThat(paper.messages).hasSize(3);
        post.close();
        assertThat(paper.messages).isEmpty();
        show(ANNA, "t1", "Hello, how");
        show(BERT, "t4", "And");
        assertThat(paper.messages).isEmpty();
        assertThat(answer("Hello, Anna.")).isEqualTo(new Outcome.Sent());
        assertThat(paper.messages.values()).containsExactly("Hello, Anna.");
    }

    /// What is just being shown is there a moment later.
    @Test
    void takesBackWhatIsBeingShownAtThatMoment() throws Exception {
        paper.gate = new CountDownLatch(1);
        Thread showing = Thread.ofVirtual().start(() -> {
            try {
                show(ANNA, "t1", "Hello");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        until("it to be shown", () -> paper.held.get() == 1);
        Thread closing = Thread.ofVirtual().start(post::close);
        until("the end to wait", () -> closing.getState() == Thread.State.TIMED_WAITING);
        paper.gate.countDown();
        closing.join();
        showing.join();
        assertThat(paper.messages).isEmpty();
    }

    /// An answer that takes the place of what was shown is no beginning any more.
    @Test
    void leavesTheAnswerThatTakesItsPlaceAtThatMoment() throws Exception {
        show(ANNA, "t1", "Hello");
        paper.gate = new CountDownLatch(1);
        Thread answering = Thread.ofVirtual().start(() -> {
            try {
                assertThat(answer("Hello, Anna.")).isEqualTo(new Outcome.Sent());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        until("it to be answered", () -> paper.held.get() == 1);
        Thread closing = Thread.ofVirtual().start(post::close);
        until("the end to wait", () -> closing.getState() == Thread.State.TIMED_WAITING);
        paper.gate.countDown();
        closing.join();
        answering.join();
        assertThat(paper.messages.values()).containsExactly("Hello, Anna.");
    }

    @Test
    void doesNotWaitForEverForAMessengerThatDoesNotAnswer() throws Exception {
        show(ANNA, "t1", "Hello");
        paper.back = new CountDownLatch(1);
        long begun = System.nanoTime();
        post.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(1_400), Duration.ofSeconds(4));
        paper.back.countDown();
    }

    /// A messenger of paper.
    private static final class Paper implements Channel {
        private final Map<String, String> messages = new ConcurrentHashMap<>();
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger held = new AtomicInteger();

        /// Whoever has something shown, or taken back, is told of it only then.
        private volatile CountDownLatch gate = new CountDownLatch(0);

        private volatile CountDownLatch back = new CountDownLatch(0);

        @Override
        public String name() {
            return "paper";
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(2_000, false, false).changing(10, Duration.ofMillis(20));
        }

        @Override
        public Outcome send(Address to, Styled text) {
            messages.put("m" + count.incrementAndGet(), text.text());
            return new Outcome.Sent();
        }

        @Override
        public Shown show(Address to, String before, OutgoingText message) throws InterruptedException {
            String id = before.isEmpty() ? "m" + count.incrementAndGet() : before;
            messages.put(id, message.text().text());
            held.addAndGet((int) gate.getCount());
            gate.await();
            return new Shown(new Outcome.Sent(), id);
        }

        @Override
        public boolean takeBack(Address to, String shown) throws InterruptedException {
            back.await();
            return messages.remove(shown) != null;
        }

        @Override
        public void open(Inbox inbox) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ChannelState state() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
