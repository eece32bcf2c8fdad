package moltbot.gateway.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerSignIn;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.egress.task.Inquirer;

/// Finds out where one signs in to a server of tools: its own description (RFC 9728), then that of the authorization
/// server which it names (RFC 8414, or OpenID Connect's). All of it is a stranger's word until the owner has seen it.
final class Discovery {
    private static final int OK = 200;

    private final Inquirer inquirer;
    private final Journal journal;

    /// Where each request is written down before it is sent.
    @FunctionalInterface
    interface Journal {
        void of(String method, Origin origin);
    }

    Discovery(Inquirer inquirer, Journal journal) {
        this.inquirer = inquirer;
        this.journal = journal;
    }

    /// What a sign-in would be.
    ///
    /// @param resource  what the token is to be good for (RFC 8707)
    /// @param scope     the rights to ask for, in one line, or empty
    record Found(String resource, String scope, ServerMetadata server) {
        /// The host that all of this is good for, where that is more than the server's own address; or empty.
        String whole(RemotePlace place) {
            return canonical(resource).equals(canonical(place.url()))
                    ? ""
                    : Origin.of(URI.create(resource)).toString();
        }
    }

    Found find(RemotePlace place, Challenge challenge, String before) {
        ServerSignIn how = place.signIn().orElseThrow();
        Optional<Described> described = described(place, challenge);
        String issuer = issuer(how, described);
        String scope = how.scopes().isEmpty()
                ? Scopes.joined(before, scope(challenge, described))
                : String.join(" ", how.scopes());
        String resource = described.map(Described::resource).orElse(place.url());
        ServerMetadata server = server(issuer);
        if (how.as() == ServerSignIn.As.OWNER) {
            SignInPage.judge(server, how, inquirer);
        }
        return new Found(resource, scope, server);
    }

    private record Described(String resource, List<String> servers, List<String> scopes) {}

    private Optional<Described> described(RemotePlace place, Challenge challenge) {
        URI url = URI.create(place.url());
        Origin own = Origin.of(url);
        URI root = url.resolve("/.well-known/oauth-protected-resource");
        List<URI> candidates = new ArrayList<>();
        if (challenge.metadata().isEmpty()) {
            String path = plainPath(url);
            if (!path.isEmpty()) {
                candidates.add(url.resolve("/.well-known/oauth-protected-resource" + path));
            }
            candidates.add(root);
        } else {
            URI named = ServerMetadata.address(challenge.metadata());
            if (!inquirer.place(named).equals(own)) {
                throw ContractException.refused(
                        "sign-in",
                        "The server says that another one (" + inquirer.place(named)
                                + ") describes it, which is not believed. Nothing was sent.");
            }
            candidates.add(named);
        }
        for (URI candidate : candidates) {
            Optional<JsonObject> said = json(candidate);
            if (said.isPresent()) {
                return Optional.of(checked(said.get(), url, candidate.equals(root)));
            }
        }
        return Optional.empty();
    }

    /// RFC 9728 §3.3: a description of anything but what was asked is not used. One for the whole host counts where it
    /// is the host's own.
    private static Described checked(JsonObject said, URI url, boolean ofHost) {
        String resource = said.textOr("resource", "");
        boolean same = canonical(resource).equals(canonical(url.toString()));
        boolean whole =
                ofHost && canonical(resource).equals(canonical(url.resolve("/").toString()));
        if (!same && !whole) {
            throw ContractException.refused(
                    "sign-in",
                    "The server describes something else than " + url + ", so it was not believed. Nothing was sent.");
        }
        return new Described(
                resource,
                said.listOr("authorization_servers", JsonArray.EMPTY).texts(),
                said.listOr("scopes_supported", JsonArray.EMPTY).texts());
    }

    /// Without what makes no difference (RFC 3986 §6.2): letters of the host, the usual port, a slash at the end.
    private static String canonical(String text) {
        try {
            URI address = URI.create(text);
            boolean plain = address.getRawQuery() == null && address.getRawFragment() == null;
            return plain ? Origin.of(address) + plainPath(address) : "";
        } catch (IllegalArgumentException | ContractException e) {
            System.getLogger("oauth").log(System.Logger.Level.DEBUG, "No resource: {0}", e.getMessage());
            return "";
        }
    }

    private static String plainPath(URI address) {
        return address.getRawPath() == null ? "" : address.getRawPath().replaceAll("/+$", "");
    }

    private static String issuer(ServerSignIn how, Optional<Described> described) {
        if (described.isEmpty()) {
            if (how.issuer().isEmpty()) {
                throw ContractException.refused(
                        "sign-in",
                        "The server does not say where one signs in. Where you know it, write it as 'issuer' below the"
                                + " server in data/config/settings.yaml and start Moltbot anew. Nothing was sent.");
            }
            return how.issuer();
        }
        List<String> servers = described.get().servers();
        if (how.issuer().isEmpty()) {
            if (servers.isEmpty()) {
                throw ContractException.refused("sign-in", "The server names nobody to sign in at. Nothing was sent.");
            }
            return servers.getFirst();
        }
        if (!servers.contains(how.issuer())) {
            throw ContractException.refused(
                    "sign-in",
                    "The server does not sign in at " + how.issuer()
                            + ", which your settings name, but elsewhere. Nothing was sent.");
        }
        return how.issuer();
    }

    /// What the server wants now, else all that it says there is.
    private static String scope(Challenge challenge, Optional<Described> described) {
        if (!challenge.scope().isEmpty()) {
            return challenge.scope();
        }
        List<String> all = described.map(Described::scopes).orElse(List.of());
        return Scopes.isFit(all) ? String.join(" ", all) : "";
    }

    private ServerMetadata server(String issuer) {
        URI at = ServerMetadata.address(issuer);
        if (at.getRawQuery() != null) {
            throw ContractException.refused(
                    "sign-in", "The server names an address that is none that may be opened. Nothing was sent.");
        }
        Origin _ = judged(at);
        String path = plainPath(at);
        List<URI> candidates = new ArrayList<>(List.of(
                at.resolve("/.well-known/oauth-authorization-server" + path),
                at.resolve("/.well-known/openid-configuration" + path)));
        if (!path.isEmpty()) {
            candidates.add(at.resolve(path + "/.well-known/openid-configuration"));
        }
        for (URI candidate : candidates) {
            Optional<JsonObject> said = json(candidate);
            if (said.isPresent()) {
                return ServerMetadata.of(said.get(), issuer, address -> {
                    Origin _ = inquirer.place(address);
                    return address;
                });
            }
        }
        throw ContractException.refused(
                "sign-in", "Nobody at " + issuer.toLowerCase(Locale.ROOT) + " says how to sign in. Nothing was sent.");
    }

    private Origin judged(URI address) {
        try {
            return inquirer.place(address);
        } catch (ContractException e) {
            ContractException refusal = ContractException.refused(
                    "sign-in",
                    e.getMessage() + " If you know that it is right, write it as 'issuer: " + address
                            + "' below the server in data/config/settings.yaml and start Moltbot anew.");
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    /// What is there as JSON; empty where there is nothing.
    private Optional<JsonObject> json(URI candidate) {
        journal.of("GET", inquirer.place(candidate));
        Inquirer.Answer answer = inquirer.get(candidate);
        if (answer.status() != OK) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonObject.parse(answer.body()));
        } catch (ContractException e) {
            System.getLogger("oauth").log(System.Logger.Level.DEBUG, "No description: {0}", e.getMessage());
            return Optional.empty();
        }
    }
}
