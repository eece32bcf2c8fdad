package moltbot.gateway.testoauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// An authorization server that takes nothing but what its specifications allow, unless it is told to misbehave.
public final class StandInAuthorization implements AutoCloseable {
    /// What was allowed.
    private record Allowed(String client, String redirect, String challenge, String resource, String scope) {}

    private final HttpServer server = Web.server();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, String> clients = new ConcurrentHashMap<>();
    private final Map<String, Allowed> codes = new ConcurrentHashMap<>();
    private final Map<String, Allowed> refreshes = new ConcurrentHashMap<>();
    private final Map<String, Allowed> tokens = new ConcurrentHashMap<>();
    private volatile UnaryOperator<JsonObject> metadata = UnaryOperator.identity();
    private volatile UnaryOperator<JsonObject> answer = UnaryOperator.identity();
    private volatile String issuerInAnswers = "";
    private volatile String method = "none";
    private volatile long seconds = 3600;
    private volatile String trouble = "";
    private volatile boolean down;
    private volatile String tenant = "";
    private volatile String described = "/.well-known/oauth-authorization-server";

    /// Every request, as method and path; in order.
    public final List<String> heard = new CopyOnWriteArrayList<>();

    /// Every form that came to the token endpoint and the one for revocation.
    public final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();

    /// Every token it gave, so that tests can look for them where they must not be.
    public final Set<String> given = ConcurrentHashMap.newKeySet();

    public StandInAuthorization() {
        server.createContext("/", exchange -> {
            heard.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            try {
                answer(exchange);
            } catch (RuntimeException e) {
                Web.json(exchange, 400, error("invalid_request " + e.getMessage()));
            }
        });
        server.start();
    }

    public String url() {
        return Web.url(server);
    }

    /// What it calls itself.
    public String issuer() {
        return url() + tenant;
    }

    /// From now on it is one of several at its place, and says so there.
    public void moveTo(String path, String wellKnown) {
        tenant = path;
        described = wellKnown;
    }

    /// From now on it says this of itself.
    public void describe(UnaryOperator<JsonObject> change) {
        metadata = change;
    }

    /// From now on it answers with this for a token.
    public void answerTokens(UnaryOperator<JsonObject> change) {
        answer = change;
    }

    /// From now on it says in answers that it is this one; an empty text says the truth.
    public void callItself(String issuer) {
        issuerInAnswers = issuer;
    }

    /// How clients prove themselves.
    public void wantClientsBy(String wanted) {
        method = wanted;
    }

    /// A client that was registered by hand.
    public void know(String client, String secret) {
        clients.put(client, secret);
    }

    /// How long its next tokens live.
    public void giveFor(long wanted) {
        seconds = wanted;
    }

    /// Access tokens are over, as after their time; what renews them is not.
    public void endAccess() {
        tokens.clear();
    }

    /// Its owner takes everything back.
    public void endAll() {
        tokens.clear();
        refreshes.clear();
    }

    /// What its token endpoint answers with, as an error; empty for none.
    public void trouble(String error) {
        trouble = error;
    }

    public void goDown(boolean isDown) {
        down = isDown;
    }

    /// Whether that token is good for this resource and has this scope; an empty scope is every one's.
    boolean isGood(String token, String resource) {
        Allowed allowed = tokens.get(token);
        return allowed != null && allowed.resource().equals(resource);
    }

    boolean has(String token, String scope) {
        Allowed allowed = tokens.get(token);
        return allowed != null && List.of(allowed.scope().split(" ")).contains(scope);
    }

