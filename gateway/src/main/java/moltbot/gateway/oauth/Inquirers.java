package moltbot.gateway.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.contract.mcp.RemotePlace;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.egress.task.Inquirer;
import moltbot.gateway.vault.SecretAccess;

/// Who asks for each server: what the owner named below one is named for that one alone, so that no other can have the
/// gateway ask there. Safe for several threads.
final class Inquirers implements AutoCloseable {
    private final Map<String, Inquirer> each = new ConcurrentHashMap<>();

    Inquirers(Collection<RemotePlace> places, SecretAccess access) {
        places.forEach(place -> each.put(place.server(), new Inquirer(named(place), access)));
    }

    private static List<Origin> named(RemotePlace place) {
        List<Origin> named = new ArrayList<>(List.of(Origin.of(URI.create(place.url()))));
        String issuer = place.signIn().orElseThrow().issuer();
        if (!issuer.isEmpty()) {
            named.add(Origin.of(URI.create(issuer)));
        }
        return named;
    }

    Inquirer of(RemotePlace place) {
        Inquirer inquirer = each.get(place.server());
        if (inquirer == null) {
            throw new IllegalStateException("No server of these settings: " + place.server());
        }
        return inquirer;
    }

    @Override
    public void close() {
        each.values().forEach(Inquirer::close);
    }
}
