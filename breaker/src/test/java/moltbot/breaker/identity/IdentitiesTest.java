package moltbot.breaker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.breaker.passkey.WebAuthn;
import org.junit.jupiter.api.Test;

final class IdentitiesTest {
    private static final String PASSWORD = "four random words here";

    private final MemoryStore store = new MemoryStore();
    private final Identities identities = new Identities(store, new WebAuthn(), Clock.systemUTC(), () -> 0L);

    private Visitor from(String address) {
        return new Visitor(identities.guesser(InetAddress.ofLiteral(address), Optional.empty()), 1, "A browser");
    }

    private Outcome.Kind wrongCode(String address) throws InterruptedException {
        return identities.claim("AAAA-AAAA-AAAA", new Choice.Password(PASSWORD), from(address))
                        instanceof Outcome.Denied denied
                ? denied.kind()
                : Outcome.Kind.UNCLAIMED;
    }

    @Test
    void strangersElsewhereDoNotKeepTheFirstOwnerOut() throws InterruptedException {
        String code = identities.issueCode();
        List<Outcome.Kind> said = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            said.add(wrongCode("2001:db8::" + i));
            said.add(wrongCode("192.0.2." + i));
        }
        assertThat(said.stream().filter(Outcome.Kind.WRONG_CODE::equals)).hasSize(5 + 12);
        assertThat(said.stream().filter(Outcome.Kind.TOO_MANY::equals)).hasSize(12 - 5);
        assertThat(identities.claim(code, new Choice.Password(PASSWORD), from("198.51.100.1")))
                .isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void tellsOfEverySignInThatEnds() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        identities.whenEnded(told::incrementAndGet);
        Outcome outcome = identities.claim(identities.issueCode(), new Choice.Password(PASSWORD), from("192.0.2.1"));
        assertThat(outcome).isInstanceOf(Outcome.Granted.class);
        assertThat(told).hasValue(1);
        SignedIn first = signedIn(((Outcome.Granted) outcome).token());
        assertThat(identities.holds(first)).isTrue();

        identities.claim(identities.issueCode(), new Choice.Password(PASSWORD), from("192.0.2.1"));
        assertThat(told).hasValue(2);
        assertThat(identities.holds(first)).isFalse();
    }

    /// The way that the documents tell of for a lost password: the owner's file is taken away, and the house started.
    @Test
    void nobodyIsSignedInWhereThereIsNoOwnerAnyMore() throws InterruptedException {
        Outcome outcome = identities.claim(identities.issueCode(), new Choice.Password(PASSWORD), from("192.0.2.1"));
        Optional<String> token = Optional.of(((Outcome.Granted) outcome).token());
        Identities again = new Identities(store, new WebAuthn(), Clock.systemUTC(), () -> 0L);
        assertThat(again.authenticate(token, 1)).isInstanceOf(Authentication.Authenticated.class);

        store.takeOwnerAway();
        again = new Identities(store, new WebAuthn(), Clock.systemUTC(), () -> 0L);
        assertThat(again.authenticate(token, 1)).isInstanceOf(Authentication.Rejected.class);
        assertThat(store.sessions()).isEmpty();
    }

    @Test
    void theSixtyFifthSignInEndsTheFirst() {
        Sessions sessions = new Sessions(store, Clock.systemUTC(), System::nanoTime, new SecureRandom());
        String first = sessions.find(sessions.issue(1, Means.PASSWORD, ""), 1)
                .orElseThrow()
                .digest();
        for (int i = 0; i < 63; i++) {
            sessions.issue(1, Means.PASSWORD, "");
        }
        assertThat(sessions.holds(first)).isTrue();
        sessions.issue(1, Means.PASSWORD, "");
        assertThat(sessions.holds(first)).isFalse();
    }

    @Test
    void aNewPasswordVoidsTheMarksOfBrowsers() throws InterruptedException {
        assertThat(identities.mark()).isEmpty();
        identities.claim(identities.issueCode(), new Choice.Password(PASSWORD), from("192.0.2.1"));
        Optional<String> mark = identities.mark();
        assertThat(identities.guesser(InetAddress.ofLiteral("192.0.2.1"), mark).known())
                .isTrue();
        identities.claim(identities.issueCode(), new Choice.Password(PASSWORD), from("192.0.2.1"));
        assertThat(identities.guesser(InetAddress.ofLiteral("192.0.2.1"), mark).known())
                .isFalse();
    }

    private SignedIn signedIn(String token) {
        return identities.authenticate(Optional.of(token), 1) instanceof Authentication.Authenticated(SignedIn who)
                ? who
                : new SignedIn("nobody", "", "", 0);
    }
}
