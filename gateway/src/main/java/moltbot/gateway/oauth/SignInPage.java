package moltbot.gateway.oauth;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.mcp.ServerSignIn;
import moltbot.gateway.egress.task.Inquirer;

/// Whether the owner's browser may be sent to the page that an authorization server names. One that names another's
/// page, and takes the code itself, would get a code that the other gave (mix-up; RFC 9700 §4.4).
final class SignInPage {
    /// What the house itself says to that page (RFC 6749, 7636, 8707, 9101, 9396, 9449; OpenID Connect Core §3.1.2.1).
    private static final Set<String> OURS = Set.of(
            "client_id",
            "client_secret",
            "response_type",
            "response_mode",
            "redirect_uri",
            "scope",
            "state",
            "code_challenge",
            "code_challenge_method",
            "resource",
            "audience",
            "authorization_details",
            "nonce",
            "request",
            "request_uri",
            "registration",
            "claims",
            "prompt",
            "max_age",
            "login_hint",
            "id_token_hint",
            "acr_values",
            "dpop_jkt");

    private SignInPage() {}

    static void judge(ServerMetadata server, ServerSignIn how, Inquirer inquirer) {
        server.authorization().ifPresent(page -> {
            judgeQuery(server, page);
            var own = inquirer.place(URI.create(server.issuer()));
            var place = inquirer.place(page);
            // Where the owner named who to sign in at, that one may say where its page is.
            if (how.issuer().isEmpty() && !place.equals(own)) {
                throw ContractException.refused(
                        "sign-in",
                        "One is to sign in at " + server.issuer() + ", but its page is at " + place
                                + ", which may be somebody else's. If you know that both belong together, write"
                                + " 'issuer: " + server.issuer()
                                + "' below the server in data/config/settings.yaml and start Moltbot anew. Nothing was"
                                + " sent.");
            }
        });
    }

    private static void judgeQuery(ServerMetadata server, URI page) {
        String query = page.getRawQuery() == null ? "" : page.getRawQuery();
        for (String pair : query.split("[&;]", -1)) {
            if (OURS.contains(name(pair.split("=", 2)[0]))) {
                throw ContractException.refused(
                        "sign-in",
                        "The page that " + server.issuer()
                                + " names has a part of a sign-in in its address already, so it may be meant for"
                                + " another. Nothing was sent.");
            }
        }
    }

    /// As those read it who read it most freely: escapes, capitals, and dots or brackets for what is no letter.
    private static String name(String written) {
        String name = written;
        try {
            name = URLDecoder.decode(written, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            System.getLogger("oauth").log(System.Logger.Level.DEBUG, "No escape: {0}", e.getMessage());
        }
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_").replaceAll("^_|_$", "");
    }
}
