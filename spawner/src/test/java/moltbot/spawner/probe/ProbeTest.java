package moltbot.spawner.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import moltbot.spawner.bubblewrap.BubblewrapTier;
import moltbot.spawner.docker.DockerTier;
import moltbot.spawner.docker.Engines;
import moltbot.spawner.task.Tier;
import moltbot.testing.Dockerd;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every probe in every tier, and without a sandbox where it does no harm: there it must be seen to get out, else it
/// would show nothing. What comes of it is in `target/probes`, a file for each tier, which ends with the figures.
final class ProbeTest {
    /// Which tiers to try, by name: `-Dprobes.tiers=bubblewrap`. By itself all that scripts/test-setup sets up; one
    /// that cannot be tried is a failure.
    private static final List<String> WANTED = List.of(
            System.getProperty("probes.tiers", "bubblewrap,docker,gvisor").split(",", -1));

    private static final Path REPORTS = Path.of("target/probes").toAbsolutePath();
    private static final Map<String, Verdict> OUTSIDE = new TreeMap<>();
    private static final List<OnTrial> INSIDE = new ArrayList<>();

    private static @Nullable Dockerd docker;
    private static @Nullable Path engineFolder;
    private static @Nullable Path folder;
    private static @Nullable Scene scene;
    private static @Nullable Outside outside;
    private static List<ProbeCase> cases = List.of();
    private static @Nullable KnownOpen open;

    /// A tier and what came of it so far.
    record OnTrial(String name, Tier tier, Trial trial, Report report) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void plant() throws Exception {
        assertThat(System.getenv("MOLTBOT_PLANTED"))
                .as("the environment of this process, planted by the pom")
                .isNotEmpty();
        Files.createDirectories(REPORTS);
        // Not below `/tmp`, which sandboxes cover for reasons of their own.
        Path own = Files.createTempDirectory(Path.of("/var/tmp"), "probes-");
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        folder = own;
        Scene planted = Scene.plant(own);
        scene = planted;
        cases = ProbeCase.all();
        open = KnownOpen.read();
        outside = new Outside(planted, own, OUTSIDE);
        for (String name : WANTED) {
            Tier tier = tier(name, own);
            // A tier is tried before it is used.
            assertThat(tier.problem()).as("the tier " + name).isEmpty();
            Trial trial = new Trial(tier, planted, own.resolve("work-" + name));
            INSIDE.add(new OnTrial(name, tier, trial, new Report(name, cases, OUTSIDE, Objects.requireNonNull(open))));
        }
    }

    /// A tier with a folder of its own. Add one here.
    private static Tier tier(String name, Path own) throws Exception {
        Path place = own.resolve("tier-" + name);
        return switch (name) {
            case "bubblewrap" -> new BubblewrapTier(place);
            case "docker" -> Engines.tier(engine(), DockerTier.Kernel.ORDINARY, place);
            case "gvisor" -> Engines.tier(engine(), DockerTier.Kernel.GVISOR, place);
            default -> throw new IllegalArgumentException("There is no tier " + name + ".");
        };
    }

    private static Dockerd engine() throws Exception {
        Dockerd running = docker;
        if (running == null) {
            // Beside the house and not in it, as a machine's own is: every container's table of mounts names its
            // engine's store.
            Path store = Files.createTempDirectory(Path.of("/var/tmp"), "engine-");
            engineFolder = store;
            running = Engines.start(store);
            docker = running;
        }
        return running;
    }

    @AfterAll
    static void tellAndClear() throws IOException, InterruptedException {
        for (OnTrial one : INSIDE) {
            one.trial().end();
            one.report().write(REPORTS);
            if (one.tier() instanceof DockerTier containers) {
                containers.close();
            }
        }
        if (docker != null) {
            docker.close();
        }
        if (engineFolder != null) {
            Trial.delete(engineFolder);
        }
        if (scene != null) {
            scene.close();
        }
        if (folder != null) {
            Trial.delete(folder);
        }
    }

    @Test
    void areAtLeastSixtyAndOfEveryKind() {
        assertThat(cases).isNotEmpty();
        if (ProbeCase.ONLY.isEmpty()) {
            assertThat(cases).hasSizeGreaterThanOrEqualTo(60);
            assertThat(cases.stream().map(probe -> probe.name().replaceAll("/.*", "")))
                    .contains(
                            "bombs",
                            "devices",
                            "dns",
                            "docker-socket",
                            "files",
                            "kernel",
                            "leftovers",
                            "local-network",
                            "metadata",
                            "mount",
                            "namespaces",
                            "proc",
                            "processes",
                            "ptrace",
                            "races",
                            "setuid",
                            "shared-memory",
                            "sockets",
                            "way-in",
                            "way-out",
                            "zombies");
        }
        assertThat(cases.stream().map(ProbeCase::name)).doesNotHaveDuplicates();
    }

    @Test
    void areTriedInEveryTierThatIsWanted() {
        assertThat(INSIDE).extracting(OnTrial::name).containsExactlyElementsOf(WANTED);
    }

    @Test
    void nothingElseIsKnownToBeOpen() {
        if (ProbeCase.ONLY.isEmpty()) {
            assertThat(Objects.requireNonNull(open).others(List.of("bubblewrap", "docker", "gvisor"), cases))
                    .isEmpty();
        }
    }

    static Stream<ProbeCase> harmless() {
        return cases.stream().filter(Outside::applies);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harmless")
    void getsOutWhereThereIsNoSandbox(ProbeCase probe) throws Exception {
        Objects.requireNonNull(outside).expectEscape(probe);
    }

    static Stream<Arguments> everywhere() {
        return INSIDE.stream().flatMap(tier -> cases.stream().map(probe -> Arguments.of(tier, probe)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everywhere")
    void isContained(OnTrial tier, ProbeCase probe) throws Exception {
        Verdict verdict = tier.trial().of(probe);
        tier.report().add(probe, verdict);
        boolean known = Objects.requireNonNull(open).reason(tier.name(), probe).isPresent();
        assertThat(verdict.contained() || known)
                .as("%s in %s: %s", probe.name(), tier, verdict)
                .isTrue();
    }
}
