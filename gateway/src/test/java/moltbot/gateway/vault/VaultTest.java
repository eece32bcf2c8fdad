package moltbot.gateway.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.vault.MasterKey;
import moltbot.contract.vault.SealedFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
    /// Made by another implementation: HKDF-SHA-256 and AES-256-GCM of Python's `cryptography`.
    private static final String GOLDEN = """
            {"format":"moltbot-vault-v1","salt":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",\
            "nonce":"AAAAAAAAAAAAAAAA",\
            "sealed":"b4fVHgiNvyC+sPWEvVzxEsEF40zrhuvFExggpNnx5tF/+aNMVNySE1s="}
            """;

    private static final String KEY = "sk-ant-canary-0123456789";

    @TempDir
    Path folder;

    private Vault open() {
        return Vault.open(folder, Optional.empty());
    }

    private static String read(Vault vault, String name) {
        return vault.find(name).orElseThrow().reveal(vault.access());
    }

    @Test
    void touchesNothingUntilThereIsAKeyToKeep() throws Exception {
        assertThat(open().names()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsKeysOverARestart() {
        open().set("a", KEY);
        open().set("b", " spaced \n");

        assertThat(read(open(), "a")).isEqualTo(KEY);
        assertThat(read(open(), "b")).isEqualTo("spaced");
        assertThat(open().names()).containsExactly("a", "b");
    }

    @Test
    void writesFilesForTheOwnerOnlyAndNoKeyInClear() throws Exception {
        open().set("a", KEY);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2).allSatisfy(file -> {
                assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
            });
        }
    }

    @Test
    void opensTheGoldenVault() throws Exception {
        byte[] master = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        byte[] sealed = SealedFile.seal(
                "{\"secrets\":{},\"taken\":{}}".getBytes(StandardCharsets.US_ASCII),
                master,
                new byte[32],
                new byte[12]);

        assertThat(new String(sealed, StandardCharsets.US_ASCII)).isEqualTo(GOLDEN);
        assertThat(SealedFile.open(GOLDEN.getBytes(StandardCharsets.US_ASCII), master))
                .asString()
                .isEqualTo("{\"secrets\":{},\"taken\":{}}");
    }

    @Test
    void refusesAFileInWhichAnyByteWasChangedAndKeepsIt() throws Exception {
        open().set("a", KEY);
        Path file = folder.resolve("vault.json");
        byte[] good = Files.readAllBytes(file);
        byte[] master = MasterKey.in(folder, Optional.empty()).read();
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit += 3) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> SealedFile.open(bad, master))
                        .as("byte " + i)
                        .isInstanceOf(Exception.class);
            }
        }
        byte[] bad = good.clone();
        bad[good.length / 2] ^= 1;
        Files.write(file, bad);

        refusesToOpen("damaged or was made with another key");
        assertThat(Files.readAllBytes(file)).isEqualTo(bad);
    }

    @Test
    void refusesEveryShorterFile() throws Exception {
        open().set("a", KEY);
        byte[] good = Files.readAllBytes(folder.resolve("vault.json"));
        for (int length = 0; length < good.length; length += 5) {
            Files.write(folder.resolve("vault.json"), Arrays.copyOf(good, length));
            refusesToOpen("damaged");
        }
    }

    @Test
    void refusesAnotherMasterKey() throws Exception {
        open().set("a", KEY);
        Files.writeString(folder.resolve("master.key"), "x".repeat(44));

        refusesToOpen("another key");
    }

    @Test
    void makesNoNewMasterKeyForAnOldVault() throws Exception {
        open().set("a", KEY);
        Files.delete(folder.resolve("master.key"));

        refusesToOpen("is missing");
        assertThat(folder.resolve("master.key")).doesNotExist();
    }

    private void refusesToOpen(String words) {
        assertThatThrownBy(this::open)
                .asInstanceOf(type(ContractException.class))
                .extracting(ContractException::getMessage)
                .asString()
                .contains(words, "Nothing was changed");
    }

    @Test
    void readsTheMasterKeyFromTheFileTheOwnerNames() throws Exception {
        Path key = folder.resolve("owner.key");
        Files.writeString(key, HexFormat.of().formatHex(new byte[32]) + "\n");
        Vault.open(folder, Optional.of(key)).set("a", KEY);

        assertThat(read(Vault.open(folder, Optional.of(key)), "a")).isEqualTo(KEY);
        assertThat(folder.resolve("master.key")).doesNotExist();
    }

    @Test
    void neverMakesTheFileTheOwnerNames() {
        Vault vault = Vault.open(folder, Optional.of(folder.resolve("absent.key")));

        assertThatThrownBy(() -> vault.set("a", KEY)).hasMessageContaining("is missing");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAMasterKeyThatIsTooShort() throws Exception {
        Files.writeString(folder.resolve("short.key"), "password");

        assertThatThrownBy(() -> Vault.open(folder, Optional.of(folder.resolve("short.key")))
                        .set("a", KEY))
                .hasMessageContaining("random text");
    }

    @Test
    void takesAKeyInOnceAndLetsALaterOneStand() {
        open().takeIn("a", KEY);
        open().set("a", "newer");
        open().takeIn("a", KEY);
        assertThat(read(open(), "a")).isEqualTo("newer");

        open().takeIn("a", "newest");
        assertThat(read(open(), "a")).isEqualTo("newest");
    }

    @Test
    void writesNothingForAKeyItHasTakenIn() throws Exception {
        open().takeIn("a", KEY);
        byte[] before = Files.readAllBytes(folder.resolve("vault.json"));
        open().takeIn("a", KEY);

        assertThat(Files.readAllBytes(folder.resolve("vault.json"))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two words", "line\nbreak", "naïve", "\u0000"})
    void refusesWhatIsNoKey(String value) throws IOException {
        Vault vault = open();

        assertThatThrownBy(() -> vault.set("a", value))
                .asInstanceOf(type(ContractException.class))
                .extracting(ContractException::reason)
                .isEqualTo("bad-value");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsTheOldVaultWhenTheNewOneCannotBeWritten() throws Exception {
        open().set("a", KEY);
        Vault vault = open();
        Files.createDirectories(folder.resolve("vault.json.new/in-the-way"));

        assertThatThrownBy(() -> vault.set("a", "newer"))
                .asInstanceOf(type(ContractException.class))
                .extracting(ContractException::reason)
                .isEqualTo("storage");
        assertThat(read(vault, "a")).isEqualTo(KEY);
        assertThat(read(open(), "a")).isEqualTo(KEY);
    }

    @Test
    void printsNoSecret() {
        Vault vault = open();
        vault.set("a", KEY);

        assertThat(vault.find("a").orElseThrow() + " " + vault + " " + VaultContent.EMPTY.with("a", KEY))
                .doesNotContain(KEY);
    }

    @Test
    void keepsWhatServersGaveApartFromTheOwnersKeys() {
        Vault vault = Vault.open(folder, Optional.empty());
        vault.set("task-forge", "key-of-the-owner-1");
        vault.grant(
                "wiki",
                JsonObject.with("issuer", "https://a.example").build(),
                Map.of("access", "access-1", "refresh", "refresh-1"),
                Set.of());
        vault.grant("wiki2", JsonObject.EMPTY, Map.of("access", "other"), Set.of());

        assertThat(vault.names()).containsExactly("task-forge");
        assertThat(vault.find("wiki/access")).isEmpty();
        assertThat(vault.judged().toString()).doesNotContain("wiki");

        vault.grant("wiki", JsonObject.EMPTY, Map.of("access", "access-2"), Set.of("refresh"));
        Vault again = Vault.open(folder, Optional.empty());
        assertThat(again.granted("wiki", "access").orElseThrow().reveal(again.access()))
                .isEqualTo("access-2");
        assertThat(again.granted("wiki", "refresh")).isPresent();
        again.forget("wiki");
        assertThat(again.granted("wiki", "refresh")).isEmpty();
        assertThat(again.granted("wiki2", "access")).isPresent();
        assertThat(again.find("task-forge")).isPresent();
        assertThatThrownBy(() -> again.grant("wiki", JsonObject.EMPTY, Map.of("access", "x".repeat(20_000)), Set.of()))
                .hasMessageContaining("more than is kept");
    }
}
