package moltbot.breaker.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moltbot.breaker.identity.IdentityStore.KeptToken;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.seal.Seal;

/// API tokens for machines: named, for listed scopes, for a limited time, of which only the SHA-256 is kept. A token
/// reads, or talks to the assistant, and never decides anything. It belongs to the epoch it was made in and ends with
/// that, as everything does that was given before a trip. Days are counted by the clock on the wall, for they outlast
/// restarts. Safe for use by several threads.
public final class Tokens {
    public static final String PREFIX = "mb_";
    public static final int DEFAULT_DAYS = 90;
    public static final int MOST_DAYS = 365;

    private static final int MOST = 64;
    private static final int TOKEN_BYTES = 32;
    private static final int ID_LENGTH = 12;

    /// What a token may do.
    public enum Scope {
        STATUS_READ("status:read"),
        METRICS_READ("metrics:read"),
        /// Talks to the assistant.
        CHAT_USE("chat:use");

        private final String word;

        Scope(String word) {
            this.word = word;
        }

        /// The stable word.
        public String word() {
            return word;
        }

        /// The scope of this word; refuses others and names those there are.
        public static Scope of(String word) {
            for (Scope scope : values()) {
                if (scope.word.equals(word)) {
                    return scope;
                }
            }
            throw ContractException.refused(
                    "bad-scope",
                    "There is no scope '" + word
                            + "'. There are status:read, metrics:read and chat:use. No token was made.");
        }
    }

    /// What came of looking a token up.
    public sealed interface Found {
        /// It holds.
        record Good(SignedIn who, Set<Scope> scopes) implements Found {}

        /// It was one, and does not hold any more; a sentence for whoever has it.
        record Ended(String why) implements Found {}

        /// It never was one, or was revoked.
        record Unknown() implements Found {}
    }

    /// A token that has just been made.
    public record Made(String token, KeptToken kept) {
        @Override
        public String toString() {
            return "Made[[redacted], " + kept + "]";
        }
    }

    private final IdentityStore store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> lastUsed = new HashMap<>();
    private volatile List<KeptToken> kept;

    public Tokens(IdentityStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.kept = store.tokens();
    }

    /// Makes a token. It is shown once: here.
    public synchronized Made make(String name, Set<Scope> scopes, int days, long epoch) {
        String plain = name.strip();
        if (!plain.matches("[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")) {
            throw ContractException.refused(
                    "bad-name", "A name has 1 to 40 letters, digits, spaces, dots, dashes. No token was made.");
        }
        if (scopes.isEmpty() || days < 1 || days > MOST_DAYS) {
            throw ContractException.refused(
                    "bad-scope", "A token needs a scope, and lasts 1 to " + MOST_DAYS + " days. No token was made.");
        }
        List<KeptToken> next = new ArrayList<>(kept);
        next.removeIf(one -> expired(one) || one.epoch() != epoch);
        if (next.stream().anyMatch(one -> one.name().equals(plain))) {
            throw ContractException.refused(
                    "taken-name", "There is a token '" + plain + "' already. Revoke it first, or take another name.");
        }
        if (next.size() >= MOST) {
            throw ContractException.refused("too-many", "There are " + MOST + " tokens. Revoke one first.");
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long now = clock.instant().getEpochSecond();
        String digest = digest(token);
        KeptToken made = new KeptToken(
                digest.substring(0, ID_LENGTH),
                plain,
                digest,
                Set.copyOf(scopes),
                epoch,
                now,
                now + Duration.ofDays(days).toSeconds());
        next.add(made);
        replace(next);
        return new Made(token, made);
    }

    /// Judges what a machine carries.
    public Found find(String token, long epoch) {
        String digest = digest(token);
        Optional<KeptToken> known =
                kept.stream().filter(one -> one.digest().equals(digest)).findFirst();
        if (known.isEmpty()) {
            return new Found.Unknown();
        }
        KeptToken one = known.get();
        if (one.epoch() != epoch) {
            return new Found.Ended("This token ended when the breaker tripped. Its owner can make a new one.");
        }
        if (expired(one)) {
            return new Found.Ended("This token has expired. Its owner can make a new one.");
        }
        synchronized (this) {
            lastUsed.put(one.id(), clock.instant().getEpochSecond());
        }
        return new Found.Good(
                new SignedIn("token:" + one.id(), one.digest(), "", Assertion.NEVER_PROVED), one.scopes());
    }

    /// True while a token that was found to hold goes on holding.
    public boolean holds(SignedIn who) {
        return kept.stream().anyMatch(one -> one.digest().equals(who.digest()) && !expired(one));
    }

    /// Every token that has not expired; those of an earlier epoch among them, to be seen as ended.
    public List<KeptToken> list() {
        return kept.stream().filter(one -> !expired(one)).toList();
    }

    /// When it was last used, in seconds since 1970, as far as this process has seen; zero where it has not.
    public synchronized long lastUsedAt(KeptToken one) {
        return lastUsed.getOrDefault(one.id(), 0L);
    }

    /// Ends a token, named by its id or its name; false where there is none.
    public synchronized boolean revoke(String named) {
        List<KeptToken> next = new ArrayList<>(kept);
        boolean any = next.removeIf(one -> one.id().equals(named) || one.name().equals(named));
        if (any) {
            replace(next);
        }
        return any;
    }

    /// Ends all: the owner was claimed anew.
    public synchronized void revokeAll() {
        if (!kept.isEmpty()) {
            replace(List.of());
        }
    }

    private void replace(List<KeptToken> next) {
        store.saveTokens(next);
        kept = List.copyOf(next);
        lastUsed.keySet().retainAll(next.stream().map(KeptToken::id).toList());
    }

    private boolean expired(KeptToken one) {
        return clock.instant().getEpochSecond() >= one.expiresAt();
    }

    private static String digest(String token) {
        return Seal.sha256Hex(("api-token:" + token).getBytes(StandardCharsets.UTF_8));
    }
}
