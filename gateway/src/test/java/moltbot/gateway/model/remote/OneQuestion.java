package moltbot.gateway.model.remote;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.model.ProviderHealth;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.vault.Vault;

/// Asks a server one question in a dialect.
public final class OneQuestion {
    private OneQuestion() {}

    public static List<ModelEvent> to(ModelServer server, Path folder, Function<URI, Dialect> dialect)
            throws InterruptedException {
        return to(server, folder, dialect, new ModelRequest("", List.of(ModelMessage.user("Hi")), List.of(), 10));
    }

    public static List<ModelEvent> to(
            ModelServer server, Path folder, Function<URI, Dialect> dialect, ModelRequest request)
            throws InterruptedException {
        Vault vault = Vault.open(folder, Optional.empty());
        Dialect spoken = dialect.apply(server.url());
        vault.set(spoken.provider().secret(), "k");
        List<ModelEvent> events = new ArrayList<>();
        try (Egress egress = new Egress(Set.of(Origin.of(server.url())), vault.access(), EgressLimits.DEFAULT)) {
            new RemoteModel(spoken, egress, vault, new ProviderHealth(System::nanoTime), Meter.NONE)
                    .stream(request, events::add);
        }
        return events;
    }
}
