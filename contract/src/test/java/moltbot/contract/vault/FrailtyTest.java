package moltbot.contract.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrailtyTest {
    private static final String GOOD = "q8Zr2LkV0nXw7TbY4mJd";

    private static JsonObject only(String value) {
        return Frailty.judge(Map.of("a-key", value)).list("secrets").objects().getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "undefined",
                "null",
                "changeme",
                "CHANGE-ME",
                "your-api-key-here",
                "your_token",
                "<your key>",
                "${API_KEY}",
                "$OPENAI_API_KEY",
                "{{ api_key }}",
                "[your key]",
                "xxxxxxxxxxxxxxxxxxxx",
                "aaaaaaaaaaaaaaaaaaaaaaaa",
                "12345678",
                "password",
                "secret",
            })
    void whatNobodyChoseIsAPlaceholder(String value) {
        assertThat(only(value).text("flaw")).isEqualTo("placeholder");
    }

    /// A secret may begin with any sign; only what nobody filled in is told by it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
                "[q8Zr2LkV0nXw7TbY4mJd]",
                "<q8Zr2LkV0nXw7TbY4mJd>",
                "{{q8Zr2/LkV0nXw7TbY4mJd",
                "$q8Zr2LkV0nXw7TbY4mJd",
            })
    void aStrongOneIsNoneWhateverItBeginsWith(String value) {
        assertThat(only(value).text("flaw")).isEmpty();
    }

    @Test
    void aShortOneAndOneUsedTwiceAreTold() {
        assertThat(only(GOOD).text("flaw")).isEmpty();
        assertThat(only("sk-Q8zr2").text("flaw")).isEqualTo("short");
        List<JsonObject> both = Frailty.judge(Map.of("first", GOOD, "second", GOOD))
                .list("secrets")
                .objects();
        assertThat(both.get(0).text("flaw")).isEmpty();
        assertThat(both.get(1).text("flaw")).isEqualTo("reused");
        assertThat(both.get(1).text("like")).isEqualTo("first");
    }

    @Test
    void noPartOfASecretIsTold() {
        String told = Frailty.judge(Map.of("first", GOOD, "second", GOOD, "third", "undefined"))
                .toString();
        for (int i = 0; i + 4 <= GOOD.length(); i++) {
            assertThat(told).doesNotContain(GOOD.substring(i, i + 4));
        }
        assertThat(told).doesNotContain("undefined");
    }
}
