package moltbot.guardian.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.host.PartFact;
import moltbot.guardian.fact.host.Parts;
import moltbot.guardian.fact.host.Places;
import moltbot.guardian.fact.host.Programs;
import moltbot.guardian.fact.host.Secrets;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.host.GoodSecrets;
import moltbot.guardian.judge.host.NoDebugger;
import moltbot.guardian.judge.host.OpenSecrets;
import moltbot.guardian.judge.host.QuietPlace;
import moltbot.guardian.judge.host.SamePrograms;
import moltbot.guardian.judge.host.WalledIn;
import moltbot.guardian.observe.host.PartObserver;
import moltbot.guardian.observe.host.PlaceObserver;
import moltbot.guardian.observe.host.ProgramObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S3, S4, R1, R2, R3 against real processes and real files.
class HostRulesTest {
    private static final String KEY = "sk-" + "ant-" + "abcdefghijklmnopqrstuvwx";
    private static final Places NOTHING = new Places(List.of(), List.of(), List.of());

    @TempDir
    Path temp;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endThem() {
        processes.forEach(Process::destroyForcibly);
    }

    /// A child of this process that looks like a compartment.
    private void compartment(Map<String, String> environment, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", "read line", "moltbot.control/moltbot.control.Main"));
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().clear();
        builder.environment().putAll(environment);
        processes.add(builder.start());
    }

    private static Parts seen() {
        return fact(new PartObserver(Path.of("/proc"), ProcessHandle.current().pid()).observe());
    }

    private static <T> T fact(Observation<T> observation) {
        return switch (observation) {
            case Observation.Seen<T>(T fact) -> fact;
            case Observation.Partial<T>(T fact, String _) -> fact;
            case Observation.Unobservable<T>(String why) -> throw new AssertionError(why);
        };
    }

    private Parts withoutTests(Parts parts) {
        return new Parts(parts.parts().stream()
                .filter(part -> part.name().equals("control"))
                .toList());
    }

    @Test
    void aSecretThatIsNoneHoldsEverything() {
        Secrets secrets = new Secrets(List.of(
                new Secrets.Judged("good", 40, "", ""),
                new Secrets.Judged("none", 9, "placeholder", ""),
                new Secrets.Judged("small", 7, "short", ""),
                new Secrets.Judged("twice", 40, "reused", "good")));
        assertThat(new GoodSecrets().judge(secrets))
                .extracting(Finding::subject, Finding::action)
                .containsExactly(
                        tuple("none", Finding.Action.HOLD),
                        tuple("small", Finding.Action.WARN),
                        tuple("twice", Finding.Action.WARN));
    }

    @Test
    void seesADebuggerInTheArgumentsAndTheEnvironment() throws IOException {
        compartment(Map.of());
        assertThat(new NoDebugger().judge(withoutTests(seen()))).isEmpty();
        compartment(Map.of(), "-agentlib:jdwp=transport=dt_socket,server=y,address=5005");
        compartment(Map.of("JAVA_TOOL_OPTIONS", "-Dx=y"));
        List<Finding> findings = new NoDebugger().judge(withoutTests(seen()));
        assertThat(findings)
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder("control -agentlib:jdwp", "control JAVA_TOOL_OPTIONS=");
        assertThat(findings).allMatch(finding -> finding.action() == Finding.Action.EXPOSURE);
    }

