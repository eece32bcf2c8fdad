package moltbot.breaker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import moltbot.breaker.identity.Outcome.Denied;
import moltbot.breaker.identity.Outcome.Granted;
import moltbot.breaker.identity.Outcome.Kind;
import moltbot.breaker.passkey.WebAuthn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class UnheardTest {
    private static final String PASSWORD = "four random words here";

    private final MemoryStore store = new MemoryStore();
    private final Identities identities = new Identities(store, new WebAuthn(), Clock.systemUTC(), () -> 0L);

    private Visitor from(String address) {
        return new Visitor(identities.guesser(InetAddress.ofLiteral(address), Optional.empty()), 1, "A browser");
    }

    private Outcome signIn(String password, String address) throws InterruptedException {
        return identities.signIn(new Evidence.Secret(password, ""), from(address));
    }

    @Test
    void whoIsSentAwayUnheardHasNotGuessed() throws InterruptedException {
        assertThat(identities.claim(identities.issueCode(), new Choice.Password(PASSWORD), from("192.0.2.200")))
                .isInstanceOf(Granted.class);
        store.mayGoOn = new CountDownLatch(1);
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            String address = "192.0.2." + i;
            others.add(Thread.ofPlatform().start(() -> {
                try {
                    signIn(PASSWORD, address);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        while (!others.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            LockSupport.parkNanos(1_000_000);
        }
        for (int i = 0; i < 8; i++) {
            assertThat(signIn(PASSWORD, "192.0.2.77"))
                    .isInstanceOfSatisfying(
                            Denied.class, denied -> assertThat(denied.kind()).isEqualTo(Kind.BUSY));
        }
        store.mayGoOn.countDown();
        for (Thread other : others) {
            other.join();
        }
        assertThat(signIn(PASSWORD, "192.0.2.77")).isInstanceOf(Granted.class);
    }

    @Test
    void fiveWrongPasswordsFromOneAddressBarItAndNoOther() throws InterruptedException {
        assertThat(identities.claim(identities.issueCode(), new Choice.Password(PASSWORD), from("192.0.2.200")))
                .isInstanceOf(Granted.class);
        for (int i = 0; i < 5; i++) {
            assertThat(signIn("wrong wrong wrong", "192.0.2.1"))
                    .isInstanceOfSatisfying(
                            Denied.class, denied -> assertThat(denied.kind()).isEqualTo(Kind.WRONG_PASSWORD));
        }
        assertThat(signIn(PASSWORD, "192.0.2.1"))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.kind()).isEqualTo(Kind.TOO_MANY));
        assertThat(signIn(PASSWORD, "192.0.2.2")).isInstanceOf(Granted.class);
    }
}
