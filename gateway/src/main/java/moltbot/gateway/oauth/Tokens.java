package moltbot.gateway.oauth;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.contract.ContractException;
import moltbot.contract.mcp.RemotePlace;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.Credential.InHeader;
import moltbot.gateway.vault.Vault;

/// The tokens of all servers that want a sign-in: given out for one server's own requests, renewed before they are
/// over, forgotten when they are. They lie in the vault and nowhere else. Safe for several threads; one server's token
/// is renewed once while they wait, on a thread of its own that goes on where they are interrupted.
public final class Tokens {
    /// Why a request to a server is refused that its owner must sign in to first.
    public static final String WANTED = "sign-in-wanted";

    private static final Duration BEFORE_THE_END = Duration.ofSeconds(30);

    private final Vault vault;
    private final TokenEndpoint endpoint;
    private final InstantSource clock;
    private final Map<String, Renewals> renewals = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private final Map<String, Challenge> challenges = new ConcurrentHashMap<>();

    Tokens(Vault vault, TokenEndpoint endpoint, InstantSource clock) {
        this.vault = vault;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /// A token to send to that server, and which one it is.
    public record Given(Credential credential, long serial) {}

    /// How the sign-in at a server stands.
    enum State {
        SIGNED_IN("signed in"),
        WANTED("wanted"),
        MORE_WANTED("more wanted");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private Object lock(RemotePlace place) {
        return locks.computeIfAbsent(place.server(), _ -> new Object());
    }

    private Renewals renewals(RemotePlace place) {
        return renewals.computeIfAbsent(place.server(), _ -> new Renewals());
    }

    /// What is known, if it is of exactly this place as the owner has it now.
    Optional<Held> held(RemotePlace place) {
        var facts = vault.grantedFacts(place.server());
        return facts.fields().isEmpty()
                ? Optional.empty()
                : Optional.of(Held.fromJson(facts)).filter(held -> held.place().equals(place.digest()));
    }

    State state(RemotePlace place) {
        if (held(place).isEmpty()
                || vault.granted(place.server(), TokenEndpoint.ACCESS).isEmpty()) {
            return State.WANTED;
        }
        return challenge(place).wantsMore() ? State.MORE_WANTED : State.SIGNED_IN;
    }

    /// What the server wanted last.
    Challenge challenge(RemotePlace place) {
        return challenges.getOrDefault(place.server(), Challenge.NONE);
    }

    /// The token for the server's next request; renewed first where it is nearly over.
    ///
    /// Fails as [ContractException.Code#REFUSED] [#WANTED] where there is none, with a sentence for the owner.
    public Given give(RemotePlace place) {
        Held known = held(place).orElseThrow(() -> wanted(place));
        return ending(known) ? renewals(place).whole(() -> giveAnew(place)) : giveAnew(place);
    }

    private Given giveAnew(RemotePlace place) {
        synchronized (lock(place)) {
            Held held = held(place).orElseThrow(() -> wanted(place));
            return ending(held) ? renewed(place, held) : given(place, held);
        }
    }

    private boolean ending(Held held) {
        return held.expires() > 0 && held.expires() - clock.millis() < BEFORE_THE_END.toMillis();
    }

    /// Another token, for a server that would not have the one it was sent.
    public Given renew(RemotePlace place, Given refused, Challenge challenge) {
        return renewals(place).whole(() -> renewedFor(place, refused, challenge));
    }

    private Given renewedFor(RemotePlace place, Given refused, Challenge challenge) {
        synchronized (lock(place)) {
            challenges.put(place.server(), challenge);
            Held held = held(place).orElseThrow(() -> wanted(place));
            return held.serial() > refused.serial() ? given(place, held) : renewed(place, held);
        }
    }

    /// The server wants more rights than it was shown. A machine asks for them at once, but once between two sign-ins,
    /// and for none outside those that the owner wrote; else the exception says what the owner can do.
    public Given widen(RemotePlace place, Given refused, Challenge challenge) {
        return renewals(place).whole(() -> widenedFor(place, refused, challenge));
    }

    private Given widenedFor(RemotePlace place, Given refused, Challenge challenge) {
        synchronized (lock(place)) {
            Held held = held(place).orElseThrow(() -> wanted(place));
            if (held.serial() > refused.serial()) {
                return given(place, held);
            }
            if (Scopes.holds(held.scope(), challenge.scope())) {
                challenges.remove(place.server());
                throw ContractException.refused(
                        "sign-in",
                        "The server '" + place.server()
                                + "' refuses this though it was given all the rights that it asks for.");
            }
            List<String> written = written(place);
            if (!written.isEmpty() && !written.containsAll(Scopes.of(challenge.scope()))) {
                throw ContractException.refused(
                        "sign-in",
                        "The server '" + place.server() + "' wants rights for this that its owner did not write. Only"
                                + " they can, as 'scopes' below it in data/config/settings.yaml.");
            }
            challenges.put(place.server(), challenge);
            if (!held.asMachine() || held.widened()) {
                throw ContractException.refused(
                        "sign-in",
                        "The server '" + place.server() + "' wants more rights for this than its owner gave it. To"
                                + " give them, the owner runs on this machine: ./moltbot server login "
                                + place.server());
            }
            String scope = Scopes.joined(asked(place, held), challenge.scope());
            Held wider = held.wider();
            // Before it is asked: an answer that never comes is asked for once, too.
            vault.grant(place.server(), wider.toJson(), Map.of(), all(wider));
            return kept(place, wider, endpoint.byKey(place, wider, scope), scope);
        }
    }

    private static List<String> written(RemotePlace place) {
        return place.signIn().orElseThrow().scopes();
    }

    /// What a machine asks for again: what the owner wrote, else what it has, which is what the server said it gave.
    private static String asked(RemotePlace place, Held held) {
        return written(place).isEmpty() ? held.scope() : String.join(" ", written(place));
    }

    /// The server will not have a token that was only just renewed, so it is forgotten; what to tell the owner.
    public ContractException useless(RemotePlace place, Given refused, Challenge challenge) {
        synchronized (lock(place)) {
            challenges.put(place.server(), challenge);
            held(place).filter(held -> held.serial() == refused.serial()).ifPresent(held -> drop(place, held));
            return wanted(place);
        }
    }

    private void drop(RemotePlace place, Held held) {
        vault.grant(place.server(), held.renewed(held.scope(), 0).toJson(), Map.of(), held.clientKeys());
    }

    private static Set<String> all(Held held) {
        Set<String> all = new HashSet<>(held.clientKeys());
        all.addAll(List.of(TokenEndpoint.ACCESS, TokenEndpoint.REFRESH));
        return all;
    }

    private Given given(RemotePlace place, Held held) {
        return vault.granted(place.server(), TokenEndpoint.ACCESS)
                .map(token -> new Given(new InHeader("authorization", "Bearer ", token), held.serial()))
                .orElseThrow(() -> wanted(place));
    }

    private Given renewed(RemotePlace place, Held held) {
        if (held.asMachine()) {
            String scope = asked(place, held);
            return kept(place, held, endpoint.byKey(place, held, scope), scope);
        }
        Optional<TokenAnswer> answer = endpoint.byRefresh(place, held);
        return kept(place, held, answer.orElse(new TokenAnswer.Denied("over")), held.scope());
    }

    private Given kept(RemotePlace place, Held held, TokenAnswer answer, String asked) {
        return switch (answer) {
            case TokenAnswer.Granted granted -> {
                // A server that renews need not give another token to renew by (RFC 6749 §6).
                keep(
                        place,
                        held,
                        granted,
                        asked,
                        !held.asMachine() && granted.refresh().isEmpty());
                yield given(place, held(place).orElseThrow());
            }
            case TokenAnswer.Denied denied -> {
                if (!denied.isOver()) {
                    throw ContractException.refused(
                            "sign-in",
                            "The sign-in of the server '" + place.server() + "' cannot be renewed just now. Nothing was"
                                    + " forgotten; try again in some minutes.");
                }
                drop(place, held);
                throw wanted(place);
            }
        };
    }

    /// Keeps what was given; under the server's lock.
    ///
    /// @param asked  the rights that were asked for: where the server says nothing of them, they were given
    /// @param same   whether what it is renewed by stays
    private void keep(RemotePlace place, Held held, TokenAnswer.Granted granted, String asked, boolean same) {
        Map<String, String> keys = new HashMap<>(Map.of(TokenEndpoint.ACCESS, granted.access()));
        granted.refresh().ifPresent(token -> keys.put(TokenEndpoint.REFRESH, token));
        long expires = granted.seconds() == 0
                ? 0
                : clock.millis() + Duration.ofSeconds(granted.seconds()).toMillis();
        Set<String> kept = new HashSet<>(held.clientKeys());
        if (same) {
            kept.add(TokenEndpoint.REFRESH);
        }
        vault.grant(
                place.server(),
                held.renewed(granted.scope().orElse(asked), expires).toJson(),
                keys,
                kept);
    }

    /// The house is a client elsewhere now, which is kept at once: the tokens may never come, and the next try is the
    /// same client. Tokens that are there stay, with what renews them, until a sign-in is complete.
    ///
    /// @param key  what proves it, or empty
    /// @return     what the house is called there: where another sign-in was faster, as that one has it
    Client registered(RemotePlace place, Held draft, String key) {
        synchronized (lock(place)) {
            Map<String, String> keys = key.isEmpty() ? Map.of() : Map.of(TokenEndpoint.client(draft.issuer()), key);
            Optional<Held> now = held(place);
            Optional<Client> faster = now.flatMap(held -> held.registeredAt(draft.issuer()));
            if (faster.isPresent()) {
                return faster.get();
            }
            if (now.isPresent()
                    && vault.granted(place.server(), TokenEndpoint.ACCESS).isPresent()) {
                Held both = now.get().beside(new Held.Other(draft.issuer(), draft.client()));
                vault.grant(place.server(), both.toJson(), keys, all(both));
            } else {
                vault.grant(place.server(), draft.toJson(), keys, Set.of());
            }
            return draft.client();
        }
    }

    /// A sign-in is complete: its tokens take the place of those before, and what was wanted before is not any more.
    void signedIn(RemotePlace place, Held draft, TokenAnswer.Granted granted) {
        synchronized (lock(place)) {
            long serial = held(place).map(Held::serial).orElse(draft.serial());
            keep(place, draft.after(serial), granted, draft.scope(), false);
            challenges.remove(place.server());
        }
    }

    /// Forgets a sign-in, and tells the server where it wants to know; true where it was told and took it.
    boolean forget(RemotePlace place) {
        synchronized (lock(place)) {
            try {
                Optional<Held> held = held(place);
                Optional<URI> where = held.flatMap(Held::revocation);
                return where.isPresent()
                        && endpoint.revoke(place, held.orElseThrow(), where.get(), TokenEndpoint.REFRESH)
                        && endpoint.revoke(place, held.orElseThrow(), where.get(), TokenEndpoint.ACCESS);
            } finally {
                vault.forget(place.server());
                challenges.remove(place.server());
            }
        }
    }

    private static ContractException wanted(RemotePlace place) {
        return ContractException.refused(
                WANTED,
                "The server '" + place.server() + "' wants a sign-in. Its owner runs on this machine: ./moltbot server"
                        + " login " + place.server());
    }
}
