package moltbot.gateway.oauth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerSignIn;
import moltbot.gateway.egress.task.Inquirer;
import moltbot.gateway.egress.task.RequestLog;
import moltbot.gateway.vault.SecretAccess;
import moltbot.gateway.vault.Vault;

/// What the owner's shell may do about servers that want a sign-in: sign in, forget it, look.
/// Each request on the way is in the audit before it is sent. What is asked of the owner is asked while their shell
/// waits, and never otherwise.
public final class ServerSignIns implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int MOST_AT_ONCE = 4;
    private static final int RANDOM_BYTES = 32;

    private final Map<String, RemotePlace> places = new LinkedHashMap<>();
    private final Function<RemotePlace, Challenge> probe;
    private final Inquirers inquirers;
    private final InstantSource clock;
    private final Discovery.Journal journal;
    private final Registration registration;
    private final TokenEndpoint endpoint;
    private final Tokens tokens;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore signingIn = new Semaphore(MOST_AT_ONCE);

    /// @param access  to what is in the vault, for the way out alone
    /// @param probe   asks a server without a token what it wants
    public ServerSignIns(
            List<RemotePlace> places,
            Vault vault,
            SecretAccess access,
            RequestLog log,
            Function<RemotePlace, Challenge> probe,
            InstantSource clock) {
        places.stream()
                .filter(place -> place.signIn().isPresent())
                .forEach(place -> this.places.put(place.server(), place));
        this.probe = probe;
        this.clock = clock;
        this.inquirers = new Inquirers(this.places.values(), access);
        this.journal = (method, origin) -> log.record(
                "request",
                "sign-in",
                JsonObject.with("method", method)
                        .with("origin", origin.toString())
                        .with("way", "sign-in")
                        .build());
        this.endpoint = new TokenEndpoint(inquirers, vault, journal);
        this.tokens = new Tokens(vault, endpoint, clock);
        this.registration = new Registration(inquirers, vault, tokens, journal);
    }

    public Tokens tokens() {
        return tokens;
    }

    /// `server.state`: how the sign-in at each server stands.
    public void state(LinkExchange exchange) {
        exchange.reply(JsonObject.with(
                        "servers",
                        JsonArray.of(places.values().stream().map(this::state).toList()))
                .build());
    }

    private JsonObject state(RemotePlace place) {
        Optional<Held> held = tokens.held(place);
        return JsonObject.with("server", place.server())
                .with("url", place.url())
                .with("as", place.signIn().orElseThrow().as().word())
                .with("state", tokens.state(place).word())
                .with("issuer", held.map(Held::issuer).orElse(""))
                .with("scope", held.map(Held::scope).orElse(""))
                .build();
    }

    private RemotePlace place(LinkExchange exchange) {
        RemotePlace place = places.get(exchange.head().text("server"));
        if (place == null) {
            throw ContractException.refused(
                    "no-server",
                    "There is no server of that name with 'sign-in' below it in data/config/settings.yaml."
                            + (places.isEmpty() ? "" : " There is: " + String.join(", ", places.keySet()) + ".")
                            + " Nothing was asked.");
        }
        return place;
    }

    /// `server.logout`.
    public void logout(LinkExchange exchange) {
        RemotePlace place = place(exchange);
        boolean revoked = false;
        try {
            revoked = tokens.forget(place);
        } catch (ContractException e) {
            System.getLogger("oauth").log(System.Logger.Level.DEBUG, "A token was not revoked.", e);
        }
        exchange.reply(JsonObject.with("told", revoked).build());
    }

    /// `server.login`: what is found is shown and confirmed before anything is registered, opened or sent.
    public void login(LinkExchange exchange) throws InterruptedException {
        RemotePlace place = place(exchange);
        if (!signingIn.tryAcquire()) {
            throw ContractException.refused("busy", "Other sign-ins are under way. Nothing was asked.");
        }
        try {
            login(exchange, place);
        } finally {
            signingIn.release();
        }
    }

    private void login(LinkExchange exchange, RemotePlace place) throws InterruptedException {
        Challenge known = tokens.challenge(place);
        Challenge challenge = known.equals(Challenge.NONE) ? probe.apply(place) : known;
        String before =
                challenge.wantsMore() ? tokens.held(place).map(Held::scope).orElse("") : "";
        Discovery.Found found = new Discovery(inquirers.of(place), journal).find(place, challenge, before);
        boolean machine = place.signIn().orElseThrow().as() == ServerSignIn.As.MACHINE;
        exchange.send(shown(place, found, machine));
        if (!answer(exchange).flagOr("confirmed", false)) {
            throw ContractException.refused("sign-in", "Nothing was sent, and nothing changed.");
        }
        Held draft = registration.begin(place, found);
        TokenAnswer answer = machine
                ? endpoint.byKey(place, draft, found.scope())
                : endpoint.byCode(place, draft, browse(exchange, draft, found.server()));
        switch (answer) {
            case TokenAnswer.Granted granted -> tokens.signedIn(place, draft, granted);
            case TokenAnswer.Denied denied ->
                throw ContractException.refused(
                        "sign-in",
                        found.server().issuer() + " gave no token (" + denied.error() + "). Nothing was changed.");
        }
        exchange.send(
                JsonObject.with("signedIn", tokens.held(place).map(Held::scope).orElse(""))
                        .build());
    }

    private JsonObject shown(RemotePlace place, Discovery.Found found, boolean machine) {
        Inquirer inquirer = inquirers.of(place);
        List<String> browser = machine
                ? List.of()
                : List.of(inquirer.place(SignIn.browserPlace(found.server())).toString());
        return JsonObject.with("server", place.server())
                .with("url", place.url())
                .with("issuer", found.server().issuer())
                .with("browser", JsonArray.ofTexts(browser))
                .with(
                        "house",
                        JsonArray.ofTexts(found.server().asked().stream()
                                .map(address -> inquirer.place(address).toString())
                                .distinct()
                                .toList()))
                .with("scope", found.scope())
                .with("whole", found.whole(place))
                .build();
    }

    private Map<String, String> browse(LinkExchange exchange, Held draft, ServerMetadata server)
            throws InterruptedException {
        SignIn signIn = new SignIn(draft, server, this::random);
        long begun = clock.millis();
        exchange.send(JsonObject.with("open", signIn.address())
                .with("back", SignIn.REDIRECT)
                .build());
        String pasted = answer(exchange).textOr("returned", "");
        if (clock.millis() - begun > PATIENCE.toMillis()) {
            throw ContractException.refused("sign-in", "That took too long. Begin anew.");
        }
        return signIn.code(pasted);
    }

    private byte[] random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static JsonObject answer(LinkExchange exchange) throws InterruptedException {
        byte[] frame = exchange.next();
        return frame == null ? JsonObject.EMPTY : JsonObject.parse(new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        inquirers.close();
    }
}
