package moltbot.spawner.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import moltbot.spawner.bubblewrap.BubblewrapTier;
import moltbot.spawner.task.Tier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every probe in every tier, and without a sandbox where it does no harm: there it must be seen to get out, else it
/// would show nothing. What comes of it is in `target/probes`, a file for each tier, which ends with the figures.
final class ProbeTest {
    /// The tiers, by name. Add one here.
    private static final Map<String, Function<Path, Tier>> TIERS = Map.of("bubblewrap", BubblewrapTier::new);

    private static final Path REPORTS = Path.of("target/probes").toAbsolutePath();
    private static final Map<String, Verdict> OUTSIDE = new ConcurrentHashMap<>();

    private static Path folder = REPORTS;
    private static List<ProbeCase> cases = List.of();
    private static Optional<Scene> scene = Optional.empty();

    @BeforeAll
    static void plant() throws Exception {
        assertThat(System.getenv("MOLTBOT_PLANTED"))
                .as("the environment of this process, planted by the pom")
                .isNotEmpty();
        Files.createDirectories(REPORTS);
        // Not below `/tmp`, which sandboxes cover for reasons of their own.
        folder = Files.createTempDirectory(Path.of("/var/tmp"), "probes-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        scene = Optional.of(Scene.plant(folder));
        cases = ProbeCase.all();
    }

    @AfterAll
    static void clear() throws IOException {
        scene.ifPresent(Scene::close);
        Trial.delete(folder);
    }

    private static Scene scene() {
        return scene.orElseThrow();
    }

    @Test
    void areAtLeastSixtyOfEveryKind() {
        assertThat(cases).hasSizeGreaterThanOrEqualTo(60);
        assertThat(cases.stream().map(ProbeCase::name)).doesNotHaveDuplicates();
    }

    @TestFactory
    Stream<DynamicNode> eachIsContainedInEveryTierAndGetsOutWhereThereIsNone() throws Exception {
        Path planted = Path.of(scene().env().getOrDefault("PROBE_FILE", ""));
        Outside outside = new Outside(planted, scene(), folder, OUTSIDE);
        Stream<DynamicNode> without = Stream.of(dynamicContainer(
                "without a sandbox",
                cases.stream()
                        .filter(Outside::applies)
                        .map(probe -> dynamicTest(probe.name(), () -> outside.expectEscape(probe)))));
        return Stream.concat(without, TIERS.entrySet().stream().map(tier -> in(tier.getKey(), tier.getValue())));
    }

    private static DynamicNode in(String name, Function<Path, Tier> maker) {
        try {
            Tier tier = maker.apply(folder.resolve("tier-" + name));
            Report report = new Report(name, cases, OUTSIDE);
            Trial trial = new Trial(tier, scene(), folder.resolve("work-" + name));
            Stream<DynamicNode> each = cases.stream()
                    .map(probe -> dynamicTest(probe.name(), () -> {
                        Verdict verdict = trial.of(probe);
                        report.add(probe, verdict);
                        assertThat(verdict.contained())
                                .as("%s in %s: %s", probe.name(), name, verdict)
                                .isTrue();
                    }));
            DynamicNode works = dynamicTest(
                    "works",
                    () -> assertThat(tier.problem()).as("the tier " + name).isEmpty());
            DynamicNode figures = dynamicTest("figures", () -> {
                trial.end();
                report.write(REPORTS);
            });
            return dynamicContainer(name, Stream.concat(Stream.concat(Stream.of(works), each), Stream.of(figures)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
