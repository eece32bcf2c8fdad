package moltbot.breaker.hook;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import moltbot.breaker.hook.HookStore.KeptHook;
import moltbot.contract.ContractException;
import moltbot.contract.hook.HookCall;
import moltbot.contract.seal.Seal;

/// The hooks there are. Each belongs to one owner and to the epoch it was made in, and ends with either, as everything
/// does that was given before a trip; those of a service's own secret end with their owner alone
/// ([HookKind#outlivesTrips]). Safe for use by several threads.
public final class Hooks {
    /// What a token begins with.
    static final String TOKEN = "mh_";

    private static final Pattern NAMES = Pattern.compile(HookCall.NAME);
    private static final Pattern SECRETS = Pattern.compile("[!-~]{16,256}");
    private static final int MOST = 64;
    private static final int SECRET_BYTES = 32;

    private final HookStore store;
    private final Supplier<Optional<String>> owner;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> lastCalled = new HashMap<>();
    private volatile List<KeptHook> kept;

    /// A hook that has just been made. What is here is shown once.
    ///
    /// @param secret  a token, or what bodies are signed with; empty where its owner brought it
    /// @param verify  what Meta is to ask with; empty for other kinds
    public record Made(KeptHook hook, String secret, String verify) {
        @Override
        public String toString() {
            return "Made[" + hook + "]";
        }
    }

    /// @param owner  who owns this house now, by what changes with the owner
    public Hooks(HookStore store, Supplier<Optional<String>> owner, Clock clock) {
        this.store = store;
        this.owner = owner;
        this.clock = clock;
        this.kept = store.hooks();
    }

    /// Makes a hook.
    ///
    /// @param brought  the secret that its owner brings; empty where one is to be made
    public synchronized Made make(String name, HookKind kind, String brought, long epoch) {
        String whose = owner.get()
                .orElseThrow(() -> ContractException.refused(
                        "unclaimed", "There is no owner yet: sign up first. No hook was made."));
        if (!NAMES.matcher(name).matches()) {
            throw ContractException.refused(
                    "bad-name",
                    "A hook's name has 1 to 32 small letters, digits and dashes, and begins with no dash. No hook was"
                            + " made.");
        }
        if (kind == HookKind.BEARER
                ? !brought.isEmpty()
                : !brought.isEmpty() && !SECRETS.matcher(brought).matches()) {
            throw ContractException.refused(
                    "bad-secret",
                    "A secret to sign with has 16 to 256 printable characters on one line, and a token is always made"
                            + " here. No hook was made.");
        }
        if (kind == HookKind.META && brought.isEmpty()) {
            throw ContractException.refused(
                    "bad-secret", "Meta signs with your app's secret: give it on standard input. No hook was made.");
        }
        List<KeptHook> next = new ArrayList<>(kept);
        // Those that ended are kept to be seen, but for the one that is made anew.
        next.removeIf(one -> one.name().equals(name) && !holds(one, epoch));
        if (next.stream().anyMatch(one -> one.name().equals(name))) {
            throw ContractException.refused(
                    "taken-name", "There is a hook '" + name + "' already. Remove it first, or take another name.");
        }
        if (next.size() >= MOST) {
            throw ContractException.refused("too-many", "There are " + MOST + " hooks. Remove one first.");
        }
        String secret = brought.isEmpty() ? (kind == HookKind.BEARER ? TOKEN : "") + fresh() : brought;
        String verify = kind == HookKind.META ? fresh() : "";
        KeptHook made = new KeptHook(
                name,
                kind,
                kind == HookKind.BEARER ? digest(secret) : secret,
                verify.isEmpty() ? "" : digest(verify),
                whose,
                epoch,
                clock.instant().getEpochSecond());
        next.add(made);
        replace(next);
        return new Made(made, brought.isEmpty() ? secret : "", verify);
    }

    private String fresh() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The hook of this name, as long as it holds.
    Optional<KeptHook> find(String name, long epoch) {
        return kept.stream()
                .filter(one -> one.name().equals(name) && holds(one, epoch))
                .findFirst();
    }

    /// True while a hook goes on holding: not after a trip that ends its kind, and not for another owner.
    boolean holds(KeptHook one, long epoch) {
        return (one.epoch() == epoch || one.kind().outlivesTrips())
                && owner.get().filter(one.owner()::equals).isPresent();
    }

    /// Every hook; those that ended among them, to be seen as ended.
    List<KeptHook> list() {
        return kept;
    }

    /// Somebody proved that they may call it.
    synchronized void called(KeptHook one) {
        lastCalled.put(one.name(), clock.instant().getEpochSecond());
    }

    /// When it was last called, in seconds since 1970, as far as this process has seen; zero where it was not.
    synchronized long lastCalledAt(KeptHook one) {
        return lastCalled.getOrDefault(one.name(), 0L);
    }

    /// Ends a hook; false where there is none of that name.
    public synchronized boolean revoke(String name) {
        List<KeptHook> next = new ArrayList<>(kept);
        boolean any = next.removeIf(one -> one.name().equals(name));
        if (any) {
            replace(next);
        }
        return any;
    }

    private void replace(List<KeptHook> next) {
        store.saveHooks(next);
        kept = List.copyOf(next);
        lastCalled.keySet().retainAll(next.stream().map(KeptHook::name).toList());
    }

    static String digest(String secret) {
        return Seal.sha256Hex(("hook:" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
