package moltbot.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.gateway.channel.Post.Letter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Letters in parts, and callers that die.
@Timeout(30)
class PostTest {
    private static final Letter LETTER = new Letter(7, 1_000);
    private static final Address ANNA = new Address("signal", "+49", Kind.DIRECT, "anna");
    /// Three parts of at most 64 characters.
    private static final String TEXT = "one ".repeat(12) + "\n\n" + "two ".repeat(12) + "\n\n" + "three ".repeat(8);

    private final Paper paper = new Paper();
    private final Post post = new Post();
    private final List<Integer> told = new CopyOnWriteArrayList<>();

    private Outcome send(int from) throws InterruptedException {
        return post.send(LETTER, paper, ANNA, OutgoingText.of(Styled.plain(TEXT)), from, told::add);
    }

    @Test
    void sendsEachPartAndSaysSo() throws Exception {
        assertThat(send(0)).isEqualTo(new Outcome.Sent());
        assertThat(paper.sent)
                .hasSize(3)
                .allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(64));
        assertThat(told).containsExactly(1, 2, 3);
    }

    @Test
    void goesOnWhereTheCallerKnowsItToBe() throws Exception {
        assertThat(send(2)).isEqualTo(new Outcome.Sent());
        assertThat(paper.sent).hasSize(1);
    }

    @Test
    void stopsAtThePartThatFailsAndGoesOnWithIt() throws Exception {
        paper.outcomes.add(new Outcome.Sent());
        paper.outcomes.add(new Outcome.Later("Not now.", Duration.ZERO));
        assertThat(send(0)).isInstanceOf(Outcome.Later.class);
        assertThat(send(0)).isEqualTo(new Outcome.Sent());

        assertThat(paper.sent).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void sendsNothingTwiceToACallerThatDiesAndAsksAgain() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        paper.before = () -> {
            under.countDown();
            gate.await();
        };
        Thread first = Thread.ofVirtual()
                .start(() -> assertThatThrownBy(() -> send(0)).isInstanceOf(InterruptedException.class));
        under.await();
        first.interrupt();
        first.join();
        gate.countDown();

        assertThat(send(0)).isEqualTo(new Outcome.Sent());
        assertThat(paper.sent).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void neverSendsAgainWhatMustComeOnlyOnceAndMayHaveCome() throws Exception {
        assertThat(post.once(LETTER, false)).isEmpty();
        paper.outcomes.add(new Outcome.Sent());
        paper.outcomes.add(new Outcome.Unknown("The answer was lost."));
        assertThat(send(0)).isInstanceOf(Outcome.Unknown.class);
        assertThat(post.once(LETTER, true)).isEmpty();
        assertThat(send(1)).isInstanceOf(Outcome.Unknown.class);
        assertThat(paper.sent).hasSize(1);

        // What another process had begun.
        assertThat(new Post().once(LETTER, true))
                .hasValueSatisfying(known -> assertThat(known).isInstanceOf(Outcome.Unknown.class));
        // One whose caller only went away is known to be there.
        Letter other = new Letter(8, 1_000);
        assertThat(post.once(other, false)).isEmpty();
        assertThat(post.send(other, paper, ANNA, OutgoingText.of(Styled.plain("short")), 0, told::add))
                .isEqualTo(new Outcome.Sent());
        assertThat(post.once(other, true)).isEmpty();
        assertThat(post.send(other, paper, ANNA, OutgoingText.of(Styled.plain("short")), 0, told::add))
                .isEqualTo(new Outcome.Sent());
        assertThat(paper.sent).hasSize(2);
    }

    /// What it answers is shown with its beginning, what may be answered with its end; and neither where the messenger
    /// cannot, nor answers where anybody could give them.
    @Test
    void asksOfAMessengerWhatItCanDoAndNoMore() throws Exception {
        QuickReply yes = new QuickReply("Yes", "yes", "");
        OutgoingText whole = new OutgoingText(Styled.plain(TEXT), "", "m1", List.of(yes, yes));
        Address group = new Address("signal", "+49", Kind.GROUP, "family");
        Capabilities plain = paper.can;
        for (Capabilities can : List.of(
                plain, plain.quoting(), plain.offering(1), plain.offering(2).quoting())) {
            paper.can = can;
            post.send(new Letter(can.hashCode(), 1), paper, ANNA, whole, 0, told::add);
        }
        post.send(new Letter(9, 1), paper, group, whole, 0, told::add);

        assertThat(paper.with)
                .containsExactly(
                        " 0", " 0", " 0", "m1 0", " 0", " 0", " 0", " 0", " 0", "m1 0", " 0", " 2", "m1 0", " 0", " 0");
    }

    /// Something before each part.
    private interface Before {
        void part() throws InterruptedException;
    }

    /// A messenger of paper.
    private static final class Paper implements Channel {
        private final List<String> sent = new CopyOnWriteArrayList<>();
        private final Deque<Outcome> outcomes = new ArrayDeque<>();
        private final List<String> with = new CopyOnWriteArrayList<>();
        private volatile Capabilities can = new Capabilities(64, false, false);
        private volatile Before before = () -> {};

        @Override
        public String name() {
            return "paper";
        }

        @Override
        public Capabilities capabilities() {
            return can;
        }

        @Override
        public Outcome send(Address to, OutgoingText message) throws InterruptedException {
            with.add(message.answers() + " " + message.replies().size());
            return send(to, message.text());
        }

        @Override
        public void open(Inbox inbox) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outcome send(Address to, Styled text) throws InterruptedException {
            before.part();
            Outcome outcome = outcomes.isEmpty() ? new Outcome.Sent() : outcomes.poll();
            if (outcome instanceof Outcome.Sent) {
                sent.add(text.text());
            }
            return outcome;
        }

        @Override
        public ChannelState state() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
