package moltbot.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.channel.Styled;
import org.junit.jupiter.api.Test;

/// What becomes of a message at the door.
class DoorkeeperTest {
    private static final Address ANNA = new Address("signal", "+49", Kind.DIRECT, "anna");
    private static final Address GROUP = new Address("signal", "+49", Kind.GROUP, "group");

    private final List<String> knocked = new ArrayList<>();
    private final Deque<Object> answers = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final Doorkeeper keeper = new Doorkeeper(new Voice(), new House(), pauses::add, () -> 1);

    private Door.Answer answer(String what) {
        knocked.add(what);
        Object next = answers.isEmpty() ? new Door.Answer.Taken() : answers.poll();
        if (next instanceof RuntimeException failure) {
            throw failure;
        }
        return (Door.Answer) next;
    }

    private static Incoming message(Address place, boolean mentioned, String text) {
        return new Incoming("m1", ANNA, place, "Anna", false, mentioned, text);
    }

    private void take(String text) throws InterruptedException {
        keeper.take(message(ANNA, false, text));
    }

    @Test
    void hearsOnlyWhatMentionsItInAGroup() throws Exception {
        keeper.take(message(GROUP, false, "between us"));
        keeper.take(message(GROUP, true, "for you"));

        assertThat(knocked).containsExactly("for you");
        assertThat(seen).containsExactly("for you");
    }

    @Test
    void takesAFileWithoutAWordAndSaysWhatHasNoRoom() throws Exception {
        Incoming file = new Incoming(
                "m1", ANNA, ANNA, "Anna", false, false, "", List.of(new Incoming.Offered("r", "a.png", 1)));
        answers.add(new Door.Answer.Taken());
        answers.add(ContractException.refused("workspace-full", "There is no room for it."));
        keeper.take(file);
        keeper.take(file);

        assertThat(knocked).containsExactly("", "");
        assertThat(said).containsExactly("There is no room for it.");
        assertThat(pauses).isEmpty();
    }

    @Test
    void tellsAStrangerTheirCodeAndThatNothingWasRead() throws Exception {
        answers.add(new Door.Answer.Code("ABCD2345"));
        answers.add(new Door.Answer.Silence());
        take("one");
        take("two");

        assertThat(seen).as("what a stranger is shown to be read").isEmpty();
        assertThat(said).hasSize(1);
        assertThat(said.getFirst()).contains("have not read your message").endsWith(": ABCD2345");
    }

    @Test
    void saysTheAnswerToACommandAtOnceInParts() throws Exception {
        answers.add(new Door.Answer.Said("Stopped."));
        take("/stop");

        assertThat(said).containsExactly("Stopped.");
        assertThat(seen).containsExactly("/stop");
    }

    @Test
    void waitsAsLongAsTheHouseCannotTakeIt() throws Exception {
        for (int i = 0; i < 12; i++) {
            answers.add(new ContractException(Code.UNAVAILABLE, "Nobody answers."));
        }
        answers.add(ContractException.refused("storage", "The disk is full."));
        answers.add(new IllegalStateException("a fault"));
        take("one");

        assertThat(knocked).hasSize(15).containsOnly("one");
        assertThat(pauses).isSorted().hasSize(14).last().isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void doesNotWaitForWhatNeverWillBeTakenAndSaysSo() throws Exception {
        answers.add(ContractException.refused("busy", "Too many wait."));
        answers.add(ContractException.refused("too-large", "Too long."));
        answers.add(ContractException.malformed("That is none."));
        take("one");
        take("two");
        take("three");

        assertThat(knocked).containsExactly("one", "two", "three");
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains("have not taken that one");
        assertThat(said.get(1)).contains("too long");
    }

    @Test
    void passesOverAMessageThatBreaksTheHouseEachTime() throws Exception {
        for (int i = 0; i < 100; i++) {
            answers.add(new IllegalStateException("a fault"));
        }
        take("poison");

        assertThat(knocked).hasSizeLessThan(20);
    }

    @Test
    void bringsWhatIsTakenBackOnceTheHouseCanHearIt() throws Exception {
        answers.add(new ContractException(Code.UNAVAILABLE, "Nobody answers."));
        answers.add(ContractException.refused("unavailable", "The runtime starts again."));
        answers.add(ContractException.refused("storage", "The disk is full."));
        answers.add(new Door.Answer.Taken());
        answers.add(ContractException.refused("not-admitted", "Who is that?"));
        Incoming.Withdrawn message = new Incoming.Withdrawn("m1", ANNA, ANNA);
        keeper.withdraw(message);
        keeper.withdraw(message);

        assertThat(knocked).hasSize(5).containsOnly("back m1");
        assertThat(pauses).hasSize(3);
        assertThat(said).isEmpty();
    }

    /// Answers as the test says.
    private final class House implements Door {
        @Override
        public Answer knock(Incoming message) {
            return answer(message.text());
        }

        @Override
        public void withdraw(Incoming.Withdrawn message) {
            answer("back " + message.id());
        }
    }

    /// Keeps what is said.
    private final class Voice implements Channel {
        @Override
        public String name() {
            return "voice";
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(2_000, true, false);
        }

        @Override
        public void open(Inbox inbox) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outcome send(Address to, Styled text) {
            said.add(text.text());
            return new Outcome.Sent();
        }

        @Override
        public void seen(Incoming message) {
            seen.add(message.text());
        }

        @Override
        public ChannelState state() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
