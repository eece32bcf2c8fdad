package moltbot.breaker.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.breaker.identity.IdentityStore.Kept;
import moltbot.contract.seal.Seal;

/// The sign-ins that hold: opaque 256-bit tokens, of which only the SHA-256 is kept. A sign-in ends after [#LIFE], when
/// its owner ends it, and with its epoch. Safe for use by several threads.
final class Sessions {
    static final Duration LIFE = Duration.ofDays(14);
    private static final int MOST = 64;
    private static final int TOKEN_BYTES = 32;

    private final IdentityStore store;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Kept> byDigest = new LinkedHashMap<>();

    Sessions(IdentityStore store, Clock clock, SecureRandom random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        store.sessions().forEach(kept -> byDigest.put(kept.digest(), kept));
    }

    /// A new sign-in's token, kept on disk before it is given out.
    synchronized String issue(long epoch) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Kept fresh = new Kept(digest("token", token), epoch, clock.instant().getEpochSecond());
        List<Kept> next = new ArrayList<>(byDigest.values());
        next.removeIf(kept -> kept.epoch() != epoch || age(kept).compareTo(LIFE) > 0);
        while (next.size() >= MOST) {
            next.removeFirst();
        }
        next.add(fresh);
        replace(next);
        return token;
    }

    synchronized Optional<SignedIn> find(String token, long epoch) {
        Kept kept = byDigest.get(digest("token", token));
        if (kept == null || kept.epoch() != epoch || age(kept).compareTo(LIFE) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                new SignedIn(kept.digest(), digest("csrf", token), age(kept).toSeconds()));
    }

    synchronized boolean holds(String digest) {
        Kept kept = byDigest.get(digest);
        return kept != null && age(kept).compareTo(LIFE) <= 0;
    }

    /// A clock that was set back makes a sign-in no older than new.
    private Duration age(Kept kept) {
        return Duration.ofSeconds(Math.max(0, clock.instant().getEpochSecond() - kept.signedInAt()));
    }

    synchronized void end(String digest) {
        List<Kept> next = new ArrayList<>(byDigest.values());
        next.removeIf(kept -> kept.digest().equals(digest));
        replace(next);
    }

    synchronized void endAll() {
        replace(List.of());
    }

    /// At once and without the disk, where the new epoch bars them anyway.
    synchronized void forgetAll() {
        byDigest.clear();
    }

    private void replace(List<Kept> next) {
        store.saveSessions(next);
        byDigest.clear();
        next.forEach(kept -> byDigest.put(kept.digest(), kept));
    }

    private static String digest(String use, String token) {
        return Seal.sha256Hex((use + ":" + token).getBytes(StandardCharsets.US_ASCII));
    }
}
