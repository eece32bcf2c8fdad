package moltbot.gateway.oauth;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import moltbot.contract.ContractException;

/// One sign-in of the owner's in a browser (OAuth 2.1, authorization code with PKCE): the address to open, and what the
/// address they come back to must be. Good once.
final class SignIn {
    /// Where the browser is sent back to. Nobody listens there, nor can without being root, and browsers do not even
    /// try: the owner copies the address.
    static final String REDIRECT = "http://127.0.0.1:1/moltbot";

    private static final int MOST_PASTED = 16 << 10;
    private static final int MOST_CODE = 4096;

    private final Held draft;
    private final ServerMetadata server;
    private final String state;
    private final String verifier;

    /// @param random  gives 32 bytes nobody can guess
    SignIn(Held draft, ServerMetadata server, Supplier<byte[]> random) {
        this.draft = draft;
        this.server = server;
        this.state = text(random.get());
        this.verifier = text(random.get());
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Checks that the server can do what a sign-in needs, before anything is told to it.
    static URI browserPlace(ServerMetadata server) {
        if (!server.s256()) {
            throw ContractException.refused(
                    "sign-in",
                    server.issuer() + " does not say that it protects sign-ins (PKCE with S256), so none was begun.");
        }
        return server.authorization()
                .orElseThrow(() -> ContractException.refused(
                        "sign-in", server.issuer() + " has no page to sign in at. Nothing was sent."));
    }

    /// What the owner opens.
    String address() {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", draft.client().id());
        asked.put("redirect_uri", REDIRECT);
        asked.put("state", state);
        asked.put("code_challenge", challenge(verifier));
        asked.put("code_challenge_method", "S256");
        asked.put("resource", draft.resource());
        if (!draft.scope().isEmpty()) {
            asked.put("scope", draft.scope());
        }
        URI page = browserPlace(server);
        return page
                + (page.getRawQuery() == null ? "?" : "&")
                + asked.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    private static String challenge(String verifier) {
        try {
            return text(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /// What a token is asked for with, from the address that the owner came back to.
    Map<String, String> code(String pasted) {
        Map<String, String> said = query(pasted.strip());
        if (!MessageDigest.isEqual(
                said.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8),
                state.getBytes(StandardCharsets.UTF_8))) {
            throw ContractException.refused(
                    "sign-in", "That is not the answer to this sign-in, so it was not used. Begin anew.");
        }
        // RFC 9207: an answer of another server than the one that was asked is a mix-up.
        String issuer = said.getOrDefault("iss", server.namesItself() ? "" : server.issuer());
        if (!issuer.equals(server.issuer())) {
            throw ContractException.refused(
                    "sign-in", "The answer is not from " + server.issuer() + ", so it was not used. Begin anew.");
        }
        if (said.containsKey("error")) {
            String error = said.getOrDefault("error", "");
            throw ContractException.refused(
                    "sign-in",
                    server.issuer() + " said no" + (error.matches("[a-z_]{1,40}") ? " (" + error + ")" : "")
                            + ". Nothing was changed.");
        }
        String code = said.getOrDefault("code", "");
        if (code.isEmpty() || code.length() > MOST_CODE) {
            throw ContractException.refused(
                    "sign-in", "There is no code in that address, so it was not used. Begin anew.");
        }
        return Map.of("code", code, "redirect_uri", REDIRECT, "code_verifier", verifier);
    }

    private static Map<String, String> query(String pasted) {
        if (pasted.length() > MOST_PASTED || !pasted.startsWith(REDIRECT + "?")) {
            throw ContractException.refused(
                    "sign-in",
                    "That is not the address that your browser was sent to: it begins with " + REDIRECT
                            + "?. Begin anew.");
        }
        Map<String, String> said = new LinkedHashMap<>();
        String query = pasted.substring(REDIRECT.length() + 1).split("#", 2)[0];
        try {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String value = parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
                if (said.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), value) != null) {
                    throw ContractException.refused(
                            "sign-in", "That address says something twice, so it was not used. Begin anew.");
                }
            }
        } catch (IllegalArgumentException e) {
            ContractException refusal = ContractException.refused(
                    "sign-in", "That address is broken, so it was not used. Copy it whole, and begin anew.");
            refusal.initCause(e);
            throw refusal;
        }
        return said;
    }
}
