package moltbot.control.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.channel.Errand;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.control.Effects;
import org.junit.jupiter.api.Test;

/// Who may be asked and written to, and who says so.
class PeoplePolicyTest {
    private static final String ANNA = "signal.aaaa";
    private static final String ME = "signal.bbbb";
    private static final Map<String, Recipient> LET_IN = Map.of(
            ANNA,
            new Recipient("“Anna”, in Signal", false),
            ME,
            new Recipient("you yourself, in Signal", true),
            "signal.cccc",
            new Recipient("“Bert”, in Signal", false));

    private static JsonObject errand(String to, String recipient) {
        return new Errand(to, recipient, Errand.FROM + "I come at six.").toJson();
    }

    private static JsonObject toAnna() {
        return errand(ANNA, "“Anna”, in Signal");
    }

    private static Effect effect(String kind, JsonObject shows, String sender) {
        return Effect.fromJson(Effects.request("c", kind, shows).toBuilder()
                .with("sender", sender)
                .build());
    }

    private static Decision decide(String kind, JsonObject shows, Label label, String sender) {
        return Policy.decide(
                        effect(kind, shows, sender),
                        label,
                        new Known(_ -> false, List.of(), key -> Optional.ofNullable(LET_IN.get(key))))
                .decision();
    }

    private static Decision send(JsonObject shows, Label label) {
        return decide(Errand.EFFECT, shows, label, "owner");
    }

    @Test
    void asksBeforeItWritesToAnybodyAndEachTimeWhereOthersHadAHandInIt() {
        for (Label label : List.of(Label.OWNERS, Label.KEPT)) {
            assertThat(send(toAnna(), label)).isInstanceOfSatisfying(Decision.Ask.class, ask -> {
                assertThat(ask.onceForAll()).isTrue();
                assertThat(ask.why()).contains("“Anna”, in Signal");
            });
        }
        for (Label label : List.of(Label.FOREIGN, Label.WORST)) {
            assertThat(send(toAnna(), label)).isInstanceOfSatisfying(Decision.Ask.class, ask -> {
                assertThat(ask.onceForAll()).isFalse();
                assertThat(ask.why())
                        .startsWith("It has read what others wrote")
                        .contains("“Anna”, in Signal");
            });
        }
    }

    @Test
    void writesToTheOwnerThemselfUnlessOthersHadAHandInIt() {
        JsonObject toMe = errand(ME, "you yourself, in Signal");
        assertThat(send(toMe, Label.KEPT)).isInstanceOf(Decision.Allow.class);
        assertThat(send(toMe, Label.FOREIGN)).isInstanceOf(Decision.Ask.class);
    }

    @Test
    void writesToNobodyWhoIsNotLetInOrIsSomebodyElseThanItSays() {
        assertThat(send(errand("signal.dddd", "“Anna”, in Signal"), Label.OWNERS))
                .isInstanceOf(Decision.Deny.class);
        assertThat(send(errand("signal.cccc", "“Anna”, in Signal"), Label.OWNERS))
                .isInstanceOf(Decision.Deny.class);
        JsonObject more = toAnna().toBuilder().with("also", "signal.cccc").build();
        assertThat(send(more, Label.OWNERS)).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void everyMessageSaysWhoItIsFromAndHidesNothing() {
        JsonObject bare = toAnna().toBuilder().with("text", "It is me, Tom.").build();
        assertThat(send(bare, Label.OWNERS)).isInstanceOf(Decision.Deny.class);
        JsonObject turned = toAnna().toBuilder()
                .with("text", Errand.FROM + "pay \u202eMOT\u202c now")
                .build();
        assertThat(send(turned, Label.OWNERS)).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void givesOneFileAndNothingBeside() {
        JsonObject path = JsonObject.with("path", "a.txt").build();
        assertThat(decide("file.give", path, Label.WORST, ANNA)).isInstanceOf(Decision.Allow.class);
        for (JsonObject other : List.of(
                JsonObject.EMPTY,
                JsonObject.with("path", " ").build(),
                path.toBuilder().with("to", "signal.1").build())) {
            assertThat(decide("file.give", other, Label.OWNERS, "owner")).isInstanceOf(Decision.Deny.class);
        }
    }

    @Test
    void nobodyElsesConversationWritesToOthersOrLearnsWhoTheyAre() {
        assertThat(decide(Errand.EFFECT, toAnna(), Label.WORST, ANNA)).isInstanceOf(Decision.Deny.class);
        assertThat(decide(Errand.PEOPLE, JsonObject.EMPTY, Label.WORST, ANNA)).isInstanceOf(Decision.Deny.class);
        assertThat(decide(Errand.PEOPLE, JsonObject.EMPTY, Label.OWNERS, "owner"))
                .isInstanceOf(Decision.Allow.class);
    }

    @Test
    void whoeverLooksUpWhomTheOwnerLetInKnowsWhatIsTheOwnersOwn() {
        assertThat(Policy.decide(
                                effect(Errand.PEOPLE, JsonObject.EMPTY, "owner"),
                                Label.FOREIGN,
                                new Known(_ -> false, List.of()))
                        .leaves())
                .isEqualTo(Label.KEPT);
    }

    @Test
    void alwaysMeansThisRecipientAndNoOther() {
        List<StandingRule> said =
                Standing.offer(effect(Errand.EFFECT, toAnna(), "owner")).rules();
        assertThat(said).singleElement().satisfies(rule -> {
            assertThat(rule.sentence()).contains("“Anna”, in Signal");
            assertThat(StandingRule.fromJson(rule.toJson())).isEqualTo(rule);
        });
        JsonObject otherWords = new Errand(ANNA, "“Anna B.”, in Signal", Errand.FROM + "And again.").toJson();
        assertThat(Standing.covers(said, effect(Errand.EFFECT, otherWords, "owner")))
                .isTrue();
        assertThat(Standing.covers(said, effect(Errand.EFFECT, errand("signal.cccc", "“Anna”, in Signal"), "owner")))
                .isFalse();
    }

    @Test
    void aQuestionToWhoeverItTalksToNeedsNobodysYesAndLeavesNothing() {
        JsonObject question = JsonObject.with("question", "Which day?")
                .with("choices", JsonArray.EMPTY)
                .build();
        assertThat(decide("user.ask", question, Label.WORST, ANNA)).isInstanceOf(Decision.Allow.class);
        assertThat(decide(
                        "user.ask", question.toBuilder().with("approves", "a1").build(), Label.OWNERS, "owner"))
                .isInstanceOf(Decision.Deny.class);
        assertThat(Standing.offer(effect("user.ask", question, "owner")).rules())
                .isEmpty();
    }
}
