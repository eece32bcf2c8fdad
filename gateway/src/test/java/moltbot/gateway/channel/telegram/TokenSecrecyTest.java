package moltbot.gateway.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testtelegram.TelegramWorld;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bot's token is part of every address that is asked: it must be in nothing that is said of it.
class TokenSecrecyTest {
    private static final String SECRET = TelegramWorld.TOKEN.substring(TelegramWorld.TOKEN.indexOf(':') + 1);

    @TempDir
    Path folder;

    /// In a process of its own, of which everything that is logged is kept, down to the finest, causes included.
    @Test
    void isInNothingThatIsLoggedOrSaidWhateverGoesWrong() throws Exception {
        Path levels = folder.resolve("logging.properties");
        Files.writeString(
                levels,
                "handlers=java.util.logging.ConsoleHandler\n.level=ALL\njava.util.logging.ConsoleHandler.level=ALL\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.logging.config.file=" + levels,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TokenMain.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("Telegram is STOPPED", "A message was refused", "Nobody answers at 127.0.0.1")
                .doesNotContain(SECRET);
    }

    private Egress egress(Vault vault, URI base) {
        vault.set("telegram-bot-token", TelegramWorld.TOKEN);
        return new Egress(List.of(Origin.of(base)), vault.access(), EgressLimits.DEFAULT);
    }

    private static EgressPost question(Vault vault, URI base) {
        Credential key =
                new Credential.InPath("/bot", vault.find("telegram-bot-token").orElseThrow(), "/getMe");
        assertThat(key.toString()).doesNotContain(SECRET);
        return new EgressPost(base, Map.of(), Optional.of(key), JsonObject.EMPTY);
    }

    @Test
    void isInNoFailureOfTheEgressNorInItsCauses() throws Exception {
        Vault vault = Vault.open(folder, Optional.empty());
        ModelServer gone =
                ModelServer.start(0, _ -> Reply.failure(200, "{}").first(0).ending(Reply.End.CUT));
        try (Egress egress = egress(vault, gone.url())) {
            EgressPost question = question(vault, gone.url());
            try (EgressAnswer answer = egress.post(question)) {
                throw new AssertionError(answer.body(10));
            } catch (ContractException e) {
                assertThat(trace(e)).doesNotContain(SECRET);
            }
            gone.close();
            try (EgressAnswer answer = egress.post(question)) {
                throw new AssertionError(answer.status());
            } catch (ContractException e) {
                assertThat(e.getCause()).as("whose words are the client's own").isNull();
                assertThat(trace(e)).doesNotContain(SECRET);
            }
        }
    }

    private static String trace(ContractException e) {
        StringWriter all = new StringWriter();
        e.printStackTrace(new PrintWriter(all));
        return all.toString();
    }

    @Test
    void goesNowhereElseByARedirectOrInClear() throws Exception {
        Vault vault = Vault.open(folder, Optional.empty());
        try (ModelServer thief = ModelServer.start(0, _ -> Reply.failure(200, "{}"));
                ModelServer server = ModelServer.start(
                        0, asked -> Reply.failure(307, "").with("location", thief.url() + asked.path()));
                Egress egress = egress(vault, server.url());
                Egress far = egress(vault, URI.create("http://10.9.8.7:8081"))) {
            try (EgressAnswer answer = egress.post(question(vault, server.url()))) {
                assertThat(answer.status()).isEqualTo(307);
            }
            assertThat(thief.connections()).isZero();
            try (EgressAnswer answer = far.post(question(vault, URI.create("http://10.9.8.7:8081")))) {
                throw new AssertionError(answer.status());
            } catch (ContractException e) {
                assertThat(e).hasMessageContaining("key was not sent");
            }
            vault.set("telegram-bot-token", "@" + thief.url().getAuthority() + "/x");
            try (EgressAnswer answer = egress.post(question(vault, server.url()))) {
                throw new AssertionError(answer.status());
            } catch (ContractException e) {
                assertThat(e.reason()).isEqualTo("bad-key");
            }
            assertThat(thief.connections()).isZero();
        }
    }
}
