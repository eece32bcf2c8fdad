package moltbot.cli.house;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import moltbot.cli.confine.Confinement;
import moltbot.cli.failure.CliException;
import moltbot.cli.pin.Pins;
import moltbot.cli.settings.Settings;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.contract.log.JsonLines;
import org.jspecify.annotations.Nullable;

/// The compartments, kept running by this process until it is told to stop.
public final class House implements AutoCloseable {
    /// How long everything together may take to stop.
    private static final Duration STOP_PATIENCE = Duration.ofMillis(4_500);
    private static final Duration DRAIN_PATIENCE = Duration.ofMillis(2_500);
    private static final Duration SERVICE_PATIENCE = Duration.ofSeconds(1);
    /// The AOT caches are written as the training run stops, and that takes its time.
    private static final Duration TRAINING_STOP_PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration STATE_LIFE = Duration.ofSeconds(1);

    private final Layout layout;
    /// Held as long as this house stands; a lock that nobody refers to is let go by the garbage collector.
    private final FileLock lock;
    private final boolean training;
    private final Launcher launcher;
    private final List<Resident> residents;
    /// Programs of others. The house stands without them.
    private final List<Resident> services;
    private final LinkClient breaker;
    private final LinkServer server;
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable JsonObject lastState;
    private long lastStateNanos;
    private @Nullable JsonObject lastSkills;
    private final Object skillsLock = new Object();
    private long lastSkillsNanos;

    private House(Layout layout, FileLock lock, Launcher launcher, Keyring keys, boolean training) {
        Blueprint blueprint = layout.blueprint();
        this.layout = layout;
        this.lock = lock;
        this.training = training;
        this.launcher = launcher;
        this.residents = blueprint.parts().stream()
                .map(part ->
                        new Resident(part, launcher, new LogFile(layout.logs().resolve(part.name() + ".log"))))
                .toList();
        this.services = launcher
                .signal()
                .map(signal -> Resident.service(
                        "signal", signal::start, new LogFile(layout.logs().resolve("signal.log"))))
                .stream()
                .toList();
        this.breaker =
                keys.client(Part.SUPERVISOR, "breaker", LinkLimits.DEFAULT.withConnectPatience(Duration.ofMillis(50)));
        LinkRoutes routes = new LinkRoutes()
                .on("host", "house.state", exchange -> exchange.reply(state()))
                .on("control", "house.state", exchange -> exchange.reply(state()))
                .on("control", "house.skills", this::skills)
                .on("host", "house.down", _ -> over.countDown());
        this.server = LinkServer.start(
                layout.socket(Part.SUPERVISOR),
                keys.servedBy(Part.SUPERVISOR, Part.SUPERVISOR_CALLERS),
                routes,
                LinkLimits.DEFAULT);
    }

    /// Starts everything and returns when every compartment is ready or one has said why it cannot be.
    ///
    /// @param secrets  for the gateway, from the owner's environment; or for the guard's breaker
    public static House start(
            Layout layout, Blueprint blueprint, Settings settings, Map<String, String> secrets, boolean training) {
        Confinement.keepFilesPrivate();
        layout.prepare(blueprint);
        FileLock lock = layout.lock();
        JsonLines.writeTo(new LogFile(layout.logs().resolve("supervisor.log")).stream());
        Confinement.adoptOrphans();
        Keyring keys = new Keyring(layout, blueprint);
        Confinement confinement = Confinement.ofThisMachine(settings.confined());
        Java java = Java.current(training);
        Launcher launcher = new Launcher(layout, settings, java, keys, confinement, secrets);
        House house = new House(layout, lock, launcher, keys, training);
        house.residents.forEach(Resident::start);
        house.services.forEach(Resident::start);
        keys.writeHostFile(layout.hostFile());
        return house;
    }

