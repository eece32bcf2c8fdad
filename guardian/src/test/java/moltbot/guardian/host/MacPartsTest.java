package moltbot.guardian.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.host.PartFact;
import moltbot.guardian.fact.host.Parts;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.host.NoDebugger;
import moltbot.guardian.judge.host.WalledIn;
import moltbot.guardian.observe.host.MacParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On output in the form that macOS 14's `ps` prints it; written after its manual page, not recorded on a Mac.
class MacPartsTest {
    private static final String JAVA = "/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home/bin/java";
    private static final String PRINTED = """
                1     0     0 /sbin/launchd
              612     1   501 /System/Library/CoreServices/ControlCenter.app/Contents/MacOS/ControlCenter
             4700  4650   501 %1$s -m moltbot.cli/moltbot.cli.Main up
             4711  4700   501 %1$s -Xmx40m -p lib/breaker -m moltbot.breaker/moltbot.breaker.Main
             4712  4700   501 %1$s -Xmx24m -p lib/guardian -m moltbot.guardian/moltbot.guardian.Main
             4713  4712   501 /bin/ps -axww -o pid= -o ppid= -o uid= -o command=
             4800   612   501 %1$s -agentlib:jdwp=transport=dt_socket -m moltbot.breaker/moltbot.breaker.Main
            """.formatted(JAVA);

    @TempDir
    Path temp;

    private Observation<Parts> look(String printed) {
        return new MacParts(_ -> printed, 4700, List.of(temp)).observe();
    }

    private Parts seen(String printed) {
        return switch (look(printed)) {
            case Observation.Seen<Parts>(Parts parts) -> parts;
            case Observation.Partial<Parts>(Parts parts, String why) -> throw new AssertionError(parts + why);
            case Observation.Unobservable<Parts>(String why) -> throw new AssertionError(why);
        };
    }

    @Test
    void seesTheHouseAndNothingTrips() {
        Parts parts = seen(PRINTED);
        assertThat(parts.parts()).extracting(PartFact::name).containsExactly("supervisor", "breaker", "guardian");
        assertThat(new NoDebugger().judge(parts)).isEmpty();
        assertThat(new WalledIn(false).judge(parts)).isEmpty();
    }

    @Test
    void seesADebuggerAndAnAttachedTool() throws IOException {
        assertThat(new NoDebugger().judge(seen(PRINTED.replace("-Xmx40m", "-agentlib:jdwp=transport=dt_socket"))))
                .extracting(Finding::evidence)
                .containsExactly("breaker (process 4711): -agentlib:jdwp");
        Files.createFile(temp.resolve(".java_pid4712"));
        assertThat(new NoDebugger().judge(seen(PRINTED)))
                .extracting(Finding::evidence)
                .containsExactly("guardian (process 4712): .java_pid4712");
    }

    @Test
    void whatItCannotReadIsNoCleanHouse() {
        assertThat(look("")).isInstanceOf(Observation.Unobservable.class);
        assertThat(look("PID PPID UID COMMAND\n")).isInstanceOf(Observation.Unobservable.class);
        assertThat(look(PRINTED.replace(" 4700  4650", " 4699  4650"))).isInstanceOf(Observation.Unobservable.class);
    }
}
