package moltbot.gateway;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.boot.Compartment;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkRoutes;
import moltbot.gateway.egress.task.MappedNames;
import moltbot.gateway.egress.task.TaskNetworks;
import moltbot.gateway.vault.Vault;

/// The gateway's egress as a process, for system tests: all of it is real but the names, which lead to servers of the
/// test. Settings: `ports` by host name, `certificate`, and `key`, which is kept as `task-git`.
public final class EgressMain {
    private EgressMain() {}

    /// Reads the boot line as every compartment does.
    public static void main(String[] args) throws InterruptedException {
        Compartment.run((boot, life) -> {
            JsonObject settings = boot.settings();
            Map<String, Integer> ports = new HashMap<>();
            JsonObject named = settings.object("ports");
            named.fields().keySet().forEach(host -> ports.put(host, named.integer(host)));
            Vault vault = Vault.open(boot.data(), Optional.empty());
            vault.set("task-git", settings.text("key"));
            LinkClient control = boot.client("control");
            life.onStop(control);
            TaskNetworks networks = MappedNames.networks(
                    boot.socket().resolveSibling(""),
                    vault,
                    (what, call, detail) -> control.ask(
                            "egress.record",
                            JsonObject.with("what", what)
                                    .with("call", call)
                                    .with("detail", detail)
                                    .build()),
                    ports,
                    Path.of(settings.text("certificate")));
            life.onStop(networks);
            NetworkOperation operation =
                    new NetworkOperation(networks, new GrantVerifier(boot.key("grant"), System::nanoTime));
            life.onStop(boot.serve(new LinkRoutes().on("spawner", "egress.open", operation::open)));
        });
    }
}
