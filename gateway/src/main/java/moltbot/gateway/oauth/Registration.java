package moltbot.gateway.oauth;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerSignIn;
import moltbot.gateway.egress.task.Inquirer;
import moltbot.gateway.vault.Vault;

/// How the house becomes a client of an authorization server: as the owner registered it by hand, as it was registered
/// before, or by asking (RFC 7591).
final class Registration {
    private final Inquirers inquirers;
    private final Vault vault;
    private final Tokens tokens;
    private final Discovery.Journal journal;

    Registration(Inquirers inquirers, Vault vault, Tokens tokens, Discovery.Journal journal) {
        this.inquirers = inquirers;
        this.vault = vault;
        this.tokens = tokens;
        this.journal = journal;
    }

    /// The beginning of a sign-in: everything of it but the tokens.
    Held begin(RemotePlace place, Discovery.Found found) {
        ServerSignIn how = place.signIn().orElseThrow();
        Optional<Held> before = Optional.of(vault.grantedFacts(place.server()))
                .filter(facts -> !facts.fields().isEmpty())
                .map(Held::fromJson);
        long serial = before.map(Held::serial).orElse(0L);
        if (!how.clientId().isEmpty()) {
            return draft(place, found, configured(how, found.server()), serial);
        }
        Optional<Client> known =
                before.flatMap(held -> held.registeredAt(found.server().issuer()));
        return draft(place, found, known.orElseGet(() -> register(place, found, serial)), serial);
    }

    private static Client configured(ServerSignIn how, ServerMetadata server) {
        return new Client(
                how.clientId(), how.clientKey().isEmpty() ? Client.NONE : Client.method(server.methods()), false);
    }

    private static Held draft(RemotePlace place, Discovery.Found found, Client client, long serial) {
        return new Held(
                place.digest(),
                place.signIn().orElseThrow().as() == ServerSignIn.As.MACHINE,
                found.server().issuer(),
                found.server().token(),
                found.server().revocation(),
                client,
                found.resource(),
                found.scope(),
                false,
                0,
                Optional.empty(),
                serial);
    }

    private Client register(RemotePlace place, Discovery.Found found, long serial) {
        URI endpoint = found.server()
                .registration()
                .orElseThrow(() -> ContractException.refused(
                        "sign-in",
                        found.server().issuer()
                                + " registers nobody by itself. Register Moltbot there by hand, with the redirect"
                                + " address " + SignIn.REDIRECT + ", and write what it is called there as 'client-id'"
                                + " below the server in data/config/settings.yaml. Nothing was kept."));
        String wanted = found.server().methods().contains(Client.NONE)
                ? Client.NONE
                : Client.method(found.server().methods());
        JsonObject asked = JsonObject.with("client_name", "Moltbot")
                .with("redirect_uris", JsonArray.ofTexts(List.of(SignIn.REDIRECT)))
                .with("grant_types", JsonArray.ofTexts(List.of("authorization_code", "refresh_token")))
                .with("response_types", JsonArray.ofTexts(List.of("code")))
                .with("token_endpoint_auth_method", wanted)
                .with("application_type", "native")
                .build();
        journal.of("POST", inquirers.of(place).place(endpoint));
        Inquirer.Answer answer = inquirers.of(place).post(endpoint, asked.toBytes());
        if (answer.status() != 201 && answer.status() != 200) {
            throw ContractException.refused(
                    "sign-in",
                    found.server().issuer() + " did not register Moltbot (status " + answer.status()
                            + "). Nothing was kept.");
        }
        return registered(place, found, serial, wanted, JsonObject.parse(answer.body()));
    }

    private Client registered(RemotePlace place, Discovery.Found found, long serial, String wanted, JsonObject said) {
        String key = said.textOr("client_secret", "");
        String method = said.textOr("token_endpoint_auth_method", wanted);
        Client client = new Client(said.text("client_id"), method, true);
        if (!method.equals(Client.NONE) && !key.matches("[!-~]{1,4096}")) {
            throw ContractException.refused(
                    "sign-in", "The server registered Moltbot without the key that it wants. Nothing was kept.");
        }
        return tokens.registered(place, draft(place, found, client, serial), method.equals(Client.NONE) ? "" : key);
    }
}
