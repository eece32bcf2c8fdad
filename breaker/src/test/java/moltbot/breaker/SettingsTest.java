package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import moltbot.breaker.stage.Site;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;

final class SettingsTest {
    @Test
    void defaultsAreLoopbackAndStrict() {
        Settings settings = Settings.of(JsonObject.EMPTY);
        assertThat(settings.listen().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(settings.listen().getPort()).isEqualTo(3000);
        assertThat(settings.dwell()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.insecureLocalhostCookie()).isFalse();
        assertThat(settings.publicOrigin()).isEmpty();
    }

    @Test
    void insecureCookieIsRefusedWhereOthersCouldReadIt() {
        JsonObject.Builder insecure = JsonObject.with("insecureLocalhostCookie", true);
        assertThatThrownBy(() ->
                        Settings.of(insecure.with("listen", "192.168.1.5:80").build()))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("'insecure-localhost-cookie'")
                .hasMessageContaining("'public-origin'");
        assertThatThrownBy(() -> Settings.of(JsonObject.with("insecureLocalhostCookie", true)
                        .with("publicOrigin", "https://home.example")
                        .build()))
                .isInstanceOf(ContractException.class);
    }

    @Test
    void refusalsNameTheSettingAsItsOwnerKnowsIt() {
        assertThatThrownBy(() ->
                        Settings.of(JsonObject.with("dwellSeconds", 86_401).build()))
                .hasMessageContaining("'reset-dwell-seconds'");
        assertThatThrownBy(() -> Site.of(Settings.of(JsonObject.EMPTY).listen(), "http://home.example"))
                .hasMessageContaining("'public-origin'");
    }

    @Test
    void publicOriginAddsItsNameAndNoMore() {
        Settings settings = Settings.of(
                JsonObject.with("publicOrigin", "https://home.example").build());
        assertThat(Site.of(settings.listen(), settings.publicOrigin()).keySet())
                .containsExactlyInAnyOrder("127.0.0.1:3000", "localhost:3000", "home.example");
        for (String wrong :
                new String[] {"home.example", "http://home.example", "https://a/b", "https://A", "https://*"}) {
            assertThatThrownBy(() -> Site.of(settings.listen(), wrong)).isInstanceOf(ContractException.class);
        }
    }

    @Test
    void portThatIsTakenIsOnePlainSentence() throws IOException {
        try (House house = new House()) {
            assertThatThrownBy(house::start)
                    .isInstanceOf(ContractException.class)
                    .hasMessageContaining(String.valueOf(house.port))
                    .hasMessageContaining("--listen");
        }
    }
}
