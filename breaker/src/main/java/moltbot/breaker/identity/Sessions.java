package moltbot.breaker.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import moltbot.breaker.identity.IdentityStore.Kept;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.seal.Seal;
import org.jspecify.annotations.Nullable;

/// The sign-ins that hold: opaque 256-bit tokens, of which only the SHA-256 is kept. A sign-in ends after [#LIFE], when
/// its owner ends it, and with its epoch. When a factor was last shown in it is known to this process only, so that
/// after a restart it has to be shown again. Safe for use by several threads.
final class Sessions {
    static final Duration LIFE = Duration.ofDays(14);
    private static final int MOST = 64;
    private static final int TOKEN_BYTES = 32;
    private static final int ID_LENGTH = 16;

    /// When a factor was shown: the machine's monotonic clock, which stands still while it sleeps, and the one on the
    /// wall, which does not. The later of the two counts.
    private record Proof(long nanos, long second) {}

    private final IdentityStore store;
    private final Clock clock;
    private final LongSupplier nanos;
    private final SecureRandom random;
    private final Map<String, Kept> byDigest = new LinkedHashMap<>();
    private final Map<String, Proof> proofs = new HashMap<>();

    Sessions(IdentityStore store, Clock clock, LongSupplier nanos, SecureRandom random) {
        this.store = store;
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
        store.sessions().forEach(kept -> byDigest.put(kept.digest(), kept));
    }

    /// A new sign-in's token, kept on disk before it is given out.
    synchronized String issue(long epoch, Means means, String browser) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long now = second();
        Kept fresh = new Kept(digest("token", token), epoch, now, means, now, browser);
        List<Kept> next = new ArrayList<>(byDigest.values());
        next.removeIf(kept -> kept.epoch() != epoch || old(kept));
        while (next.size() >= MOST) {
            next.removeFirst();
        }
        next.add(fresh);
        replace(next);
        proved(fresh.digest());
        return token;
    }

    synchronized Optional<SignedIn> find(String token, long epoch) {
        Kept kept = byDigest.get(digest("token", token));
        if (kept == null || kept.epoch() != epoch || old(kept)) {
            return Optional.empty();
        }
        byDigest.put(kept.digest(), kept.usedAt(second()));
        return Optional.of(new SignedIn("owner", kept.digest(), digest("csrf", token), age(proofs.get(kept.digest()))));
    }

    private long age(@Nullable Proof proof) {
        if (proof == null) {
            return Assertion.NEVER_PROVED;
        }
        long run = Duration.ofNanos(nanos.getAsLong() - proof.nanos()).toSeconds();
        return Math.max(run, second() - proof.second());
    }

    /// A factor was shown in this sign-in just now.
    synchronized void proved(String digest) {
        if (byDigest.containsKey(digest)) {
            proofs.put(digest, new Proof(nanos.getAsLong(), second()));
        }
    }

    synchronized boolean holds(String digest) {
        Kept kept = byDigest.get(digest);
        return kept != null && !old(kept);
    }

    /// The sign-ins of an epoch, newest first.
    synchronized List<Kept> list(long epoch) {
        return byDigest.values().stream()
                .filter(kept -> kept.epoch() == epoch && !old(kept))
                .toList()
                .reversed();
    }

    /// How a sign-in is named to its owner.
    static String id(String digest) {
        return digest.substring(0, ID_LENGTH);
    }

    /// A clock that was set back makes a sign-in no older than new.
    private boolean old(Kept kept) {
        return Math.max(0, second() - kept.signedInAt()) > LIFE.toSeconds();
    }

    private long second() {
        return clock.instant().getEpochSecond();
    }

    /// Ends those that `which` says; how many that were.
    synchronized int end(Predicate<Kept> which) {
        List<Kept> next = new ArrayList<>(byDigest.values());
        next.removeIf(which);
        int ended = byDigest.size() - next.size();
        if (ended > 0) {
            replace(next);
        }
        return ended;
    }

    /// At once and without the disk, where the new epoch bars them anyway.
    synchronized void forgetAll() {
        byDigest.clear();
        proofs.clear();
    }

    private void replace(List<Kept> next) {
        store.saveSessions(next);
        byDigest.clear();
        next.forEach(kept -> byDigest.put(kept.digest(), kept));
        proofs.keySet().retainAll(byDigest.keySet());
    }

    private static String digest(String use, String token) {
        return Seal.sha256Hex((use + ":" + token).getBytes(StandardCharsets.US_ASCII));
    }
}
