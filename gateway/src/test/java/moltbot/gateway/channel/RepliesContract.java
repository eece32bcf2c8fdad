package moltbot.gateway.channel;

import static moltbot.gateway.channel.ChannelWait.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import org.junit.jupiter.api.Test;

/// What the house wants of an adapter that offers answers to a message, or shows what a message answers.
public abstract class RepliesContract extends TakenBackContract {
    private static final QuickReply YES = new QuickReply("Approve", "/approve ABCD-EFGH", "\uD83D\uDC4D");
    private static final QuickReply NO = new QuickReply("Deny", "/deny ABCD-EFGH", "\uD83D\uDC4E");

    private static OutgoingText asking(String once) {
        return new OutgoingText(Styled.plain("May I?"), once, "", List.of(YES, NO));
    }

    /// Who taps says what is offered: as themselves, in their own talk with the house, and once.
    @Test
    void takesAnAnswerThatIsTappedForItsWords() throws Exception {
        if (can().quickReplies() == 0) {
            return;
        }
        open();
        messenger.direct(anna, "Anna", 1, "hello");
        until("the first message", () -> taken.size() == 1);
        assertThat(channel.send(person(anna), asking("a"))).isEqualTo(new Outcome.Sent());
        assertThat(messenger.sentTo(anna).getLast()).startsWith("May I?");
        messenger.tap(anna, 2, YES);
        until("the answer", () -> taken.size() == 2);

        Incoming said = taken.getLast();
        assertThat(said.text()).isEqualTo(YES.says());
        assertThat(said.who()).isEqualTo(person(anna));
        assertThat(said.place()).isEqualTo(person(anna));
        assertThat(said.files()).isEmpty();
        assertThat(said.id())
                .matches("[A-Za-z0-9._-]{1,64}")
                .isNotEqualTo(taken.getFirst().id());
        until("what was offered to be gone", () -> !messenger.offers(anna));
        until("it to be acknowledged", messenger::allReceived);
    }

    @Test
    void tellsTwoAnswersApartAndOneQuestionFromTheNext() throws Exception {
        if (can().quickReplies() == 0) {
            return;
        }
        open();
        messenger.direct(anna, "Anna", 1, "hello");
        until("the first message", () -> taken.size() == 1);
        channel.send(person(anna), asking("a"));
        messenger.tap(anna, 2, NO);
        until("the first answer", () -> taken.size() == 2);
        QuickReply later = new QuickReply("Approve", "/approve QRST-UVWX", YES.sign());
        channel.send(person(anna), new OutgoingText(Styled.plain("And this?"), "b", "", List.of(later)));
        messenger.tap(anna, 3, later);
        until("the second", () -> taken.size() == 3);

        assertThat(taken.stream().map(Incoming::text).skip(1)).containsExactly(NO.says(), later.says());
        assertThat(taken.stream().map(Incoming::id)).doesNotHaveDuplicates();
    }

    @Test
    void showsWhatAMessageAnswers() throws Exception {
        if (!can().quotes()) {
            return;
        }
        channel.open(message -> {
            channel.seen(message);
            taken.add(message);
        });
        until("it to be connected", () -> channel.state().stage() == ChannelState.Stage.CONNECTED);
        messenger.direct(anna, "Anna", 1, "one");
        messenger.direct(anna, "Anna", 2, "two");
        if (can().groups()) {
            messenger.inGroup(anna, messenger.group(), 3, true, "three");
        }
        until("all of them", () -> taken.size() >= (can().groups() ? 3 : 2));
        for (Incoming message : List.copyOf(taken)) {
            OutgoingText answer = new OutgoingText(
                    Styled.plain("to " + message.text().strip()), message.id(), message.id(), List.of());
            assertThat(channel.send(message.place(), answer)).isEqualTo(new Outcome.Sent());
        }
        OutgoingText lost = new OutgoingText(Styled.plain("to nobody knows what"), "x", "nothing-5-known", List.of());
        assertThat(channel.send(person(anna), lost)).isEqualTo(new Outcome.Sent());

        assertThat(messenger.answered(anna, "to one")).isEqualTo(1);
        assertThat(messenger.answered(anna, "to two")).isEqualTo(2);
        if (can().groups()) {
            assertThat(messenger.answered(messenger.group(), "to three")).isEqualTo(3);
        }
        assertThat(messenger.answered(anna, "to nobody knows what")).isEqualTo(-1);
    }

    private OutgoingText said(String text) {
        return new OutgoingText(Styled.plain(text), "", "", List.of());
    }

    @Test
    void growsOneMessageThatTheAnswerTakesThePlaceOf() throws Exception {
        if (can().changes() == 0) {
            return;
        }
        open();
        Post post = new Post();
        assertThat(post.show(channel, person(anna), "t1", Styled.plain("Hello")))
                .isPresent();
        assertThat(messenger.sentTo(anna)).containsExactly("Hello …");
        assertThat(post.show(channel, person(anna), "t1", Styled.plain("Hello, how")))
                .isPresent();
        assertThat(post.show(channel, person(anna), "t1", Styled.plain("Hello, how")))
                .isPresent();
        assertThat(messenger.sentTo(anna)).containsExactly("Hello, how …");
        Post.Letter letter = new Post.Letter(1, 1, "t1");
        assertThat(post.send(letter, channel, person(anna), said("Hello, how are you?"), 0, _ -> {}))
                .isEqualTo(new Outcome.Sent());
        assertThat(messenger.sentTo(anna)).containsExactly("Hello, how are you?");

        Post.Letter next = new Post.Letter(2, 1, "t1");
        post.send(next, channel, person(anna), said("And more."), 0, _ -> {});
        assertThat(messenger.sentTo(anna)).containsExactly("Hello, how are you?", "And more.");
    }

