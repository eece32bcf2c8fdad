package moltbot.contract.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SandboxNetworkTest {
    private static NetworkRule rule(String origin, String method, String path, String credential) {
        return new NetworkRule(origin, new TreeSet<>(Set.of(method)), path, credential);
    }

    private static SandboxSpec with(SandboxNetwork network) {
        return new SandboxSpec(List.of("true"), new TreeMap<>(), ".", "ab".repeat(32), SandboxLimits.STANDARD, network);
    }

    private static SandboxNetwork one(NetworkRule rule) {
        return new SandboxNetwork(List.of(rule), SandboxNetwork.STANDARD_BYTES);
    }

    /// What an approval shows is what is bound: nothing of a rule can be changed after it.
    @Test
    void everyPartOfARuleIsInTheDigest() {
        List<SandboxSpec> all = List.of(
                with(SandboxNetwork.NONE),
                with(one(rule("https://a.example", "GET", "/", ""))),
                with(one(rule("https://b.example", "GET", "/", ""))),
                with(one(rule("https://a.example:8443", "GET", "/", ""))),
                with(one(rule("http://a.example", "GET", "/", ""))),
                with(one(rule("https://a.example", "POST", "/", ""))),
                with(one(rule("https://a.example", "GET", "/x", ""))),
                with(one(rule("https://a.example", "GET", "/", "key"))),
                with(new SandboxNetwork(List.of(rule("https://a.example", "GET", "/", "")), 1)));
        assertThat(all.stream().map(SandboxSpec::digest)).doesNotHaveDuplicates();
        for (SandboxSpec spec : all) {
            assertThat(SandboxSpec.fromJson(JsonObject.parse(spec.toJson().toBytes())))
                    .isEqualTo(spec);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.1",
                "https://[::1]",
                "https://2130706433",
                "https://0x7f.1",
                "https://localhost",
                "https://a.example.",
                "https://A.example",
                "https://a.example:443",
                "https://a.example:0",
                "https://a.example:65536",
                "https://a.example/",
                "https://user@a.example",
                "https://*.example",
                "https://a..example",
                "https://-a.example",
                "https://a.example\n",
                "ftp://a.example",
                "a.example",
                ""
            })
    void takesAnOriginInOneSpellingOnly(String origin) {
        assertThatThrownBy(() -> rule(origin, "GET", "/", "")).isInstanceOf(ContractException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "//", "/a//b", "/.", "/..", "/a/../b", "/a/./b", "/%61", "/a?b", "/a#b", "/a;b", "/a\\b"
            })
    void takesAPathThatCanBeReadInOneWayOnly(String path) {
        assertThatThrownBy(() -> rule("https://a.example", "GET", path, "")).isInstanceOf(ContractException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/", "/a/b.c/", "/.well-known/x", "/@scope/name", "/a/...", "/~u/a..b"})
    void takesOrdinaryPaths(String path) {
        assertThat(rule("https://a.example", "GET", path, "").path()).isEqualTo(path);
    }

    @Test
    void namesAKeyAndNeverSendsOneInClear() {
        assertThat(rule("https://a.example", "GET", "/", "github").credential()).isEqualTo("github");
        assertThatThrownBy(() -> rule("http://a.example", "GET", "/", "github")).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> rule("https://a.example", "GET", "/", "sk ant"))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> rule("https://a.example", "get", "/", "")).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> rule("https://a.example", "CONNECT", "/", "")).isInstanceOf(ContractException.class);
    }

    @Test
    void toldToProgramsInTheNamesTheyKnow() {
        assertThat(SandboxNetwork.NONE.environment()).isEmpty();
        assertThat(one(rule("https://a.example", "GET", "/", "git-hub")).environment())
                .containsEntry("https_proxy", "http://127.0.0.1:3128")
                .containsEntry("GIT_SSL_CAINFO", "/etc/egress.pem")
                .containsEntry("CREDENTIAL_GIT_HUB", "placeholder-for-git-hub");
    }

    @Test
    void hasBounds() {
        NetworkRule rule = rule("https://a.example", "GET", "/", "");
        assertThatThrownBy(() -> new SandboxNetwork(List.of(rule), 0)).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> new SandboxNetwork(List.of(rule), SandboxNetwork.MOST_BYTES + 1))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> new SandboxNetwork(java.util.Collections.nCopies(33, rule), 1))
                .isInstanceOf(ContractException.class);
    }
}
