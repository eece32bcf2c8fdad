package moltbot.spawner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.boot.Boot;
import moltbot.contract.boot.Compartment;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.LeaseHolder;
import moltbot.contract.lease.LeaseLock;
import moltbot.contract.lease.VerifiedLease;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.seal.Seal;
import moltbot.spawner.bubblewrap.BubblewrapTier;
import moltbot.spawner.docker.DockerTier;
import moltbot.spawner.task.Authority;
import moltbot.spawner.task.Availability;
import moltbot.spawner.task.CanaryOperation;
import moltbot.spawner.task.HoldOperation;
import moltbot.spawner.task.Networks;
import moltbot.spawner.task.RunOperation;
import moltbot.spawner.task.Slots;
import moltbot.spawner.task.Tier;
import moltbot.spawner.task.WatchOperation;
import moltbot.spawner.task.WorkFolders;

/// The spawner's process: wires the tiers, the authority and the link together. Settings: `enabled` (true), `tier`
/// (`auto`), `maxTasks` (16), and for containers `dockerSocket`, `image`, `browserImage` and `ready` (2). `maxHeld` (8)
/// of those that are held open is no owner's to set.
final class Main {
    private static final System.Logger LOG = System.getLogger("spawner");
    private static final int MAX_TASKS = 16;
    private static final int MAX_HELD = 8;
    private static final int MOST = 256;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Compartment.run((boot, life) -> start(boot, life::onStop));
    }

    /// Starts to serve; what must be closed in the end goes to `onStop`, the last one first.
    static void start(Boot boot, Consumer<AutoCloseable> onStop) throws IOException {
        JsonObject settings = boot.settings();
        Slots slots = new Slots(
                bound(settings, "maxTasks", MAX_TASKS),
                "As many tasks as this machine may run are running. Try again when one has ended.");
        Slots held = new Slots(
                bound(settings, "maxHeld", MAX_HELD),
                "As many sandboxes as this machine may hold open are open. Try again when one has ended.");
        LeaseLock lock = new LeaseLock("spawner", boot.key("lease"), boot.bootId(), System::nanoTime);
        Path work = boot.data().resolve("work");
        WorkFolders folders = WorkFolders.prepare(work);
        Optional<Tier> tier =
                settings.flagOr("enabled", true) ? Optional.of(tiers(boot, work, onStop)) : Optional.empty();
        Availability availability = new Availability(tier);
        onStop.accept(availability);
        LeaseHolder lease = new LeaseHolder(
                lock,
                new Permission(availability, slots, held),
                () -> JsonObject.with("epoch", 0).build());
        onStop.accept(lease);
        Authority authority = new Authority(lock, new GrantVerifier(boot.key("grant"), System::nanoTime));
        Networks networks = networks(boot, onStop);
        WatchOperation watch = new WatchOperation(availability);
        CanaryOperation canary =
                new CanaryOperation(availability, folders, boot.data().resolveSibling(""));
        onStop.accept(boot.serve(new LinkRoutes()
                .on("guardian", "sandbox.canary", canary)
                .on("guardian", "lease.hold", lease::hold)
                .on("runtime", "sandbox.run", new RunOperation(availability, authority, slots, folders, networks))
                .on("runtime", "sandbox.hold", new HoldOperation(availability, authority, held, folders, networks))
                .on("runtime", "sandbox.watch", watch)
                .on("host", "sandbox.watch", watch)
                .on("control", "sandbox.watch", watch)));
        onStop.accept(() -> slots.endAll("The spawner stops."));
        onStop.accept(() -> held.endAll("The spawner stops."));
        availability.look();
    }

    /// The best first; or the one that the owner wants.
    private static Tier tiers(Boot boot, Path work, Consumer<AutoCloseable> onStop) {
        JsonObject settings = boot.settings();
        String socket = settings.textOr("dockerSocket", "");
        DockerTier.Options options = new DockerTier.Options(
                Path.of(socket.isEmpty() ? "/var/run/docker.sock" : socket),
                settings.textOr("image", "moltbot-sandbox:bookworm-slim"),
                settings.textOr("browserImage", "moltbot-sandbox-browser:bookworm-slim"),
                (int) settings.numberOr("ready", 2));
        String house = Seal.sha256Hex(boot.data().toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, 16);
        // By what the probes show: nothing gets out of bubblewrap. gVisor is for who asks for it: some of its
        // versions show devices of their own kernel, which no canary can tell from the machine's, and the house trips.
        List<Tier> all = List.of(
                new BubblewrapTier(work.resolve("tier")),
                new DockerTier(options, DockerTier.Kernel.GVISOR, boot.data(), house),
                new DockerTier(options, DockerTier.Kernel.ORDINARY, boot.data(), house));
        String wanted = settings.textOr("tier", "auto");
        List<Tier> some = all.stream()
                .filter(tier -> wanted.equals("auto") ? !tier.name().equals("gvisor") : wanted.equals(tier.name()))
                .toList();
        if (some.isEmpty()) {
            throw ContractException.malformed(
                    "The setting 'tier' of the spawner must be auto, gvisor, docker or bubblewrap.");
        }
        BestOf best = new BestOf(some);
        onStop.accept(best);
        return best;
    }

    private static Networks networks(Boot boot, Consumer<AutoCloseable> onStop) {
        if (!boot.reaches().containsKey("gateway")) {
            return new Networks(Optional.empty());
        }
        LinkClient gateway = boot.client("gateway", LinkLimits.DEFAULT.withConnectPatience(Duration.ofSeconds(1)));
        onStop.accept(gateway);
        return new Networks(Optional.of(gateway));
    }

    private static int bound(JsonObject settings, String name, int usual) {
        long bound = settings.numberOr(name, usual);
        if (bound < 1 || bound > MOST) {
            throw ContractException.malformed(
                    "The setting '" + name + "' of the spawner must be a number from 1 to " + MOST + ".");
        }
        return (int) bound;
    }

    /// With a lease tasks are offered; a lost one ends what it allowed, running tasks included.
    private record Permission(Availability availability, Slots slots, Slots held) implements LeaseHolder.Listener {
        @Override
        public void held(VerifiedLease lease) {
            availability.permit(true);
        }

        @Override
        public void lost(String why) {
            LOG.log(System.Logger.Level.WARNING, "No lease: running tasks are ended. {0}", why);
            availability.permit(false);
            slots.endAll("The task was ended for safety: " + why);
            held.endAll("It was ended for safety: " + why);
        }
    }
}