    /// One's own answer, and what was said to a program of theirs.
    @Test
    void twoAnswersAtOnceAreTwoMessages() throws Exception {
        if (can().changes() == 0) {
            return;
        }
        open();
        Post post = new Post();
        for (String much : List.of("One", "One by", "One by one")) {
            post.show(channel, person(anna), "t1", Styled.plain(much));
            post.show(channel, person(anna), "t2", Styled.plain(much.replace("One", "Two")));
        }
        assertThat(messenger.sentTo(anna)).containsExactly("One by one …", "Two by one …");
        post.send(new Post.Letter(1, 1, "t2"), channel, person(anna), said("Two."), 0, _ -> {});
        post.takeBack(channel, person(anna), "t1");
        assertThat(messenger.sentTo(anna)).containsExactly("Two.");
    }

    /// A change cannot add what a message answers.
    @Test
    void anAnswerThatShowsWhatItAnswersIsAMessageOfItsOwn() throws Exception {
        if (can().changes() == 0 || !can().quotes()) {
            return;
        }
        channel.open(message -> {
            channel.seen(message);
            taken.add(message);
        });
        messenger.direct(anna, "Anna", 1, "one");
        until("it", () -> taken.size() == 1);
        Post post = new Post();
        post.show(channel, person(anna), "t1", Styled.plain("Hello"));
        OutgoingText answer = new OutgoingText(
                Styled.plain("Hello, Anna."), "", taken.getFirst().id(), List.of());
        post.send(new Post.Letter(1, 1, "t1"), channel, person(anna), answer, 0, _ -> {});
        assertThat(messenger.sentTo(anna)).containsExactly("Hello, Anna.");
        assertThat(messenger.answered(anna, "Hello, Anna.")).isEqualTo(1);
    }

    @Test
    void takesBackWhatWasShownAndIsNotSaid() throws Exception {
        if (can().changes() == 0) {
            return;
        }
        open();
        Post post = new Post();
        post.show(channel, person(anna), "t1", Styled.plain("Hello"));
        post.show(channel, person(anna), "t1", Styled.plain("Hello, how"));
        post.takeBack(channel, person(anna), "another");
        assertThat(messenger.sentTo(anna)).containsExactly("Hello, how …");
        post.takeBack(channel, person(anna), "t1");
        assertThat(messenger.sentTo(anna)).isEmpty();
        post.send(new Post.Letter(1, 1, "t1"), channel, person(anna), said("Sorry."), 0, _ -> {});
        assertThat(messenger.sentTo(anna)).containsExactly("Sorry.");
    }

    @Test
    void takesBackWhatIsShownWhenTheHouseStops() throws Exception {
        if (can().changes() == 0) {
            return;
        }
        open();
        Post post = new Post();
        post.show(channel, person(anna), "t1", Styled.plain("Hello"));
        post.show(channel, person(anna), "t1", Styled.plain("Hello, how"));
        post.show(channel, person(anna), "t2", Styled.plain("Good"));
        assertThat(messenger.sentTo(anna)).containsExactly("Hello, how …", "Good …");
        post.close();
        assertThat(messenger.sentTo(anna)).isEmpty();
    }

    /// Where a change goes wrong, the answer is there once all the same.
    @Test
    void anAnswerIsThereOnceWhateverBecomesOfTheChange() throws Exception {
        if (can().changes() == 0) {
            return;
        }
        open();
        Post post = new Post();
        post.show(channel, person(anna), "t1", Styled.plain("Hello"));
        messenger.refuseNextChange();
        assertThat(post.send(new Post.Letter(1, 1, "t1"), channel, person(anna), said("Hello, Anna."), 0, _ -> {}))
                .isEqualTo(new Outcome.Sent());
        assertThat(messenger.sentTo(anna)).containsExactly("Hello, Anna.");

        post.show(channel, person(anna), "t2", Styled.plain("Good"));
        messenger.swallowNextChange();
        Post.Letter letter = new Post.Letter(2, 1, "t2");
        assertThat(post.send(letter, channel, person(anna), said("Good night."), 0, _ -> {}))
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(post.send(letter, channel, person(anna), said("Good night."), 0, _ -> {}))
                .isEqualTo(new Outcome.Sent());
        assertThat(messenger.sentTo(anna)).containsExactly("Hello, Anna.", "Good night.");
    }

    /// In a group anybody could tap, and would be somebody else than who was asked.
    @Test
    void isNotAskedToOfferAnswersInAGroup() throws Exception {
        if (!can().groups()) {
            return;
        }
        open();
        Address there = new Address(channel.name(), channel.state().account(), Kind.GROUP, messenger.group());
        Post.Letter letter = new Post.Letter(1, 1);
        assertThat(new Post().send(letter, channel, there, asking(""), 0, _ -> {}))
                .isEqualTo(new Outcome.Sent());
        assertThat(messenger.offers(messenger.group())).isFalse();
    }
}
