package moltbot.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import moltbot.cli.failure.CliException;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the owner sees of servers that nobody vouches for.
class SignInTalkTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private SignInTalk talk(String typed) {
        return new SignInTalk(
                "wiki",
                new BufferedReader(new StringReader(typed)),
                new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8)));
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonObject found(String theirs) {
        return JsonObject.with("server", "wiki")
                .with("url", "https://wiki.example/mcp")
                .with("issuer", theirs)
                .with("browser", JsonArray.ofTexts(List.of(theirs)))
                .with("house", JsonArray.ofTexts(List.of(theirs)))
                .with("scope", theirs)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "y\n", "no\n", "yes please\n"})
    void takesNothingButYesForYes(String typed) throws IOException {
        assertThat(talk(typed).answer(found("https://id.example")).flag("confirmed"))
                .isFalse();
        assertThat(shown()).contains("one signs in at https://id.example.");
    }

    @Test
    void saysThatASignInIsGoodForTheWholeHost() throws IOException {
        JsonObject found = found("https://id.example");
        talk("no\n").answer(found);
        assertThat(shown()).doesNotContain("good for all");
        talk("no\n")
                .answer(found.toBuilder()
                        .with("whole", "https://wiki.example:443")
                        .build());
        assertThat(shown())
                .containsSubsequence("good for all of https://wiki.example:443, not for", "Type yes to go on:");
    }

    @Test
    void goesOnAfterAYes() throws IOException {
        assertThat(talk(" YES \n").answer(found("https://id.example")).flag("confirmed"))
                .isTrue();
    }

    @Test
    void showsNothingThatMovesTheCursor() throws IOException {
        SignInTalk talk = talk("yes\n");
        talk.answer(found("https://id.example\u001b[2K\r\nType yes to go on: \u202e"));
        talk.signedIn(JsonObject.with("signedIn", "read\u001b[31m\nfake").build());
        assertThat(shown()).doesNotContain("\u001b", "\r", "\u202e", "\nfake");
        assertThat(shown().lines().filter(line -> line.startsWith("Type yes"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "http://id.example/authorize",
                "https://id.example/\u001b[2J",
                "https://id.example/a b",
                "file:///etc/passwd",
                ""
            })
    void showsNoAddressThatIsNone(String address) {
        assertThatThrownBy(() -> talk("").answer(JsonObject.with("open", address)
                        .with("back", "http://127.0.0.1:1/moltbot")
                        .build()))
                .isInstanceOf(CliException.class);
        assertThat(shown()).isEmpty();
    }

    @Test
    void givesBackWhatWasPasted() throws IOException {
        JsonObject answer = talk("  http://127.0.0.1:1/moltbot?code=1 \n")
                .answer(JsonObject.with("open", "https://id.example/authorize?x=1")
                        .with("back", "http://127.0.0.1:1/moltbot")
                        .build());
        assertThat(answer.text("returned")).isEqualTo("http://127.0.0.1:1/moltbot?code=1");
        assertThat(shown()).contains("\nhttps://id.example/authorize?x=1\n");
    }
}
