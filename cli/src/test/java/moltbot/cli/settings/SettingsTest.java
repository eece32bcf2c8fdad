package moltbot.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import moltbot.cli.failure.CliException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void keepsItsDefaults() {
        Settings settings = Settings.read(folder.resolve("none.yaml"), Map.of(), "");

        assertThat(settings.forBreaker())
                .hasToString("{\"listen\":\"127.0.0.1:3000\",\"publicOrigin\":\"\","
                        + "\"allowedAddresses\":[\"127.0.0.0/8\",\"::1\"],\"trustedProxies\":[],"
                        + "\"perMinute\":100,\"burst\":50,"
                        + "\"tls\":{\"certificate\":\"\",\"key\":\"\",\"localCa\":false},\"dwellSeconds\":60,"
                        + "\"insecureLocalhostCookie\":false,\"insecurePlainHttp\":false,\"insecure\":[],"
                        + "\"hooks\":{\"listen\":\"\",\"url\":\"\",\"allowedAddresses\":[\"127.0.0.0/8\",\"::1\"]}}");
        assertThat(settings.hooksListen()).isEmpty();
        assertThat(settings.forGateway().toString())
                .isEqualTo(
                        "{\"provider\":\"auto\",\"model\":\"\",\"fallbacks\":[],\"maxTokens\":8192,\"thinking\":\"auto\","
                                + "\"anthropicBaseUrl\":\"https://api.anthropic.com\","
                                + "\"openaiBaseUrl\":\"https://api.openai.com/v1\","
                                + "\"ollamaBaseUrl\":\"http://127.0.0.1:11434\",\"prices\":[],\"budget\":{\"turnDollars\":\"2\","
                                + "\"dayDollars\":\"5\",\"monthDollars\":\"50\",\"turnTokens\":3000000,"
                                + "\"dayTokens\":20000000,\"monthTokens\":200000000,\"zone\":\"\"},\"vaultKeyFile\":\"\",\"search\":{\"engine\":\"\",\"url\":\"\",\"perDay\":200},"
                                + "\"speech\":{\"url\":\"\",\"model\":\"whisper-1\",\"perDay\":200}}");
        assertThat(settings.forSpawner())
                .hasToString(
                        "{\"enabled\":true,\"maxTasks\":16,\"tier\":\"auto\","
                                + "\"image\":\"moltbot-sandbox:bookworm-slim\","
                                + "\"browserImage\":\"moltbot-sandbox-browser:bookworm-slim\",\"ready\":2,\"dockerSocket\":\"\"}");
        assertThat(settings.forRuntime())
                .hasToString(
                        "{\"workspaceMegabytes\":64,\"maxParallelTurns\":64,\"search\":false,\"messengers\":false}");
        assertThat(settings.confined()).isTrue();
        assertThat(settings.insecure()).isEmpty();
    }

    @Test
    void refusesAnUnknownSettingAndNamesItsNeighbour() throws Exception {
        assertThatThrownBy(() -> read("lisen: 127.0.0.1:3000\n"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("'lisen'")
                .hasMessageContaining("did you mean 'listen'?");
        assertThatThrownBy(() -> read("model:\n  provder: demo\n")).hasMessageContaining("'model.provider'");
    }

    @Test
    void wantsToKnowWhichNumberIsTheHousesInWhatsApp() throws Exception {
        assertThatThrownBy(() -> read("whatsapp:\n  enabled: true\n")).hasMessageContaining("phone-number-id");
        assertThatThrownBy(() -> read("whatsapp:\n  phone-number-id: \"+49 170 1\"\n"))
                .hasMessageContaining("in digits");
        assertThatThrownBy(() -> read("whatsapp:\n  api-version: latest\n")).hasMessageContaining("v24.0");
        assertThatThrownBy(() -> read("whatsapp:\n  url: http://graph.facebook.com\n"))
                .hasMessageContaining("https://");
        assertThat(read("whatsapp:\n  enabled: true\n  phone-number-id: \"106540352242922\"\n")
                        .forGateway(folder.resolve("socket"))
                        .object("whatsapp"))
                .hasToString("{\"url\":\"https://graph.facebook.com\",\"number\":\"106540352242922\","
                        + "\"version\":\"v24.0\"}");
    }

    @Test
    void refusesAnUnknownVariableAndNamesItsNeighbour() {
        assertThatThrownBy(() -> Settings.read(folder.resolve("none"), Map.of("MOLTBOT_LISTN", "x"), ""))
                .hasMessageContaining("'MOLTBOT_LISTEN'");
    }

    @Test
    void takesSandboxesFromTheEnvironmentAndKnowsTheTiers() throws Exception {
        Settings settings = Settings.read(folder.resolve("none"), Map.of("MOLTBOT_SANDBOX_IMAGE", "mine:1"), "");
        assertThat(settings.forSpawner().text("image")).isEqualTo("mine:1");
        Map<String, String> off = Map.of("MOLTBOT_SANDBOX_ENABLED", "false");
        assertThat(Settings.read(folder.resolve("none"), off, "").forSpawner().flag("enabled"))
                .isFalse();
        assertThat(settings.forSpawner().flag("enabled")).isTrue();
        assertThat(read("sandbox:\n  tier: gvisor\n").forSpawner().text("tier")).isEqualTo("gvisor");
        assertThatThrownBy(() -> read("sandbox:\n  tier: host\n")).hasMessageContaining("gvisor, docker or bubblewrap");
        assertThatThrownBy(() -> read("sandbox:\n  ready: 9\n")).hasMessageContaining("from 0 to 8");
    }

    @Test
    void takesAWholePathForTheVaultsKeyAndNoOther() throws Exception {
        assertThat(read("listen: 127.0.0.1:1\n").vaultKeyFile()).isEmpty();
        assertThat(read("vault-key-file: /mnt/key/vault.key\n").vaultKeyFile()).contains(Path.of("/mnt/key/vault.key"));
        assertThatThrownBy(() -> read("vault-key-file: vault.key\n"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("'vault-key-file' must be a whole path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:3000", "[::]:3000", "[0:0:0:0:0:0:0:0]:3000", "[::ffff:0.0.0.0]:3000", "*:3000"})
    void refusesToListenEverywhere(String address) {
        assertThatThrownBy(() -> Settings.read(folder.resolve("none"), Map.of(), address))
                .isInstanceOf(CliException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3000", "127.0.0.1", "localhost:", "a b:3", "localhost:99999999"})
    void refusesWhatIsNoAddress(String address) {
        assertThatThrownBy(() -> Settings.read(folder.resolve("none"), Map.of(), address))
                .hasMessageContaining("HOST:PORT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listen: [1, 2]\n",
                "reset-dwell-seconds: soon\n",
                "sandbox:\n  enabled: perhaps\n",
                "listen: a\nlisten: b\n",
                "- a\n",
                "a: b: c\n",
                "!!javax.script.ScriptEngineManager []\n"
            })
    void refusesWhatIsNotWellFormed(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(CliException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allowed-addresses: 192.168.0.0/16, fd00::/8\n",
                "allowed-addresses: [192.168.0.0/16, 'fd00::/8']\n",
                "allowed-addresses:\n  - 192.168.0.0/16\n  - fd00::/8\n"
            })
    void readsAListHoweverItIsWritten(String yaml) throws Exception {
        assertThat(read(yaml).forBreaker().list("allowedAddresses").texts())
                .containsExactly("192.168.0.0/16", "fd00::/8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allowed-addresses: [10.0.0.0/8, 7]\n",
                "allowed-addresses: ['10.0.0.0/8, ::1']\n",
                "allowed-addresses: ['']\n",
                "allowed-addresses: [[10.0.0.0/8]]\n",
                "public-origin: [a]\n"
            })
    void refusesAListThatIsNotOneOfTexts(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(CliException.class).hasMessageContaining("no plain value");
    }

    @Test
    void namesWhatWeakensTheHouse() throws Exception {
        assertThat(read("insecure-no-confinement: true\n").insecure()).containsExactly("insecure-no-confinement");
    }

    @Test
    void letsTheCommandLineWinOverEnvironmentOverFile() throws Exception {
        Path file = Files.writeString(folder.resolve("s.yaml"), "listen: 127.0.0.1:1\n");
        Map<String, String> environment = Map.of("MOLTBOT_LISTEN", "127.0.0.1:2");

        assertThat(Settings.read(file, Map.of(), "").listen()).isEqualTo("127.0.0.1:1");
        assertThat(Settings.read(file, environment, "").listen()).isEqualTo("127.0.0.1:2");
        assertThat(Settings.read(file, environment, "127.0.0.1:3").listen()).isEqualTo("127.0.0.1:3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model:\\n\\tprovider: anthropic|line 2: a tab stands where there must be spaces.",
                "listen: a\\nlisten: b|line 2: found duplicate key listen.",
                "a: [1, 2|line 1: expected ',' or ']', but got <stream end>."
            })
    void saysWhereAndHowItIsNotWellFormed(String yaml, String told) {
        assertThatThrownBy(() -> read(yaml.replace("\\n", "\n").replace("\\t", "\t")))
                .hasMessageContaining(told)
                .hasMessageEndingWith("Nothing was changed.");
    }

    private Settings read(String yaml) throws Exception {
        return Settings.read(Files.writeString(folder.resolve("settings.yaml"), yaml), Map.of(), "");
    }

    @Test
    void hooksHaveAnAddressOfTheirOwnOrNone() {
        Settings settings =
                Settings.read(folder.resolve("none.yaml"), Map.of(), "", Map.of("hooks.listen", "127.0.0.1:3001"));
        assertThat(settings.hooksListen()).contains("127.0.0.1:3001");
        assertThat(settings.forGateway(folder).has("webhook")).isTrue();
        assertThat(settings.forGuardian().object("hooks").text("listen")).isEqualTo("127.0.0.1:3001");
        assertThat(settings.forGuardsBreaker().object("hooks").has("listen")).isFalse();
        for (String wrong : new String[] {"0.0.0.0:3001", "[::]:3001", "3001", "127.0.0.1:70000"}) {
            assertThatThrownBy(() ->
                            Settings.read(folder.resolve("none.yaml"), Map.of(), "", Map.of("hooks.listen", wrong)))
                    .isInstanceOf(CliException.class);
        }
    }
}
