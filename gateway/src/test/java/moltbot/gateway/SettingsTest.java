package moltbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.model.remote.Thinking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void pinsItsDefaults() {
        assertThat(Settings.fromJson(JsonObject.EMPTY))
                .isEqualTo(new Settings(
                        "auto",
                        "",
                        URI.create("https://api.anthropic.com"),
                        URI.create("https://api.openai.com/v1"),
                        URI.create("http://127.0.0.1:11434"),
                        8192,
                        Thinking.AUTO,
                        Optional.empty()));
    }

    @Test
    void namesTheNeighbourOfWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Settings.fromJson(JsonObject.parse("{\"antropicBaseUrl\":\"https://x\"}")))
                .hasMessageContaining("'anthropicBaseUrl'");
        assertThatThrownBy(() -> Settings.fromJson(JsonObject.parse("{\"provider\":\"olama\"}")))
                .hasMessageContaining("'ollama'");
        assertThatThrownBy(() -> SecretNames.known("antropic-key")).hasMessageContaining("mean anthropic-api-key?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"anthropicBaseUrl\":\"not a url\"}",
                "{\"anthropicBaseUrl\":\"file:///etc/passwd\"}",
                "{\"openaiBaseUrl\":\"https://me:secret@host/v1\"}",
                "{\"maxTokens\":0}",
                "{\"maxTokens\":99999999999}",
                "{\"thinking\":\"hard\"}",
                "{\"thinking\":\"1000\"}",
                "{\"model\":7}"
            })
    void refusesWhatCannotBe(String json) {
        assertThatThrownBy(() -> Settings.fromJson(JsonObject.parse(json)))
                .isInstanceOf(ContractException.class)
                .hasMessageNotContaining("secret@");
    }
}
