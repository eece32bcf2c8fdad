package moltbot.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole guardian against locks that speak the real link, and a real tree of processes to look at.
class GuardianTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final byte[] CAPABILITY = new byte[32];
    private static final byte[] KEY = new byte[32];

    @TempDir
    Path temp;

    private final Map<String, LockStandIn> locks = new LinkedHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path data;
    private Nest supervisor;
    private int port;

    @BeforeEach
    void buildHouse() throws IOException {
        data = TestFolders.folder(temp.resolve("data"), "rwx------");
        TestFolders.folder(data.resolve("run"), "rwx------");
        TestFolders.folder(data.resolve("guardian"), "rwx------");
        supervisor = Nest.supervisor();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void endAll() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        for (LockStandIn lock : locks.values()) {
            lock.close();
        }
        supervisor.close();
    }

    @Test
    void givesLeasesToAllThreeFromAFinishedSweep() throws Exception {
        long before = System.nanoTime();
        startLocks();
        startGuardian();
        for (String name : List.of("breaker", "gateway", "spawner")) {
            Await.until(name + " has a lease", SOON, () -> lock(name).held.get() > 0);
            assertThat(lock(name).lease.get().epoch()).isEqualTo(7);
            assertThat(lock(name).lease.get().sweepNanos()).isBetween(before, System.nanoTime());
        }
        int held = lock("breaker").held.get();
        Await.until("another beat", SOON, () -> lock("breaker").held.get() > held);
    }

    @Test
    void wildcardListenerBelowTheSupervisorTripsWithinTwoSecondsAndEndsEveryLease() throws Exception {
        startLocks();
        startGuardian();
        awaitLeases();
        int wide = supervisor.listen("0.0.0.0");
        long opened = System.nanoTime();
        Await.until("the breaker is tripped", SOON, () -> !lock("breaker").trips.isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - opened)).isLessThan(Duration.ofSeconds(2));
        assertThat(lock("breaker").trips.getFirst()).startsWith("L2: ").contains(":" + wide + " by ");
        Await.until("no lock has a lease", Duration.ofSeconds(2), this::nobodyHasALease);
        Await.stays("no lease", Duration.ofMillis(2500), this::nobodyHasALease);
        assertThat(lock("breaker").trips)
                .filteredOn(trip -> trip.startsWith("L2"))
                .hasSize(1);
        assertThat(Files.readString(data.resolve("guardian/findings.jsonl"))).contains("\"check\":\"L2\"");
    }

    @Test
    void tellsTheBreakerEveryCheckWithItsResultAndWhatItFound() throws Exception {
        startLocks();
        startGuardian();
        awaitLeases();
        Await.until("a report with all clear", SOON, () -> reported("L2", "clear") && reported("S2", "clear"));
        int wide = supervisor.listen("0.0.0.0");
        Await.until("a report of it", SOON, () -> reported("L2", "found"));
        JsonObject finding = rule("L2").list("findings").objects().getFirst();
        assertThat(finding.text("action")).isEqualTo("exposure");
        assertThat(finding.text("evidence")).contains(":" + wide + " by ");
        assertThat(rule("L2").text("page")).isEqualTo("docs/operations/checks.md#l2");
        assertThat(rule("L2").number("ageMillis")).isBetween(0L, 2_000L);
    }

    private boolean reported(String check, String result) {
        return !lock("breaker").reports.isEmpty() && rule(check).text("result").equals(result);
    }

    private JsonObject rule(String check) {
        return lock("breaker").reports.getLast().list("rules").objects().stream()
                .filter(rule -> rule.text("id").equals(check))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void afterTheListenerIsGoneTheBreakerAloneHasLeasesOfASweepNewerThanTheTrip() throws Exception {
        startLocks();
        startGuardian();
        awaitLeases();
        supervisor.listen("0.0.0.0");
        Await.until("the breaker is tripped", SOON, () -> !lock("breaker").trips.isEmpty());
        Await.until("no lock has a lease", SOON, this::nobodyHasALease);
        supervisor.tell("end children");
        // Every round looks anew once it is told of the trip, which may be before the leases are seen to end here.
        long tripped = lock("breaker").trippedNanos.get();
        Await.until(
                "an all-clear",
                Duration.ofSeconds(20),
                () -> lock("breaker").lock.fresh()
                        && lock("breaker").lease.get().sweepNanos() > tripped);
        assertThat(lock("breaker").lease.get().epoch()).isEqualTo(8);
        assertThat(lock("spawner").lock.fresh()).isFalse();
        lock("breaker").trip.set(JsonValue.NULL);
        Await.until(
                "after the reset the spawner has one again",
                SOON,
                () -> lock("spawner").lock.fresh());
    }

    @Test
    void operatorsTripLeavesTheBreakerItsLeaseAndTakesTheOthersAtOnce() throws Exception {
        startLocks();
        startGuardian();
        awaitLeases();
        lock("breaker").tripNow("operator");
        Await.until(
                "gateway and spawner have none",
                Duration.ofSeconds(2),
                () -> !lock("spawner").lock.fresh() && !lock("gateway").lock.fresh());
        Await.until(
                "the breaker has one of the new epoch",
                SOON,
                () -> lock("breaker").lock.fresh()
                        && lock("breaker").lease.get().epoch() == 8);
        Await.stays(
                "the others have none",
                Duration.ofSeconds(2),
                () -> !lock("spawner").lock.fresh());
        assertThat(lock("breaker").trips).isEmpty();
    }

    @Test
    void tripsAgainABreakerThatSaysItIsNotTrippedWhileTheFindingStands() throws Exception {
        startLocks();
        startGuardian();
        awaitLeases();
        supervisor.listen("0.0.0.0");
        Await.until("the breaker is tripped", SOON, () -> !lock("breaker").trips.isEmpty());
        Await.until("no lock has a lease", SOON, this::nobodyHasALease);
        int trips = lock("breaker").trips.size();
        lock("breaker").trip.set(JsonValue.NULL);
        Await.until("it is tripped again", SOON, () -> lock("breaker").trips.size() > trips);
        assertThat(nobodyHasALease()).isTrue();
    }

    @Test
    void tripsABreakerThatComesUpAfterTheFinding() throws Exception {
        startGuardian();
        supervisor.listen("0.0.0.0");
        Await.until("the finding", SOON, () -> told("\"check\":\"L"));
        startLocks();
        Await.until("the breaker is tripped", SOON, () -> !lock("breaker").trips.isEmpty());
        assertThat(lock("breaker").held.get()).isZero();
        assertThat(lock("spawner").held.get()).isZero();
    }

    private boolean told(String what) {
        Path findings = data.resolve("guardian/findings.jsonl");
        try {
            return Files.exists(findings) && Files.readString(findings).contains(what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withoutTheBreakerNobodyGetsALeaseAndWithItAllDoAgain() throws Exception {
        startLocks();
        startGuardian();
        awaitLeases();
        lock("breaker").close();
        int held = lock("spawner").held.get();
        Await.stays(
                "no new lease",
                Duration.ofSeconds(2),
                () -> lock("spawner").held.get() <= held + 1);
        startLock("breaker");
        Await.until(
                "the breaker has one",
                Duration.ofSeconds(2),
                () -> lock("breaker").lock.fresh());
        int after = lock("spawner").held.get();
        Await.until(
                "the spawner has a new one", SOON, () -> lock("spawner").held.get() > after);
    }

    @Test
    void aLockThatRestartsIsReachedAgainAtOnce() throws Exception {
        startLocks();
        startGuardian();
        awaitLeases();
        lock("gateway").close();
        startLock("gateway");
        long back = System.nanoTime();
        Await.until("the gateway has a lease", SOON, () -> lock("gateway").lock.fresh());
        assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void theOwnersOtherProgramsNeverTrip() throws Exception {
        startLocks();
        startGuardian();
        awaitLeases();
        try (Nest stranger = Nest.stranger("0.0.0.0")) {
            assertThat(stranger.port()).isPositive();
            Await.stays(
                    "all is well",
                    Duration.ofSeconds(3),
                    () -> lock("spawner").lock.fresh() && lock("breaker").trips.isEmpty());
        }
    }

    @Test
    void aBreakerThatSaysNothingBlocksEverythingButIsNoTrip() throws Exception {
        startLocks();
        int declared = supervisor.listen("127.0.0.1", Integer.toString(port), "moltbot.breaker.Main");
        assertThat(declared).isEqualTo(port);
        startGuardian();
        // It takes connections and answers none, so H1 cannot be observed, twice in a row.
        Await.stays(
                "no lease, and no trip",
                Duration.ofSeconds(9),
                () -> lock("spawner").held.get() == 0 && lock("breaker").trips.isEmpty());
    }

    @Test
    void dataFolderOpenToOthersTrips() throws Exception {
        TestFolders.folder(data.resolve("secrets"), "rwxr-x---");
        startLocks();
        startGuardian();
        Await.until("a finding", SOON, () -> !lock("breaker").trips.isEmpty());
        assertThat(lock("breaker").trips.getFirst()).startsWith("S2: ").endsWith("secrets: its mode is 0750");
        assertThat(lock("breaker").held.get()).isZero();
    }

    private void awaitLeases() {
        Await.until("all have leases", SOON, () -> locks.values().stream().allMatch(lock -> lock.lock.fresh()));
    }

    private boolean nobodyHasALease() {
        return locks.values().stream().noneMatch(lock -> lock.lock.fresh());
    }

    private LockStandIn lock(String name) {
        return Objects.requireNonNull(locks.get(name));
    }

    private void startLocks() {
        for (String name : List.of("breaker", "gateway", "spawner")) {
            startLock(name);
        }
    }

    private void startLock(String name) {
        locks.put(name, new LockStandIn(name, socket(name), CAPABILITY, KEY));
    }

    private Path socket(String name) {
        return data.resolve("run").resolve(name).resolve("link.sock");
    }

    private void startGuardian() throws IOException {
        Map<String, Boot.Reach> reaches = new LinkedHashMap<>();
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (String name : List.of("breaker", "gateway", "spawner")) {
            reaches.put(name, LockStandIn.reach(socket(name), CAPABILITY));
            keys.put("lease." + name, KEY);
            keys.put("bypass", KEY);
        }
        keys.put("canary", KEY);
        JsonObject settings = JsonObject.with("listen", "127.0.0.1:" + port)
                .with("supervisorPid", supervisor.pid())
                .with("dataRoot", data.toString())
                .with("runRoot", data.resolve("run").toString())
                .build();
        Boot boot = new Boot(
                "guardian",
                data.resolve("guardian"),
                socket("guardian"),
                LockStandIn.BOOT_ID,
                List.of(),
                reaches,
                keys,
                Map.of(),
                settings);
        Guardian guardian = new Guardian(boot);
        open.add(guardian);
        guardian.start();
    }
}
