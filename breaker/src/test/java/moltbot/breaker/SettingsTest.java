package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import moltbot.breaker.address.Callers;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.limit.Limits;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
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
        assertThat(settings.limits()).isEqualTo(new Limits(100, 50));
        assertThat(settings.callers().proxies().none()).isTrue();
        assertThat(settings.callers().mayConnect(InetAddress.ofLiteral("127.0.0.5")))
                .isTrue();
        assertThat(settings.callers().mayConnect(InetAddress.ofLiteral("192.168.1.5")))
                .isFalse();
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

    private static Settings hooks(JsonObject.Builder house, JsonObject.Builder hooks) {
        return Settings.of(house.with("hooks", hooks.build()).build());
    }

    @Test
    void theHooksListenerHasTheSameRulesAndAPortOfItsOwn() {
        assertThat(Settings.of(JsonObject.EMPTY).hooks()).isEmpty();
        JsonObject.Builder outside = JsonObject.with("listen", "192.168.1.5:3001")
                .with("allowedAddresses", JsonArray.ofTexts(List.of("192.168.0.0/16")));
        JsonObject.Builder none = new JsonObject.Builder();
        assertThatThrownBy(() -> hooks(none, JsonObject.with("listen", "0.0.0.0:3001")))
                .hasMessageContaining("every network");
        assertThatThrownBy(() -> hooks(none, JsonObject.with("listen", "127.0.0.1:3000")))
                .hasMessageContaining("the same address and port");
        assertThatThrownBy(() -> hooks(none, outside))
                .hasMessageContaining("'hooks.listen'")
                .hasMessageContaining("'tls.local-ca: true'");
        assertThatThrownBy(() -> hooks(
                        JsonObject.with("tls", JsonObject.with("localCa", true).build()),
                        JsonObject.with("listen", "192.168.1.5:3001")))
                .hasMessageContaining("'hooks.allowed-addresses");
        assertThatThrownBy(() -> hooks(none, JsonObject.with("url", "https://hooks.example")))
                .hasMessageContaining("'hooks.listen' too");
        assertThatThrownBy(() ->
                        hooks(none, JsonObject.with("listen", "127.0.0.1:3001").with("url", "http://hooks.example/x")))
                .hasMessageContaining("'hooks.url'");
        HookSettings well = hooks(
                        JsonObject.with("tls", JsonObject.with("localCa", true).build()), outside)
                .hooks()
                .orElseThrow();
        assertThat(well.loopback()).isFalse();
        assertThat(well.callers().mayAsk(InetAddress.ofLiteral("192.168.1.7"))).isTrue();
        assertThat(well.callers().mayAsk(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
    }

    private static JsonObject.Builder inTheHouse() {
        return JsonObject.with("listen", "192.168.1.5:3000")
                .with("allowedAddresses", JsonArray.ofTexts(List.of("192.168.0.0/16")));
    }

    @Test
    void plainHttpOnANetworkIsRefusedUnlessTheOwnerInsistsOrAProxyStandsInFront() {
        assertThatThrownBy(() -> Settings.of(inTheHouse().build()))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("'tls.local-ca: true'")
                .hasMessageContaining("'insecure-plain-http: true'");
        InetAddress neighbour = InetAddress.ofLiteral("192.168.1.7");
        Callers insisted = Settings.of(
                        inTheHouse().with("insecurePlainHttp", true).build())
                .callers();
        assertThat(insisted.mayConnect(neighbour)).isTrue();
        Callers proxied = Settings.of(inTheHouse()
                        .with("trustedProxies", JsonArray.ofTexts(List.of("192.168.1.2")))
                        .build())
                .callers();
        assertThat(proxied.mayConnect(neighbour)).as("only the proxy").isFalse();
        assertThat(proxied.mayConnect(InetAddress.ofLiteral("192.168.1.2"))).isTrue();
        assertThat(proxied.mayAsk(neighbour)).as("through it").isTrue();
    }

    @Test
    void aListenerThatLetsNobodyInIsRefused() {
        assertThatThrownBy(() -> Settings.of(JsonObject.with("listen", "192.168.1.5:3000")
                        .with("insecurePlainHttp", true)
                        .build()))
                .hasMessageContaining("'allowed-addresses: 192.168.0.0/16'");
        assertThatThrownBy(() ->
                        Settings.of(JsonObject.with("allowedAddresses", JsonArray.ofTexts(List.of("192.168.0.0/16")))
                                .build()))
                .hasMessageContaining("leaves this machine out")
                .hasMessageContaining("127.0.0.0/8");
    }

    @Test
    void limitsHaveBounds() {
        for (String wrong : new String[] {"perMinute", "burst"}) {
            assertThatThrownBy(() -> Settings.of(JsonObject.with(wrong, 9).build()))
                    .hasMessageContaining("'rate-limit.");
            assertThatThrownBy(
                            () -> Settings.of(JsonObject.with(wrong, 1_000_001).build()))
                    .hasMessageContaining("'rate-limit.");
        }
    }

    @Test
    void refusalsNameTheSettingAsItsOwnerKnowsIt() {
        assertThatThrownBy(() ->
                        Settings.of(JsonObject.with("dwellSeconds", 86_401).build()))
                .hasMessageContaining("'reset-dwell-seconds'");
        assertThatThrownBy(() -> Site.of(Settings.of(JsonObject.EMPTY).listen(), false, "http://home.example"))
                .hasMessageContaining("'public-origin'");
    }

    @Test
    void publicOriginAddsItsNameAndNoMore() {
        Settings settings = Settings.of(
                JsonObject.with("publicOrigin", "https://home.example").build());
        assertThat(Site.of(settings.listen(), false, settings.publicOrigin()).keySet())
                .containsExactlyInAnyOrder("127.0.0.1:3000", "localhost:3000", "home.example");
        for (String wrong :
                new String[] {"home.example", "http://home.example", "https://a/b", "https://A", "https://*"}) {
            assertThatThrownBy(() -> Site.of(settings.listen(), false, wrong)).isInstanceOf(ContractException.class);
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
