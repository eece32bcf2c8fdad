package moltbot.gateway.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import moltbot.gateway.oauth.Tokens.Given;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a sign-in that works while another is begun, at who the server names now.
@Timeout(60)
final class RegistrationTest {
    @TempDir
    Path folder;

    private Desk desk;
    private Inquirers inquirers;

    @BeforeEach
    void signIn() throws Exception {
        desk = new Desk(folder);
        desk.authorization.wantClientsBy("client_secret_basic");
        desk.login();
        inquirers = new Inquirers(List.of(desk.place()), desk.vault().access());
    }

    private Held begun() {
        return new Registration(inquirers, desk.vault(), desk.tokens(), (method, origin) -> {})
                .begin(desk.place(), elsewhere());
    }

    @AfterEach
    void close() {
        inquirers.close();
        desk.close();
    }

    /// Another authorization server than the one that was signed in at.
    private Discovery.Found elsewhere() {
        String url = desk.authorization.url();
        return new Discovery.Found(
                desk.tools.url(),
                "read",
                new ServerMetadata(
                        url + "/other",
                        Optional.of(URI.create(url + "/authorize")),
                        URI.create(url + "/elsewhere"),
                        Optional.of(URI.create(url + "/register")),
                        Optional.empty(),
                        List.of("client_secret_basic"),
                        true,
                        false));
    }

    private String token(Given given) {
        return given.credential().secret().reveal(desk.vault().access());
    }

    private long registrations() {
        return desk.authorization.heard.stream()
                .filter("POST /register"::equals)
                .count();
    }

    @Test
    void keepsTokensThatWorkUntilTheNextSignInIsComplete() {
        Given before = desk.tokens().give(desk.place());

        Held draft = begun();

        assertThat(registrations()).isEqualTo(2);
        assertThat(desk.state()).isEqualTo("signed in");
        assertThat(token(desk.tokens().give(desk.place()))).isEqualTo(token(before));
        desk.tokens().renew(desk.place(), before, Challenge.NONE);
        assertThat(desk.authorization.heard)
                .as("renewed where it was given, by the client it was given to")
                .doesNotContain("POST /elsewhere");

        desk.restart();
        assertThat(begun().client()).isEqualTo(draft.client());
        assertThat(registrations()).isEqualTo(2);

        desk.tokens()
                .signedIn(
                        desk.place(),
                        draft,
                        new TokenAnswer.Granted("of-elsewhere", Optional.empty(), Optional.empty(), 0));
        assertThat(token(desk.tokens().give(desk.place()))).isEqualTo("of-elsewhere");
        assertThat(desk.vault().granted(Desk.NAME, TokenEndpoint.REFRESH)).isEmpty();
        assertThat(desk.vault().granted(Desk.NAME, TokenEndpoint.client(draft.issuer())))
                .isPresent();
        assertThat(desk.vault().granted(Desk.NAME, TokenEndpoint.client(desk.authorization.url())))
                .isEmpty();
    }

    @Test
    void writesNothingWhileATokenIsRenewed() throws Exception {
        Given before = desk.tokens().give(desk.place());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        desk.authorization.answerTokens(json -> {
            asked.countDown();
            awaits(go);
            return json;
        });
        Thread renewing = Thread.ofPlatform().start(() -> desk.tokens().renew(desk.place(), before, Challenge.NONE));
        asked.await();
        Thread registering = Thread.ofPlatform().start(this::begun);
        while (registering.getState() != Thread.State.BLOCKED && registering.isAlive()) {
            Thread.yield();
        }
        assertThat(registering.isAlive()).as("it waits for the other").isTrue();
        go.countDown();
        renewing.join();
        registering.join();

        Held held = desk.tokens().held(desk.place()).orElseThrow();
        assertThat(held.serial()).as("the renewed one's").isEqualTo(before.serial() + 1);
        assertThat(held.other()).isPresent();
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
