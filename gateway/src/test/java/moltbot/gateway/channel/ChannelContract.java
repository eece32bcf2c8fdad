package moltbot.gateway.channel;

import static moltbot.gateway.channel.ChannelWait.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the house wants of every messenger's adapter.
public abstract class ChannelContract {
    /// The messenger behind the adapter, in a test's hands.
    public interface Messenger extends AutoCloseable {
        /// An adapter for it, not yet open. `patience` is how long an answer may take, and a silence.
        Channel channel(Duration patience);

        /// Two people and a group, by the messenger's own ids.
        String anna();

        String bert();

        String group();

        /// Whether it keeps what was given to an adapter until that says that it is taken.
        boolean keepsUntilTaken();

        /// Somebody writes; `time` orders messages and makes their ids.
        void direct(String person, String name, long time, String text);

        /// A person takes back what they wrote to the house alone then; false where no house is told of that.
        boolean takesBack(String person, long time);

        /// Somebody sends a file, with words or, where they are empty, without.
        default void file(String person, long time, String text, String name, byte[] bytes) {
            throw new UnsupportedOperationException("No files here.");
        }

        /// The files it took for a person, each as its name, a space and its bytes as text.
        default List<String> filesSentTo(String id) {
            return List.of();
        }

        /// Somebody taps what the latest message to them offers, or says it as their messenger lets them.
        default void tap(String person, long time, QuickReply reply) {
            throw new UnsupportedOperationException("Nothing to tap here.");
        }

        /// Whether the latest message to a person or a group offers answers.
        default boolean offers(String id) {
            return false;
        }

        /// The next change of a message is refused for good.
        default void refuseNextChange() {
            refuseNext();
        }

        /// The next change of a message is made, and whoever asked for it not told.
        default void swallowNextChange() {
            swallowNext();
        }

        /// When the message was written that this one is shown as the answer to; -1 where there is none.
        default long answered(String id, String text) {
            return -1;
        }

        /// Somebody writes in a group.
        void inGroup(String person, String group, long time, boolean mentioned, String text);

        /// Somebody writes in a group's thread, where there are threads.
        void inThread(String person, String group, String thread, long time, String text);

        /// Things that are no message, or none anybody understands.
        void nonsense(long time);

        /// The texts it took for a person or a group, in order.
        List<String> sentTo(String id);

        /// True once it counts everything as received.
        boolean allReceived();

        void die() throws Exception;

        void start() throws Exception;

        /// It takes connections and says nothing.
        void freeze(boolean frozen);

        /// The next message to send is refused for good.
        void refuseNext();

        /// The next message to send is one too many for now.
        void limitNext(Duration wait);

        /// The next message to send is taken, and its sender not told.
        void swallowNext();

        @Override
        void close() throws IOException;
    }

    final List<Incoming> taken = new CopyOnWriteArrayList<>();
    Messenger messenger;
    Channel channel;
    String anna;
    String bert;
    private String group;

    protected abstract Messenger messenger() throws Exception;

    /// What the adapter can do, exactly: what it does not say here is not looked at, so nothing is left out by mistake.
    protected abstract Capabilities can();

    @BeforeEach
    void start() throws Exception {
        messenger = messenger();
        messenger.start();
        anna = messenger.anna();
        bert = messenger.bert();
        group = messenger.group();
        channel = messenger.channel(Duration.ofMillis(400));
    }

    @AfterEach
    void stop() throws Exception {
        channel.close();
        messenger.close();
    }

    void open() {
        channel.open(taken::add);
        until("it to be connected", () -> channel.state().stage() == ChannelState.Stage.CONNECTED);
    }

    Address person(String id) {
        return new Address(channel.name(), channel.state().account(), Kind.DIRECT, id);
    }

    private Address group(String id) {
        return new Address(channel.name(), channel.state().account(), Kind.GROUP, id);
    }

    @Test
    void saysWhatItCanDo() {
        assertThat(channel.capabilities()).isEqualTo(can());
    }

    @Test
    void handsOverWhatPeopleWriteInOrderWithTheirOwnIds() {
        for (int i = 1; i <= 5; i++) {
            messenger.direct(i % 2 == 0 ? anna : bert, "Anna", i, "message " + i);
        }
        open();
        until("five messages", () -> taken.size() == 5);

        assertThat(taken.stream().map(Incoming::text))
                .containsExactly("message 1", "message 2", "message 3", "message 4", "message 5");
        assertThat(taken.get(0).who()).isEqualTo(person(bert));
        assertThat(taken.get(1).who()).isEqualTo(person(anna));
        assertThat(taken).allSatisfy(message -> {
            assertThat(message.place()).isEqualTo(message.who());
            assertThat(message.id()).matches("[A-Za-z0-9._-]{1,64}");
        });
        assertThat(taken.stream().map(Incoming::id)).doesNotHaveDuplicates();
    }

