package moltbot.gateway.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.seal.Seal;
import moltbot.gateway.egress.task.Inquirer;
import moltbot.gateway.egress.task.SecretName;
import moltbot.gateway.vault.Secret;
import moltbot.gateway.vault.Vault;

/// Asks authorization servers for tokens and gives them back, as the client that the house is there.
final class TokenEndpoint {
    /// Parts of what lies in the vault.
    static final String ACCESS = "access";

    static final String REFRESH = "refresh";

    private final Inquirers inquirers;
    private final Vault vault;
    private final Discovery.Journal journal;

    TokenEndpoint(Inquirers inquirers, Vault vault, Discovery.Journal journal) {
        this.inquirers = inquirers;
        this.vault = vault;
        this.journal = journal;
    }

    /// The part with the key that proves the house at that server.
    static String client(String issuer) {
        return "client-" + Seal.digest(issuer.getBytes(StandardCharsets.UTF_8));
    }

    /// A token for what the owner just allowed.
    TokenAnswer byCode(RemotePlace place, Held held, Map<String, String> code) {
        Map<String, String> fields = fields("authorization_code", held);
        fields.putAll(code);
        return ask(place, held, held.token(), fields, Map.of());
    }

    /// A token for the one that was, where it can be renewed.
    Optional<TokenAnswer> byRefresh(RemotePlace place, Held held) {
        return vault.granted(place.server(), REFRESH)
                .map(refresh -> ask(
                        place, held, held.token(), fields("refresh_token", held), Map.of("refresh_token", refresh)));
    }

    /// A token for a machine.
    TokenAnswer byKey(RemotePlace place, Held held, String scope) {
        Map<String, String> fields = fields("client_credentials", held);
        if (!scope.isEmpty()) {
            fields.put("scope", scope);
        }
        return ask(place, held, held.token(), fields, Map.of());
    }

    private static Map<String, String> fields(String grant, Held held) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", grant);
        fields.put("resource", held.resource());
        return fields;
    }

    /// Says that a token is over (RFC 7009); true where there is none, or the server took it.
    boolean revoke(RemotePlace place, Held held, URI endpoint, String part) {
        Optional<Secret> token = vault.granted(place.server(), part);
        if (token.isEmpty()) {
            return true;
        }
        String kind = part.equals(REFRESH) ? "refresh_token" : "access_token";
        return send(place, held, endpoint, Map.of("token_type_hint", kind), Map.of("token", token.get()))
                        .status()
                == 200;
    }

    private TokenAnswer ask(
            RemotePlace place, Held held, URI endpoint, Map<String, String> fields, Map<String, Secret> keys) {
        try {
            return TokenAnswer.of(send(place, held, endpoint, fields, keys));
        } catch (ContractException e) {
            if (e.code() == ContractException.Code.REFUSED || e.code() == ContractException.Code.TIMEOUT) {
                throw e;
            }
            ContractException refusal = ContractException.refused(
                    "sign-in", "The authorization server's answer is not of the protocol. Nothing was kept.");
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private Inquirer.Answer send(
            RemotePlace place, Held held, URI endpoint, Map<String, String> fields, Map<String, Secret> keys) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        Map<String, Secret> allKeys = new HashMap<>(keys);
        Map<String, Secret> basic = Map.of();
        switch (held.client().method()) {
            case Client.BASIC -> basic = Map.of(held.client().id(), clientKey(place, held));
            case Client.POST -> {
                all.put("client_id", held.client().id());
                allKeys.put("client_secret", clientKey(place, held));
            }
            default -> all.put("client_id", held.client().id());
        }
        journal.of("POST", inquirers.of(place).place(endpoint));
        return inquirers.of(place).post(endpoint, new Inquirer.Form(all, allKeys, basic));
    }

    private Secret clientKey(RemotePlace place, Held held) {
        if (held.client().registered()) {
            return vault.granted(place.server(), client(held.issuer()))
                    .orElseThrow(() -> ContractException.refused(
                            "sign-in", "The key of this registration is not there any more. Sign in anew."));
        }
        String name = SecretName.of(place.signIn().orElseThrow().clientKey());
        return vault.find(name)
                .orElseThrow(() -> ContractException.refused(
                        "no-key",
                        "There is no key of that name yet: ./moltbot secret set " + name + ". Nothing was asked."));
    }
}