    /// The compartments that are not ready after this time, each with the reason it gave.
    public List<String> awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> problems = new ArrayList<>();
        for (Resident resident : residents) {
            while (!resident.awaitFirstOutcome(LOOK_EVERY) && System.nanoTime() < deadline && noneFailed()) {
                continue;
            }
            if (!resident.running() && (!resident.failure().isEmpty() || noneFailed())) {
                String why = resident.failure().isEmpty()
                        ? "it did not become ready; see ./moltbot logs " + resident.name()
                        : resident.failure();
                problems.add(resident.name() + ": " + why);
            }
        }
        // The gateway has them in its vault now; a guard's breaker has none, and is told again if it is started again.
        if (problems.isEmpty() && layout.blueprint() == Blueprint.HOUSE) {
            launcher.forgetSecrets();
        }
        return problems;
    }

    /// What the owner pinned, and whether it is that still; looked at anew at most once a second, one at a time.
    private void skills(LinkExchange exchange) {
        exchange.reply(skills());
    }

    /// By a lock of its own: a large folder takes long, and how the house stands is asked meanwhile.
    private JsonObject skills() {
        synchronized (skillsLock) {
            if (lastSkills == null || System.nanoTime() - lastSkillsNanos >= STATE_LIFE.toNanos()) {
                try {
                    lastSkills = new Pins(layout.data()).toJson();
                } catch (CliException e) {
                    throw ContractException.refused("bad-pins", String.valueOf(e.getMessage()));
                }
                lastSkillsNanos = System.nanoTime();
            }
            return lastSkills;
        }
    }

    private boolean noneFailed() {
        return residents.stream().allMatch(resident -> resident.failure().isEmpty());
    }

    /// What `./moltbot status --json` prints; made anew at most once a second.
    private synchronized JsonObject state() {
        JsonObject last = lastState;
        if (last != null && System.nanoTime() - lastStateNanos < STATE_LIFE.toNanos()) {
            return last;
        }
        JsonObject.Builder state = new JsonObject.Builder();
        JsonObject seen = breakerState();
        state.with(
                "breaker",
                JsonObject.with("state", seen.textOr("state", "OPEN"))
                        .with("why", seen.textOr("why", "The breaker does not answer."))
                        .with("trip", seen.find("trip").orElse(JsonValue.NULL))
                        .with("address", seen.textOr("address", ""))
                        .build());
        state.with(
                "lease",
                JsonObject.with("ageMillis", seen.find("leaseAgeMillis").orElse(JsonValue.NULL))
                        .build());
        state.with(
                "compartments",
                JsonArray.of(residents.stream().map(Resident::toJson).toList()));
        state.with(
                "services", JsonArray.of(services.stream().map(Resident::toJson).toList()));
        Memory own = Memory.of(ProcessHandle.current().pid());
        state.with(
                "supervisor",
                JsonObject.with("pid", ProcessHandle.current().pid())
                        .with("rssBytes", own.rss())
                        .with("pssBytes", own.pss())
                        .with("confinedBy", launcher.confinedBy())
                        .build());
        state.with("insecure", seen.listOr("insecure", JsonArray.EMPTY));
        state.with("guard", seen.objectOr("guard", JsonObject.EMPTY));
        lastStateNanos = System.nanoTime();
        JsonObject built = state.build();
        lastState = built;
        return built;
    }

    private JsonObject breakerState() {
        try {
            return breaker.ask("breaker.state", JsonObject.EMPTY);
        } catch (ContractException e) {
            return JsonObject.EMPTY;
        }
    }

    /// Waits until somebody asks for the end ([#askToEnd] or `./moltbot down`).
    public void awaitEnd() throws InterruptedException {
        over.await();
    }

    public void askToEnd() {
        over.countDown();
    }

    /// Stops every compartment: asks all, waits, and ends what does not listen.
    @Override
    public void close() {
        Duration patience = training ? TRAINING_STOP_PATIENCE : STOP_PATIENCE;
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            drain();
            stop(residents, deadline);
            // Only now: a messenger is still needed to take back what is shown in it. However long the others took, its
            // program has time to end in order.
            stop(services, Math.max(deadline, System.nanoTime() + SERVICE_PATIENCE.toNanos()));
            breaker.close();
            server.close();
            Files.deleteIfExists(layout.hostFile());
            lock.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.getLogger("supervisor").log(System.Logger.Level.WARNING, "The host file was left behind.", e);
        }
    }

    private static void stop(List<Resident> all, long deadline) throws InterruptedException {
        all.forEach(Resident::askToStop);
        for (Resident resident : all) {
            resident.awaitStopped(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
        }
    }

    /// The breaker first, so that what is under way is still answered by those behind it.
    private void drain() throws InterruptedException {
        for (Resident resident : residents) {
            if (resident.name().equals("breaker") && !training) {
                resident.askToStop();
                resident.awaitStopped(DRAIN_PATIENCE);
            }
        }
    }

    /// Makes every compartment's AOT cache of what the training run recorded; the names of those that failed.
    public static List<String> assembleCaches() throws IOException, InterruptedException {
        Java java = Java.current(true);
        List<String> failed = new ArrayList<>();
        for (Part part : Part.ALL) {
            Process process =
                    new ProcessBuilder(java.assembly(part)).inheritIO().start();
            if (process.waitFor() != 0) {
                failed.add(part.name());
            }
        }
        return failed;
    }

    /// Where a house's AOT caches are kept.
    public static Path aotFolder() {
        return Java.current(true).house().resolve("aot");
    }
}
