package moltbot.contract.mcp;

import java.net.URI;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// That a server elsewhere wants a sign-in (OAuth 2.1; Model Context Protocol 2025-11-25, authorization), as the owner
/// wrote it. What it leads to, tokens, is the gateway's alone.
///
/// @param as         who signs in
/// @param clientId   what the house is called there, where it was registered by hand; or empty
/// @param clientKey  the name of the key that proves it, or empty
/// @param issuer     the one authorization server that may be used, or empty for the one that the server names
/// @param scopes     the rights to ask for; none for those that the server asks for
public record ServerSignIn(As as, String clientId, String clientKey, String issuer, List<String> scopes) {
    /// Who signs in.
    public enum As {
        /// The owner, in a browser.
        OWNER("owner"),
        /// The house itself, by its key.
        MACHINE("machine");

        private final String word;

        As(String word) {
            this.word = word;
        }

        /// As it is written in settings.
        public String word() {
            return word;
        }

        static As of(String word) {
            return switch (word) {
                case "owner" -> OWNER;
                case "machine" -> MACHINE;
                default -> throw ContractException.malformed("Its sign-in is 'owner' or 'machine'.");
            };
        }
    }

    private static final int MOST_SCOPES = 40;

    public ServerSignIn {
        scopes = List.copyOf(scopes);
        if (!clientId.matches("[!-~]{0,512}")) {
            throw ContractException.malformed("Its client-id is one line without spaces.");
        }
        if (!clientKey.matches("|[a-z][a-z0-9-]{0,40}")) {
            throw ContractException.malformed("Its client-key is the name of a key, such as wiki-client.");
        }
        if (!issuer.isEmpty() && !isPlace(issuer)) {
            throw ContractException.malformed(
                    "Its issuer looks like https://example.org or https://example.org/tenant.");
        }
        if (scopes.size() > MOST_SCOPES || scopes.stream().anyMatch(scope -> !scope.matches("[!#-\\[\\]-~]{1,200}"))) {
            throw ContractException.malformed("Its scopes are a list of words, at most " + MOST_SCOPES + ".");
        }
        if ((clientId.isEmpty() && !clientKey.isEmpty()) || (as == As.MACHINE && clientKey.isEmpty())) {
            throw ContractException.malformed("It needs a client-id and a client-key: a machine signs in by both.");
        }
    }

    /// Whether keys may be sent there: `https`, or this machine.
    static boolean isPlace(String url) {
        try {
            URI at = URI.create(url);
            return url.matches("https://[!-~]{1,1000}|http://(127\\.0\\.0\\.1|localhost)([:/][!-~]{0,1000})?")
                    && at.getHost() != null
                    && at.getRawUserInfo() == null
                    && at.getRawQuery() == null
                    && at.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            System.getLogger("mcp").log(System.Logger.Level.DEBUG, "No address: {0}", e.getMessage());
            return false;
        }
    }

    /// As the owner writes it.
    public static ServerSignIn written(
            String as, String clientId, String clientKey, String issuer, List<String> scopes) {
        return new ServerSignIn(As.of(as), clientId, clientKey, issuer, scopes);
    }

    public JsonObject toJson() {
        return JsonObject.with("as", as.word())
                .with("clientId", clientId)
                .with("clientKey", clientKey)
                .with("issuer", issuer)
                .with("scopes", JsonArray.ofTexts(scopes))
                .build();
    }

    public static ServerSignIn fromJson(JsonObject json) {
        return written(
                json.text("as"),
                json.text("clientId"),
                json.text("clientKey"),
                json.text("issuer"),
                json.list("scopes").texts());
    }
}
