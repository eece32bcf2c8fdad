package moltbot.guardian.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import moltbot.guardian.Await;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.WideBind;
import moltbot.testing.Needed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Compartments that have users of their own: what belongs to such a user is ours, wherever it hangs in the tree of
/// processes, and nothing else is. To become another user takes root.
@EnabledOnOs(OS.LINUX)
final class OwnUsersTest {
    private static final long OURS = 42_042;
    private static final String LISTEN = "import socket,sys;s=socket.socket();s.bind(('0.0.0.0',0));s.listen();"
            + "print(s.getsockname()[1],flush=True);sys.stdin.read()";

    @BeforeAll
    static void mayBecomeAnother() {
        Needed.root();
        Needed.programs("setpriv", "python3");
    }

    @Test
    void knowsOurListenersByTheirUserWhereEachCompartmentHasItsOwn() throws Exception {
        Process elsewhere = new ProcessBuilder("sleep", "120").start();
        Process ours = new ProcessBuilder(
                        "setpriv",
                        "--reuid=" + OURS,
                        "--regid=" + OURS,
                        "--clear-groups",
                        "/usr/bin/python3",
                        "-c",
                        LISTEN)
                .start();
        try (ServerSocket owners = new ServerSocket(0)) {
            int port = Integer.parseInt(ours.inputReader().readLine());
            ListenerObserver observer = Observers.listeners(new House(elsewhere.pid(), Set.of(OURS)));
            Await.until("ours to be seen", Duration.ofSeconds(10), () -> {
                observer.observe();
                return observer.latest().ours().stream()
                        .anyMatch(one -> one.listener().endpoint().port() == port);
            });
            Listeners seen = observer.latest();
            assertThat(seen.ours())
                    .allMatch(one -> one.listener().uid() == OURS)
                    .noneMatch(one -> one.listener().endpoint().port() == owners.getLocalPort());

            List<Finding> found = new WideBind(Declared.parse("127.0.0.1:3000")).judge(seen);
            assertThat(found).extracting(Finding::check).containsExactly("L2");
            assertThat(found.getFirst().evidence()).contains(":" + port).contains("user " + OURS);
        } finally {
            ours.destroyForcibly();
            elsewhere.destroyForcibly();
        }
    }
}
