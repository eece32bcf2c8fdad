package moltbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.whatsapp.WhatsAppChannel;
import moltbot.gateway.model.ModelName;
import moltbot.gateway.model.remote.Thinking;
import moltbot.gateway.money.Caps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void pinsItsDefaults() {
        Settings settings = Settings.fromJson(JsonObject.EMPTY);

        assertThat(settings.models())
                .isEqualTo(new Settings.Models(
                        new ModelName("auto", ""),
                        List.of(),
                        8192,
                        Thinking.AUTO,
                        URI.create("https://api.anthropic.com"),
                        URI.create("https://api.openai.com/v1"),
                        URI.create("http://127.0.0.1:11434")));
        assertThat(settings.money().caps())
                .isEqualTo(new Caps(
                        new Caps.Cap(2_000_000_000L, 3_000_000),
                        new Caps.Cap(5_000_000_000L, 20_000_000),
                        new Caps.Cap(50_000_000_000L, 200_000_000)));
        assertThat(settings.money().zone()).isEqualTo(ZoneId.systemDefault());
        assertThat(settings.vaultKeyFile()).isEmpty();
    }

    @Test
    void namesWhatThereIsInsteadOfWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Settings.fromJson(JsonObject.parse("{\"antropicBaseUrl\":\"https://x\"}")))
                .hasMessageContaining("'anthropicBaseUrl'");
        assertThatThrownBy(() -> Settings.fromJson(JsonObject.parse("{\"provider\":\"olama\"}")))
                .hasMessageContaining("'model.provider'")
                .hasMessageContaining("one of: auto, anthropic, openai, ollama, demo");
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
                "{\"fallbacks\":[\"auto\"]}",
                "{\"prices\":[\"my-model 1\"]}",
                "{\"prices\":[\"my-model 1 -2\"]}",
                "{\"budget\":{\"dayDollars\":\"much\"}}",
                "{\"budget\":{\"zone\":\"Berlin\"}}",
                "{\"thinking\":\"1000\"}",
                "{\"model\":7}"
            })
    void refusesWhatCannotBe(String json) {
        assertThatThrownBy(() -> Settings.fromJson(JsonObject.parse(json)))
                .isInstanceOf(ContractException.class)
                .hasMessageNotContaining("secret@");
    }

    @Test
    void takesWhatsAppOnlyWithANumberAndWhereNobodyReadsTheToken() {
        assertThat(Settings.fromJson(JsonObject.EMPTY).whatsapp())
                .as("on by itself")
                .isEmpty();
        assertThat(Settings.fromJson(JsonObject.parse("{\"whatsapp\":{\"number\":\"1065\"}}"))
                        .whatsapp())
                .contains(new WhatsAppChannel.Home(URI.create("https://graph.facebook.com"), "v24.0", "1065"));
        for (String wrong : List.of(
                "{}",
                "{\"number\":\"../me\"}",
                "{\"number\":\"1\",\"version\":\"v24.0/me\"}",
                "{\"number\":\"1\",\"url\":\"http://graph.facebook.com\"}")) {
            JsonObject settings = JsonObject.parse("{\"whatsapp\":" + wrong + "}");
            assertThatThrownBy(() -> Settings.fromJson(settings)).as(wrong).isInstanceOf(ContractException.class);
        }
    }

    @Test
    void takesTelegramOnlyWhereNobodyReadsTheToken() {
        assertThat(Settings.fromJson(JsonObject.EMPTY).telegram())
                .as("on by itself")
                .isEmpty();
        assertThat(Settings.fromJson(JsonObject.parse("{\"telegram\":{}}")).telegram())
                .contains(URI.create("https://api.telegram.org"));
        assertThat(Settings.fromJson(JsonObject.parse("{\"telegram\":{\"url\":\"http://127.0.0.1:8081\"}}"))
                        .telegram())
                .isPresent();
        for (String url : List.of(
                "http://api.telegram.org",
                "http://10.0.0.5:8081",
                "http://127.0.0.1.evil.test",
                "https://user@api.telegram.org",
                "ftp://api.telegram.org")) {
            JsonObject settings = JsonObject.with(
                            "telegram", JsonObject.with("url", url).build())
                    .build();
            assertThatThrownBy(() -> Settings.fromJson(settings)).as(url).isInstanceOf(ContractException.class);
        }
    }
}
