package moltbot.contract.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;

/// A call of a hook, whoever made the record of it.
class HookCallTest {
    private static void refuses(String hook, String id, String type, String query) {
        assertThatThrownBy(() -> new HookCall(hook, id, type, query))
                .as("%s %s %s %s", hook, id, type, query)
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ContractException.Code.MALFORMED));
    }

    @Test
    void takesWhatTheBreakerMayHandOver() {
        HookCall call = new HookCall("front-door", "72d3162e-cc78_1.a", "application/json", "a=b&c=%20/?");
        assertThat(call.target()).isEqualTo("/hooks/front-door?a=b&c=%20/?");
        assertThat(HookCall.fromJson(call.toJson())).isEqualTo(call);
        HookCall bare = new HookCall("a", "1", "", "");
        assertThat(bare.target()).isEqualTo("/hooks/a");
        assertThat(HookCall.fromJson(bare.toJson())).isEqualTo(bare);
        assertThat(new HookCall("a".repeat(32), "1".repeat(64), "", "q".repeat(2_048)))
                .isNotNull();
    }

    @Test
    void refusesWhatIsNoCall() {
        for (String hook : List.of("", "-a", "A", "a/b", "a?b", "a\n", "../a", "a".repeat(33))) {
            refuses(hook, "1", "", "");
        }
        for (String id : List.of("", "a b", "a/b", "ä", "1\n", "1".repeat(65))) {
            refuses("a", id, "", "");
        }
        for (String type : List.of("json", "a/b; charset=x", "A/B", "a/b\n", "a/" + "b".repeat(64))) {
            refuses("a", "1", type, "");
        }
        for (String query : List.of("a b", "#", "ä", "a\n", "\"", "q".repeat(2_049))) {
            refuses("a", "1", "", query);
        }
    }

    @Test
    void doesNotReadACallThatLacksSomething() {
        JsonObject whole = new HookCall("a", "1", "", "").toJson();
        for (String field : List.of("hook", "id", "type", "query")) {
            JsonObject.Builder part = JsonObject.with("x", 1);
            whole.fields().forEach((name, value) -> {
                if (!name.equals(field)) {
                    part.with(name, value);
                }
            });
            assertThatThrownBy(() -> HookCall.fromJson(part.build())).isInstanceOf(ContractException.class);
        }
    }

    @Test
    void aWordThatNobodyKnowsMeansNotYet() {
        for (Taken one : Taken.values()) {
            assertThat(Taken.of(one.word())).isEqualTo(one);
        }
        assertThat(Taken.of("")).isEqualTo(Taken.LATER);
        assertThat(Taken.of("DONE")).isEqualTo(Taken.LATER);
    }
}