    @Test
    void knowsAPersonWhateverTheyCallThemselves() {
        open();
        messenger.direct(anna, "Anna", 1, "one");
        messenger.direct(anna, "Bert", 2, "two");
        messenger.direct(bert, "Anna", 3, "three");
        until("three messages", () -> taken.size() == 3);

        assertThat(taken.get(0).who()).isEqualTo(taken.get(1).who());
        assertThat(taken.get(2).who()).isNotEqualTo(taken.get(0).who());
    }

    @Test
    void tellsAGroupFromItsMembersAndWhetherItWasMentioned() {
        open();
        messenger.inGroup(anna, group, 1, false, "not for you");
        messenger.inGroup(anna, group, 2, true, "what do you think?");
        if (!can().groups()) {
            messenger.direct(anna, "Anna", 3, "for you alone");
            until("what is for it alone", () -> !taken.isEmpty());
            assertThat(taken).extracting(Incoming::text).containsExactly("for you alone");
            return;
        }
        until("two messages", () -> taken.size() == 2);

        assertThat(taken.get(0).mentioned()).isFalse();
        assertThat(taken.get(1).mentioned()).isTrue();
        assertThat(taken.get(1).who()).isEqualTo(person(anna));
        assertThat(taken.get(1).place()).isEqualTo(group(group));
        assertThat(taken.get(1).text().strip()).isEqualTo("what do you think?");
    }

    @Test
    void survivesWhatItDoesNotUnderstand() {
        messenger.nonsense(1);
        messenger.direct(anna, "Anna", 100, "still there?");
        open();
        until("the message behind it", () -> !taken.isEmpty());

        assertThat(taken.stream().map(Incoming::text)).containsExactly("still there?");
    }

    @Test
    void handsOverTheNextMessageOnlyWhenTheOneBeforeIsTaken() {
        CountDownLatch gate = new CountDownLatch(1);
        messenger.direct(anna, "Anna", 1, "one");
        messenger.direct(anna, "Anna", 2, "two");
        channel.open(message -> {
            taken.add(message);
            gate.await();
        });
        until("the first message", () -> taken.size() == 1);
        // Longer than the silence it would end a connection for: being busy is not being silent.
        LockSupport.parkNanos(Duration.ofMillis(1_200).toNanos());
        assertThat(taken).hasSize(1);
        gate.countDown();
        until("the second message", () -> taken.size() == 2);

        assertThat(taken.stream().map(Incoming::text)).containsExactly("one", "two");
    }

    @Test
    void connectsAgainWhenTheMessengerCameBack() throws Exception {
        open();
        messenger.die();
        until("it to notice", () -> channel.state().stage() == ChannelState.Stage.CONNECTING);
        assertThat(channel.state().why()).isNotEmpty();
        messenger.direct(anna, "Anna", 1, "while you were away");
        messenger.start();
        until("what came meanwhile", () -> taken.size() == 1);
        until("it to be connected", () -> channel.state().stage() == ChannelState.Stage.CONNECTED);

        assertThat(channel.state().why()).isEmpty();
    }

    @Test
    void leavesAConnectionThatIsOpenAndSilent() {
        open();
        messenger.freeze(true);
        until("it to leave", () -> channel.state().stage() == ChannelState.Stage.CONNECTING);
        messenger.freeze(false);
        messenger.direct(anna, "Anna", 1, "hello");
        until("the message", () -> taken.size() == 1);
    }

    @Test
    void staysWithAConnectionThatIsQuietAndAlive() {
        open();
        long since = channel.state().since();
        LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());

