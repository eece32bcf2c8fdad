package moltbot.gateway.channel.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.SignalWorld;
import org.junit.jupiter.api.Test;

/// Answers by a sign that is put to a message.
class ReactionsTest {
    private static final String ANNA = "11111111-1111-4111-8111-111111111111";
    private static final String BERT = "22222222-2222-4222-8222-222222222222";
    private static final String UP = "\uD83D\uDC4D";
    private static final QuickReply YES = new QuickReply("Approve", "/approve ABCDEFGH", UP);
    private static final QuickReply NO = new QuickReply("Deny", "/deny ABCDEFGH", "\uD83D\uDC4E");

    private final Reactions reactions = new Reactions();

    private Optional<String> says(JsonObject envelope) {
        return Envelope.reaction(SignalWorld.ACCOUNT, SignalWorld.OWN_UUID, envelope)
                .flatMap(reactions::read)
                .map(Incoming::text);
    }

    private static Address direct(String person) {
        return new Address("signal", SignalWorld.ACCOUNT, Kind.DIRECT, person);
    }

    @Test
    void aSignSaysWhatWasOfferedOnceToWhomItWasOffered() {
        reactions.sent(direct(ANNA), 500, List.of(YES, NO));
        assertThat(says(Envelopes.reaction(BERT, 1, UP, 500, false)))
                .as("somebody else's")
                .isEmpty();
        assertThat(says(Envelopes.reaction(ANNA, 2, UP, 499, false)))
                .as("another message")
                .isEmpty();
        assertThat(says(Envelopes.reaction(ANNA, 3, UP, 500, true)))
                .as("taken away")
                .isEmpty();
        assertThat(says(Envelopes.reaction(ANNA, 4, "\u2764\uFE0F", 500, false)))
                .as("a heart")
                .isEmpty();

        assertThat(says(Envelopes.reaction(ANNA, 5, UP + "\uD83C\uDFFD", 500, false)))
                .as("with the colour of a hand")
                .contains(YES.says());
        assertThat(says(Envelopes.reaction(ANNA, 6, NO.sign(), 500, false)))
                .as("a second")
                .isEmpty();
    }

    /// Of a message that somebody else wrote nothing can have been offered.
    @Test
    void aSignAtSomebodyElsesMessageSaysNothing() {
        reactions.sent(direct(ANNA), 500, List.of(YES));
        JsonObject reaction = JsonObject.with("emoji", UP)
                .with("targetAuthorNumber", "+491111")
                .with("targetAuthorUuid", BERT)
                .with("targetSentTimestamp", 500)
                .with("isRemove", false)
                .build();
        JsonObject data = Envelopes.data(7, "").with("reaction", reaction).build();
        JsonObject envelope =
                Envelopes.of(ANNA, "Anna", 7).with("dataMessage", data).build();
        assertThat(says(envelope)).isEmpty();
        assertThat(Envelope.read(SignalWorld.ACCOUNT, SignalWorld.OWN_UUID, envelope))
                .isEmpty();
    }

    @Test
    void saysHowToAnswerWhereThereIsRoom() {
        OutgoingText asked = new OutgoingText(Styled.plain("May I?"), "", "", List.of(YES, NO));
        assertThat(Reactions.explained(asked, 2_000).text())
                .isEqualTo("May I?\n\nOr react to this message with " + UP + " or " + NO.sign() + ".");
        assertThat(Reactions.explained(asked, 20).text()).isEqualTo("May I?");
        QuickReply number = new QuickReply("1. Blue", "1", "");
        assertThat(Reactions.explained(new OutgoingText(Styled.plain("Which?"), "", "", List.of(number)), 2_000)
                        .text())
                .isEqualTo("Which?");
    }

    @Test
    void remembersTheLatestAlone() {
        for (int at = 1; at <= 100; at++) {
            reactions.sent(direct(ANNA), at, List.of(YES));
        }
        assertThat(says(Envelopes.reaction(ANNA, 1_000, UP, 1, false))).isEmpty();
        assertThat(says(Envelopes.reaction(ANNA, 1_001, UP, 100, false))).isPresent();
    }
}