    @Test
    void seesAnAttachedTool() throws IOException {
        compartment(Map.of());
        Path file = Path.of("/tmp/.java_pid" + processes.getFirst().pid());
        Files.createFile(file);
        try {
            assertThat(new NoDebugger().judge(withoutTests(seen()))).hasSize(1);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void seesACompartmentWithoutWallsWhereWallsWerePutUp() throws IOException {
        compartment(Map.of());
        List<Finding> findings = new WalledIn(true).judge(withoutTests(seen()));
        assertThat(findings)
                .filteredOn(finding -> finding.subject().equals("control walls"))
                .hasSize(1);
        assertThat(new WalledIn(false).judge(withoutTests(seen()))).noneMatch(Finding::blocks);
    }

    @Test
    void rootIsAWarningAndARightOfTheSystemsIsNot() {
        PartFact root = new PartFact("control", 7, 0, -1, true, true, List.of(), List.of(), "");
        PartFact strong = new PartFact("control", 7, 1000, 1, true, true, List.of(), List.of(), "");
        assertThat(new WalledIn(true).judge(new Parts(List.of(root))))
                .noneMatch(Finding::blocks)
                .hasSize(1);
        assertThat(new WalledIn(true).judge(new Parts(List.of(strong))))
                .allMatch(Finding::blocks)
                .hasSize(1);
    }

    @Test
    void processThatCannotBeSeenIsUnobservable() {
        assertThat(new PartObserver(Path.of("/proc"), 999_999_999L).observe())
                .isInstanceOf(Observation.Unobservable.class);
    }

    @Test
    void seesSecretsInArgumentsAndEnvironmentAndTellsNone() throws IOException {
        compartment(Map.of(), "--key", KEY);
        compartment(Map.of("OPENAI_API_KEY", "whatever"));
        compartment(Map.of("TELEGRAM_BOT_TOKEN", "whatever"));
        compartment(Map.of("DISCORD_BOT_TOKEN", "whatever"));
        compartment(Map.of("SLACK_APP_TOKEN", "whatever"));
        compartment(Map.of("WHATSAPP_TOKEN", "whatever"));
        compartment(Map.of(), "--key", "EAA" + "G0123456789abcdefghij".repeat(4));
        compartment(Map.of(), "--key", "xapp-1-A0APP-33-0123456789abcdef");
        List<Finding> findings = new OpenSecrets().judge(new OpenSecrets.Seen(withoutTests(seen()), NOTHING));
        assertThat(findings)
                .extracting(Finding::subject)
                .containsExactlyInAnyOrder(
                        "control arguments",
                        "control arguments",
                        "control arguments",
                        "control environment",
                        "control environment",
                        "control environment",
                        "control environment",
                        "control environment");
        assertThat(findings.toString()).doesNotContain(KEY, "whatever", "xapp-", "EAAG");
    }

    @Test
    void seesSecretsInLogsAndSettingsAndMemoryImages() throws IOException {
        Path data = temp.resolve("data");
        Files.createDirectories(data.resolve("logs"));
        Files.createDirectories(data.resolve("config"));
        Files.createDirectories(data.resolve("chats"));
        assertThat(places(data)).isEqualTo(NOTHING);
        Files.writeString(data.resolve("logs/gateway.log"), "{\"message\":\"" + KEY + "\"}\n");
        String bot = "/bot12345678:AA" + "canary_of-a-bot".repeat(2) + "xyz";
        Files.writeString(data.resolve("logs/control.log"), "asked " + bot + "/getMe\n");
        Files.writeString(data.resolve("config/settings.yaml"), "model: { openai-url: 'https://me:hush@host/' }\n");
        Files.writeString(data.resolve("chats/core.123"), "");
        Places places = places(data);
        List<Finding> findings = new OpenSecrets().judge(new OpenSecrets.Seen(new Parts(List.of()), places));
        assertThat(findings).hasSize(4).allMatch(Finding::blocks);
        assertThat(findings.toString())
                .contains("gateway.log", "control.log", "settings.yaml", "core.123")
                .doesNotContain(KEY, "canary_of", "hush");
    }

    private static Places places(Path data) {
        Places places = fact(new PlaceObserver(data).observe());
        return new Places(List.of(), places.secrets(), places.dumps());
    }

    @Test
    void warnsOfSyncedServedAndCommittedPlaces() throws IOException {
        for (String place : List.of("Dropbox/data", "public_html/data", "OneDrive - Firm/data")) {
            assertThat(synced(Files.createDirectories(temp.resolve(place))))
                    .as(place)
                    .hasSize(1);
        }
        Path checkout = Files.createDirectories(temp.resolve("checkout"));
        Files.createDirectories(checkout.resolve(".git"));
        assertThat(synced(Files.createDirectories(checkout.resolve("data")))).hasSize(1);
        Files.writeString(checkout.resolve(".gitignore"), "target/\n/data/\n");
        assertThat(synced(checkout.resolve("data"))).isEmpty();
        Path shared = Files.createDirectories(temp.resolve("shared/data"));
        assertThat(synced(shared)).isEmpty();
        Files.createDirectories(temp.resolve("shared/.stfolder"));
        assertThat(synced(shared)).hasSize(1).allMatch(finding -> !finding.blocks());
    }

    private static List<Finding> synced(Path data) {
        return new QuietPlace().judge(fact(new PlaceObserver(data).observe()));
    }

    @Test
    void changedProgramTripsAndChangedSettingsWarn() throws IOException {
        Path lib = Files.createDirectories(temp.resolve("lib"));
        Files.writeString(lib.resolve("a.jar"), "one");
        Path settings = Files.writeString(temp.resolve("settings.yaml"), "listen: 127.0.0.1:1\n");
        ProgramObserver observer = new ProgramObserver(List.of(lib), settings, System.currentTimeMillis() + 60_000);
        assertThat(judged(observer)).as("the look at the start").isEmpty();
        assertThat(judged(observer)).isEmpty();
        Files.setLastModifiedTime(lib.resolve("a.jar"), FileTime.fromMillis(1_000));
        assertThat(judged(observer)).as("touched only").isEmpty();
        Files.writeString(settings, "listen: 127.0.0.1:22\n");
        assertThat(judged(observer)).hasSize(1).noneMatch(Finding::blocks);
        Files.writeString(lib.resolve("a.jar"), "two!");
        assertThat(judged(observer)).filteredOn(Finding::blocks).hasSize(1);
        Files.writeString(lib.resolve("b.jar"), "new");
        assertThat(judged(observer)).filteredOn(Finding::blocks).hasSize(2);
        Files.delete(lib.resolve("a.jar"));
        assertThat(judged(observer)).extracting(Finding::evidence).anyMatch(text -> text.endsWith("a.jar is gone"));
    }

    @Test
    void programThatIsYoungerThanTheHouseWasChangedBeforeTheGuardianLooked() throws IOException {
        Path lib = Files.createDirectories(temp.resolve("lib"));
        Files.writeString(lib.resolve("a.jar"), "one");
        ProgramObserver observer = new ProgramObserver(List.of(lib), temp.resolve("none"), 1_000);
        assertThat(judged(observer)).hasSize(1).allMatch(Finding::blocks);
    }

    private static List<Finding> judged(ProgramObserver observer) {
        Programs programs = fact(observer.observe());
        return new SamePrograms().judge(programs);
    }
}