        assertThat(channel.state().since()).isEqualTo(since);
        assertThat(channel.state().stage()).isEqualTo(ChannelState.Stage.CONNECTED);
    }

    @Test
    void sendsToAPersonAndToAGroup() throws Exception {
        open();
        assertThat(channel.send(person(anna), Styled.plain("for Anna 😀"))).isEqualTo(new Outcome.Sent());
        assertThat(messenger.sentTo(anna)).containsExactly("for Anna 😀");
        Outcome toAll = channel.send(group(group), Styled.plain("for all"));
        if (!can().groups()) {
            assertThat(toAll).isInstanceOf(Outcome.Never.class);
            assertThat(messenger.sentTo(group)).isEmpty();
            return;
        }
        assertThat(toAll).isEqualTo(new Outcome.Sent());
        assertThat(messenger.sentTo(group)).containsExactly("for all");
    }

    @Test
    void saysWhatBecameOfAMessageThatWasNotSent() throws Exception {
        open();
        messenger.refuseNext();
        assertThat(channel.send(person(anna), Styled.plain("one"))).isInstanceOf(Outcome.Never.class);
        messenger.limitNext(Duration.ofSeconds(77));
        assertThat(channel.send(person(anna), Styled.plain("two")))
                .isInstanceOfSatisfying(
                        Outcome.Later.class, later -> assertThat(later.pause()).isEqualTo(Duration.ofSeconds(77)));
        assertThat(messenger.sentTo(anna)).isEmpty();
        messenger.die();
        assertThat(channel.send(person(anna), Styled.plain("three"))).isInstanceOf(Outcome.Later.class);
    }

    @Test
    void saysWhereItCannotKnowWhetherAMessageWasSent() throws Exception {
        open();
        messenger.swallowNext();
        assertThat(channel.send(person(anna), Styled.plain("once"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(messenger.sentTo(anna)).containsExactly("once");
    }

    @Test
    void saysWhatItCanDoAndCallsItselfAsItsAddressesDo() {
        open();
        assertThat(channel.capabilities().maxChars()).isGreaterThanOrEqualTo(64);
        assertThat(channel.state().channel()).isEqualTo(channel.name());
        assertThat(person(anna).key()).startsWith(channel.name() + ".");
    }

    @Test
    void givesTheSameMessageTheSameIdWheneverItComes() {
        open();
        messenger.direct(anna, "Anna", 7, "once");
        until("the message", () -> taken.size() == 1);
        messenger.direct(anna, "Anna", 7, "once");
        messenger.direct(anna, "Anna", 8, "another");
        until("it again, or what is behind it", () -> taken.getLast().text().equals("another"));

        assertThat(taken.stream().filter(message -> message.text().equals("once")))
                .extracting(Incoming::id)
                .containsOnly(taken.getFirst().id());
        assertThat(taken.getLast().id()).isNotEqualTo(taken.getFirst().id());
    }

    @Test
    void saysThatItHasAMessageOnlyWhenItIsTaken() throws Exception {
        messenger.direct(anna, "Anna", 1, "one");
        messenger.direct(anna, "Anna", 2, "two");
        channel.open(message -> {
            taken.add(message);
            new CountDownLatch(1).await();
        });
        until("the first message", () -> taken.size() == 1);
        channel.close();
        if (messenger.keepsUntilTaken()) {
            assertThat(messenger.allReceived()).isFalse();
            channel = messenger.channel(Duration.ofMillis(400));
            taken.clear();
            open();
            until("both again", () -> taken.size() == 2);
            assertThat(taken.stream().map(Incoming::text)).containsExactly("one", "two");
            until("it to say so", messenger::allReceived);
        }
    }

    @Test
    void tellsThreadsOfAGroupApartAndAnswersInThem() throws Exception {
        if (!can().threads()) {
            return;
        }
        open();
        messenger.inThread(anna, group, "77", 1, "about the holidays");
        messenger.inGroup(anna, group, 2, true, "about everything");
        until("two messages", () -> taken.size() == 2);

        Address thread = taken.getFirst().place();
        assertThat(thread).isEqualTo(Address.thread(group(group), "77"));
        assertThat(taken.getFirst().mentioned()).isTrue();
        assertThat(taken.getLast().place()).isEqualTo(group(group));
        assertThat(channel.send(thread, Styled.plain("in there"))).isEqualTo(new Outcome.Sent());
        assertThat(messenger.sentTo(group + "/77")).containsExactly("in there");
        assertThat(messenger.sentTo(group)).isEmpty();
    }

    @Test
    void tellsAStrangerACodeAndPassesNothingOn() {
        List<String> passedOn = new CopyOnWriteArrayList<>();
        channel.open(new Doorkeeper(
                channel,
                message -> {
                    passedOn.add(message.who().id());
                    return passedOn.size() == 1 ? new Door.Answer.Code("ABCD2345") : new Door.Answer.Silence();
                },
                time -> LockSupport.parkNanos(time.toNanos()),
                () -> 0));
        messenger.direct(anna, "Anna", 1, "let me in");
        messenger.direct(anna, "Anna", 2, "please");
        messenger.inGroup(anna, group, 3, false, "between us");
        messenger.direct(bert, "Bert", 4, "and me");
        until("three to be asked about", () -> passedOn.size() == 3);

        assertThat(passedOn).containsExactly(anna, anna, bert);
        assertThat(messenger.sentTo(anna)).singleElement().asString().endsWith(": ABCD2345");
        assertThat(messenger.sentTo(group)).isEmpty();
    }
}
