package moltbot.gateway.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What an authorization server says of itself (RFC 8414; OpenID Connect Discovery 1.0), as far as it is used.
///
/// @param issuer         its name, which is how it was asked
/// @param authorization  where the owner's browser goes
/// @param methods        how a client may prove itself at the token endpoint
/// @param s256           whether it takes PKCE (RFC 7636) with SHA-256
/// @param namesItself    whether it says in each answer which one it is (RFC 9207)
record ServerMetadata(
        String issuer,
        Optional<URI> authorization,
        URI token,
        Optional<URI> registration,
        Optional<URI> revocation,
        List<String> methods,
        boolean s256,
        boolean namesItself) {
    private static final int MOST_ADDRESS = 2000;

    ServerMetadata {
        methods = List.copyOf(methods);
    }

    /// Reads it; one that goes by another name than it was asked by is refused (RFC 8414 §3.3).
    ///
    /// @param place  judges each address that it names
    static ServerMetadata of(JsonObject json, String issuer, UnaryOperator<URI> place) {
        if (!json.textOr("issuer", "").equals(issuer)) {
            throw ContractException.refused(
                    "sign-in",
                    "Who answers for " + issuer + " goes by another name, so it was not believed. Nothing was sent.");
        }
        return new ServerMetadata(
                issuer,
                address(json, "authorization_endpoint", place),
                address(json, "token_endpoint", place)
                        .orElseThrow(() -> ContractException.refused(
                                "sign-in", issuer + " does not say where it gives tokens. Nothing was sent.")),
                address(json, "registration_endpoint", place),
                address(json, "revocation_endpoint", place),
                // What is not said is this one (RFC 8414 §2).
                json.has("token_endpoint_auth_methods_supported")
                        ? json.list("token_endpoint_auth_methods_supported").texts()
                        : List.of(Client.BASIC),
                json.listOr("code_challenge_methods_supported", JsonArray.EMPTY)
                        .texts()
                        .contains("S256"),
                json.flagOr("authorization_response_iss_parameter_supported", false));
    }

    private static Optional<URI> address(JsonObject json, String field, UnaryOperator<URI> place) {
        return json.has(field) ? Optional.of(place.apply(address(json.text(field)))) : Optional.empty();
    }

    /// An address that can be nothing else: visible ASCII, with a host, without a user or a fragment.
    static URI address(String text) {
        try {
            URI address = URI.create(text);
            if (text.length() <= MOST_ADDRESS
                    && text.matches("https?://[!-~]+")
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            System.getLogger("oauth").log(System.Logger.Level.DEBUG, "No address: {0}", e.getMessage());
        }
        throw ContractException.refused(
                "sign-in", "The server names an address that is none that may be opened. Nothing was sent.");
    }

    /// All addresses that the house itself will ask.
    List<URI> asked() {
        List<URI> asked = new ArrayList<>(List.of(token));
        registration.ifPresent(asked::add);
        revocation.ifPresent(asked::add);
        return asked;
    }
}