    /// Plays the owner's browser, who says yes: where it is sent back to.
    public String browse(String address) throws IOException, InterruptedException {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> page = browser.send(
                    HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
            return page.headers()
                    .firstValue("location")
                    .orElseThrow(() -> new AssertionError("no way back: " + page.body()));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (down) {
            Web.send(exchange, 503, "");
            return;
        }
        if (path.equals("/token") && !trouble.isEmpty()) {
            Web.json(exchange, 400, JsonObject.with("error", trouble).build());
            return;
        }
        if (path.equals(described)) {
            Web.json(exchange, 200, metadata.apply(described()));
            return;
        }
        switch (path) {
            case "/register" -> register(exchange, JsonObject.parse(body));
            case "/authorize" -> authorize(exchange);
            case "/token" -> token(exchange, Web.form(body));
            case "/revoke" -> {
                Map<String, String> form = Web.form(body);
                forms.add(form);
                refreshes.remove(form.get("token"));
                tokens.remove(form.get("token"));
                Web.send(exchange, 200, "");
            }
            case "/elsewhere" -> {
                exchange.getResponseHeaders().set("location", url() + "/token");
                Web.send(exchange, 307, "");
            }
            default -> Web.send(exchange, 404, "");
        }
    }

    private JsonObject described() {
        return JsonObject.with("issuer", issuer())
                .with("authorization_endpoint", url() + "/authorize")
                .with("token_endpoint", url() + "/token")
                .with("registration_endpoint", url() + "/register")
                .with("revocation_endpoint", url() + "/revoke")
                .with("response_types_supported", JsonArray.ofTexts(List.of("code")))
                .with("token_endpoint_auth_methods_supported", JsonArray.ofTexts(List.of(method)))
                .with("code_challenge_methods_supported", JsonArray.ofTexts(List.of("S256")))
                .with("authorization_response_iss_parameter_supported", true)
                .build();
    }

    private void register(HttpExchange exchange, JsonObject asked) throws IOException {
        String client = "client-" + numbers.incrementAndGet();
        String secret = method.equals("none") ? "" : "secret-of-the-client-" + client;
        clients.put(client, secret);
        JsonObject.Builder told =
                asked.toBuilder().with("client_id", client).with("token_endpoint_auth_method", method);
        if (!secret.isEmpty()) {
            told.with("client_secret", secret).with("client_secret_expires_at", 0);
        }
        Web.json(exchange, 201, told.build());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = Web.form(exchange.getRequestURI().getRawQuery());
        if (!clients.containsKey(asked.get("client_id"))
                || !"code".equals(asked.get("response_type"))
                || !"S256".equals(asked.get("code_challenge_method"))) {
            Web.send(exchange, 400, "not allowed: " + asked.keySet());
            return;
        }
        String code = "code+/" + numbers.incrementAndGet();
        codes.put(
                code,
                new Allowed(
                        asked.getOrDefault("client_id", ""),
                        asked.getOrDefault("redirect_uri", ""),
                        asked.getOrDefault("code_challenge", ""),
                        asked.getOrDefault("resource", ""),
                        asked.getOrDefault("scope", "")));
        String issuer = issuerInAnswers.isEmpty() ? issuer() : issuerInAnswers;
        exchange.getResponseHeaders()
                .set(
                        "location",
                        asked.get("redirect_uri") + "?code=" + encoded(code) + "&state="
                                + encoded(asked.getOrDefault("state", "")) + "&iss=" + encoded(issuer));
        Web.send(exchange, 302, "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
        forms.add(form);
        String client = client(exchange, form);
        if (client.isEmpty()) {
            Web.json(exchange, 401, error("invalid_client"));
            return;
        }
        Allowed allowed = switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> byCode(form);
            case "refresh_token" -> refreshes.remove(form.getOrDefault("refresh_token", ""));
            case "client_credentials" ->
                new Allowed(client, "", "", form.getOrDefault("resource", ""), form.getOrDefault("scope", ""));
            default -> null;
        };
        if (allowed == null
                || !allowed.client().equals(client)
                || !allowed.resource().equals(form.get("resource"))) {
            Web.json(exchange, 400, error("invalid_grant"));
            return;
        }
        String access = "access-token-of-the-stand-in-" + numbers.incrementAndGet();
        String refresh = "refresh-token-of-the-stand-in-" + numbers.incrementAndGet();
        tokens.put(access, allowed);
        refreshes.put(refresh, allowed);
        given.addAll(List.of(access, refresh));
        JsonObject.Builder told = JsonObject.with("access_token", access)
                .with("token_type", "Bearer")
                .with("expires_in", seconds);
        if (!"client_credentials".equals(form.get("grant_type"))) {
            told.with("refresh_token", refresh);
        }
        Web.json(exchange, 200, answer.apply(told.build()));
    }

    private @Nullable Allowed byCode(Map<String, String> form) {
        Allowed allowed = codes.remove(form.getOrDefault("code", ""));
        boolean proved = allowed != null
                && allowed.redirect().equals(form.get("redirect_uri"))
                && allowed.challenge().equals(challenge(form.getOrDefault("code_verifier", "")));
        return proved ? allowed : null;
    }

    /// Which client asks, if it proves it by the one way there is.
    private String client(HttpExchange exchange, Map<String, String> form) {
        String basic = exchange.getRequestHeaders().getFirst("authorization");
        String id = form.getOrDefault("client_id", "");
        String secret = form.getOrDefault("client_secret", "");
        if (method.equals("client_secret_basic")) {
            String[] both = new String(
                            Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.UTF_8)
                    .split(":", 2);
            id = URLDecoder.decode(both[0], StandardCharsets.UTF_8);
            secret = URLDecoder.decode(both[1], StandardCharsets.UTF_8);
        } else if (basic != null) {
            return "";
        }
        return clients.getOrDefault(id, "unknown").equals(secret) ? id : "";
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject error(String error) {
        return JsonObject.with("error", error).build();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
