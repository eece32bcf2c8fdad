package moltbot.contract.mcp;

import java.net.URI;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// Where a server of tools is that the owner reaches over HTTP, and with which key. Gateway, control and runtime are
/// told the same; the gateway alone goes there.
///
/// @param server  its name in the settings
/// @param url     its endpoint (Model Context Protocol, streamable HTTP)
/// @param key     the name of the key that the gateway puts in as a bearer token, or empty
/// @param signIn  that it wants a sign-in, if it does; then it has no key
public record RemotePlace(String server, String url, String key, Optional<ServerSignIn> signIn) {
    /// The effect of opening it, in judgements, grants and the audit.
    public static final String EFFECT = "mcp.open";

    public RemotePlace {
        boolean web = url.matches("https?://[!-~]{1,1000}");
        try {
            web &= web && URI.create(url).getHost() != null;
        } catch (IllegalArgumentException e) {
            throw new ContractException(ContractException.Code.MALFORMED, "Its url is not one.", e);
        }
        if (!web || url.indexOf('?') >= 0 || url.indexOf('#') >= 0 || url.indexOf('@') >= 0) {
            throw ContractException.malformed("Its url looks like https://example.org/mcp, without a user or a query.");
        }
        if (!key.matches("|[a-z][a-z0-9-]{0,40}")) {
            throw ContractException.malformed("Its key is the name of one, such as forge.");
        }
        if (signIn.isPresent() && (!key.isEmpty() || !ServerSignIn.isPlace(url))) {
            throw ContractException.malformed("With a sign-in it has no key of its own, and its url is an https one.");
        }
    }

    /// One without a sign-in.
    public RemotePlace(String server, String url, String key) {
        this(server, url, key, Optional.empty());
    }

    /// What an approval and a grant are bound to.
    public String digest() {
        return Seal.digest(toJson().toBytes());
    }

    public JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.with("server", server).with("url", url).with("key", key);
        signIn.ifPresent(how -> json.with("signIn", how.toJson()));
        return json.build();
    }

    public static RemotePlace fromJson(JsonObject json) {
        return new RemotePlace(
                json.text("server"),
                json.text("url"),
                json.text("key"),
                json.find("signIn").map(_ -> ServerSignIn.fromJson(json.object("signIn"))));
    }
}
