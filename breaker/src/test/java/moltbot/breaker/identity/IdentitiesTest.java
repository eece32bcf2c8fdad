package moltbot.breaker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class IdentitiesTest {
    private static final String PASSWORD = "four random words here";

    /// Keeps nothing longer than the test.
    private static final class Memory implements IdentityStore {
        private Optional<String> hash = Optional.empty();
        private List<Kept> sessions = List.of();

        @Override
        public Optional<String> ownerHash() {
            return hash;
        }

        @Override
        public void saveOwner(String fresh) {
            hash = Optional.of(fresh);
        }

        @Override
        public List<Kept> sessions() {
            return sessions;
        }

        @Override
        public void saveSessions(List<Kept> fresh) {
            sessions = List.copyOf(fresh);
        }
    }

    private final Memory store = new Memory();
    private final Identities identities = new Identities(store, Clock.systemUTC(), () -> 0L);

    private Guesser from(String address) {
        return identities.guesser(InetAddress.ofLiteral(address), Optional.empty());
    }

    private Outcome.Kind wrongCode(String address) throws InterruptedException {
        return identities.claim("AAAA-AAAA-AAAA", PASSWORD, from(address), 1) instanceof Outcome.Denied denied
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
        assertThat(identities.claim(code, PASSWORD, from("198.51.100.1"), 1)).isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void tellsOfEverySignInThatEnds() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        identities.whenEnded(told::incrementAndGet);
        Outcome outcome = identities.claim(identities.issueCode(), PASSWORD, from("192.0.2.1"), 1);
        assertThat(outcome).isInstanceOf(Outcome.Granted.class);
        assertThat(told).hasValue(1);
        SignedIn first = signedIn(((Outcome.Granted) outcome).token());
        assertThat(identities.holds(first)).isTrue();

        identities.claim(identities.issueCode(), PASSWORD, from("192.0.2.1"), 1);
        assertThat(told).hasValue(2);
        assertThat(identities.holds(first)).isFalse();
    }

    @Test
    void theSixtyFifthSignInEndsTheFirst() {
        Sessions sessions = new Sessions(store, Clock.systemUTC(), new SecureRandom());
        String first = sessions.find(sessions.issue(1), 1).orElseThrow().digest();
        for (int i = 0; i < 63; i++) {
            sessions.issue(1);
        }
        assertThat(sessions.holds(first)).isTrue();
        sessions.issue(1);
        assertThat(sessions.holds(first)).isFalse();
    }

    @Test
    void aNewPasswordVoidsTheMarksOfBrowsers() throws InterruptedException {
        assertThat(identities.mark()).isEmpty();
        identities.claim(identities.issueCode(), PASSWORD, from("192.0.2.1"), 1);
        Optional<String> mark = identities.mark();
        assertThat(identities.guesser(InetAddress.ofLiteral("192.0.2.1"), mark).known())
                .isTrue();
        identities.claim(identities.issueCode(), PASSWORD, from("192.0.2.1"), 1);
        assertThat(identities.guesser(InetAddress.ofLiteral("192.0.2.1"), mark).known())
                .isFalse();
    }

    private SignedIn signedIn(String token) {
        return identities.authenticate(Optional.of(token), 1) instanceof Authentication.Authenticated(SignedIn who)
                ? who
                : new SignedIn("nobody", "", 0);
    }
}
