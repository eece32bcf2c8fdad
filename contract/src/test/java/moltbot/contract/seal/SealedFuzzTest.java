package moltbot.contract.seal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.AssertionVerifier;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.lease.LeaseLock;

/// Texts as they come, and payloads that the right key sealed: a guardian, breaker or control gone wrong.
final class SealedFuzzTest {
    private static final byte[] KEY = new byte[32];

    private final LeaseLock lock = new LeaseLock("breaker", KEY, "boot-1", () -> 1_000_000_000L);
    private final AssertionVerifier assertions = new AssertionVerifier(KEY, () -> 1_000_000_000L);
    private final GrantVerifier grants = new GrantVerifier(KEY, () -> 1_000_000_000L);

    @FuzzTest
    void opensALeaseOrRefuses(byte[] bytes) {
        opens(() -> lock.accept(text(bytes)));
        opens(() -> lock.accept(sealed("moltbot-lease-v1", bytes)));
    }

    @FuzzTest
    void opensAnAssertionOrRefuses(byte[] bytes) {
        opens(() -> assertions.verify(text(bytes), "GET", "/"));
        opens(() -> assertions.verify(sealed("moltbot-assertion-v2", bytes), "GET", "/"));
    }

    @FuzzTest
    void opensAGrantOrRefuses(byte[] bytes) {
        opens(() -> grants.use(text(bytes), "sandbox.run", "digest"));
        opens(() -> grants.use(sealed("moltbot-grant-v1", bytes), "sandbox.run", "digest"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String sealed(String purpose, byte[] bytes) {
        return new Seal(purpose, KEY).close(bytes);
    }

    private static void opens(Runnable open) {
        try {
            open.run();
        } catch (ContractException e) {
            if (e.code() != ContractException.Code.UNAUTHENTICATED && e.code() != ContractException.Code.MALFORMED) {
                throw e;
            }
        }
    }
}
