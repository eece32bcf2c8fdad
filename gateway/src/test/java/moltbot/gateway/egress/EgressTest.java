package moltbot.gateway.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {
    @TempDir
    Path folder;

    private Egress to(String base) {
        Vault vault = Vault.open(folder, Optional.empty());
        return new Egress(Set.of(Origin.of(URI.create(base))), vault.access(), EgressLimits.DEFAULT);
    }

    private static EgressPost post(String target, Optional<Credential> credential) {
        return new EgressPost(URI.create(target), Map.of(), credential, JsonObject.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/v1",
                "http://api.example.org/v1",
                "https://api.example.org:8443/v1",
                "https://api.example.org.evil.test/v1",
                "https://api.example.org./v1"
            })
    void refusesEveryOtherOrigin(String target) {
        try (Egress egress = to("https://api.example.org/v1")) {
            assertThatThrownBy(() -> egress.post(post(target, Optional.empty())))
                    .asInstanceOf(type(ContractException.class))
                    .extracting(ContractException::reason)
                    .isEqualTo("egress");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user@api.example.org/",
                "https://api.example.org/?a=b",
                "https://api.example.org/#a",
                "file:///etc/passwd",
                "//api.example.org/",
                "https:/path",
                "http://169.254.169.254/latest",
                "http://[::ffff:169.254.169.254]/latest",
                "http://[::ffff:127.0.0.1]:11434",
                "http://[64:ff9b::7f00:1]/",
                "http://[fd00:ec2::254]/",
                "http://0.0.0.0:11434",
                "http://[::]:11434",
                "http://2130706433/",
                "http://127.1/",
                "http://0177.0.0.1/"
            })
    void refusesUrlsThatHideWhereTheyGo(String url) {
        assertThatThrownBy(() -> Origin.of(URI.create(url))).isInstanceOf(ContractException.class);
    }

    @Test
    void sendsNoKeyInClearToAnotherMachine() {
        Vault vault = Vault.open(folder, Optional.empty());
        vault.set("a", "sk-canary");
        Credential credential =
                new Credential.InHeader("x-api-key", "", vault.find("a").orElseThrow());
        try (Egress egress = to("http://10.9.8.7:8000")) {
            assertThatThrownBy(() -> egress.post(post("http://10.9.8.7:8000/v1", Optional.of(credential))))
                    .hasMessageContaining("key was not sent")
                    .hasMessageNotContaining("canary");
        }
        assertThat(Origin.of(URI.create("http://127.evil.test/")).confidential())
                .isFalse();
        assertThat(Origin.of(URI.create("http://127.0.0.1:11434")).confidential())
                .isTrue();
        assertThat(Origin.of(URI.create("http://localhost:1")).confidential()).isTrue();
    }

    @Test
    void leavesRedirectsToTheCaller() throws Exception {
        try (ModelServer elsewhere = ModelServer.start(0, asked -> Reply.failure(200, "{}"));
                ModelServer server = ModelServer.start(
                        0, asked -> Reply.failure(302, "{}").with("location", elsewhere.url() + "/"));
                Egress egress = to(server.url().toString());
                EgressAnswer answer = egress.post(post(server.url() + "/", Optional.empty()))) {
            assertThat(answer.status()).isEqualTo(302);
            assertThat(elsewhere.connections()).isZero();
        }
    }
}
