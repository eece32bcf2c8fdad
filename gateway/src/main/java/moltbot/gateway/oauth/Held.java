package moltbot.gateway.oauth;

import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.json.JsonObject;

/// What is known of a sign-in beside its keys, as it lies in the vault.
///
/// @param place       the digest of what the owner wrote of the server: where that changes, the sign-in is void
/// @param asMachine   whether new tokens come without the owner
/// @param issuer      who gave it
/// @param token       where it is renewed
/// @param revocation  where it is given back, if anywhere
/// @param resource    what it is good for
/// @param scope       the rights it has, or that were asked for; or empty
/// @param widened     whether more rights were asked for since the owner's last sign-in
/// @param expires     when the access token is over, in milliseconds since 1970; 0 where nobody said
/// @param other       another server that the house is a client of already, where a sign-in there was begun
/// @param serial      which token this is: later ones have greater numbers
record Held(
        String place,
        boolean asMachine,
        String issuer,
        URI token,
        Optional<URI> revocation,
        Client client,
        String resource,
        String scope,
        boolean widened,
        long expires,
        Optional<Other> other,
        long serial) {
    /// A registration for a sign-in that is not complete.
    record Other(String issuer, Client client) {
        JsonObject toJson() {
            return JsonObject.with("issuer", issuer)
                    .with("clientId", client.id())
                    .with("clientMethod", client.method())
                    .build();
        }

        static Other fromJson(JsonObject json) {
            return new Other(json.text("issuer"), new Client(json.text("clientId"), json.text("clientMethod"), true));
        }
    }

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.with("place", place)
                .with("asMachine", asMachine)
                .with("issuer", issuer)
                .with("token", token.toString())
                .with("revocation", revocation.map(URI::toString).orElse(""))
                .with("clientId", client.id())
                .with("clientMethod", client.method())
                .with("registered", client.registered())
                .with("resource", resource)
                .with("scope", scope)
                .with("widened", widened)
                .with("expires", expires)
                .with("serial", serial);
        other.ifPresent(one -> json.with("other", one.toJson()));
        return json.build();
    }

    static Held fromJson(JsonObject json) {
        return new Held(
                json.text("place"),
                json.flag("asMachine"),
                json.text("issuer"),
                URI.create(json.text("token")),
                Optional.of(json.text("revocation"))
                        .filter(text -> !text.isEmpty())
                        .map(URI::create),
                new Client(json.text("clientId"), json.text("clientMethod"), json.flag("registered")),
                json.text("resource"),
                json.text("scope"),
                json.flagOr("widened", false),
                json.number("expires"),
                json.find("other").map(_ -> Other.fromJson(json.object("other"))),
                json.number("serial"));
    }

    /// The same, to come after that one.
    Held after(long last) {
        return new Held(
                place,
                asMachine,
                issuer,
                token,
                revocation,
                client,
                resource,
                scope,
                widened,
                expires,
                other,
                Math.max(serial, last));
    }

    Held renewed(String newScope, long newExpires) {
        return new Held(
                place,
                asMachine,
                issuer,
                token,
                revocation,
                client,
                resource,
                newScope,
                widened,
                newExpires,
                other,
                serial + 1);
    }

    /// The same, with more rights asked for.
    Held wider() {
        return new Held(
                place, asMachine, issuer, token, revocation, client, resource, scope, true, expires, other, serial);
    }

    /// The same, with a registration elsewhere beside it.
    Held beside(Other registered) {
        return new Held(
                place,
                asMachine,
                issuer,
                token,
                revocation,
                client,
                resource,
                scope,
                widened,
                expires,
                Optional.of(registered),
                serial);
    }

    /// What the house is called there, where it asked for that before.
    Optional<Client> registeredAt(String wanted) {
        if (client.registered() && issuer.equals(wanted)) {
            return Optional.of(client);
        }
        return other.filter(one -> one.issuer().equals(wanted)).map(Other::client);
    }

    /// The parts of the vault with the keys of the house's own, which stay when tokens change.
    Set<String> clientKeys() {
        Set<String> keys = new HashSet<>(Set.of(TokenEndpoint.client(issuer)));
        other.ifPresent(one -> keys.add(TokenEndpoint.client(one.issuer())));
        return keys;
    }
}
