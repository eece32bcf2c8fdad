package moltbot.guardian.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.guardian.TestFolders;
import moltbot.guardian.fact.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a control that speaks the real link and has whatever audit it likes.
class AuditWatchTest {
    private static final byte[] KEY = new byte[32];

    @TempDir
    Path temp;

    private final AtomicReference<AuditHead> head = new AtomicReference<>(AuditHead.NOTHING);
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private LinkServer control;
    private LinkClient client;

    @BeforeEach
    void start() throws IOException {
        Path socket = TestFolders.folder(temp.resolve("c"), "rwx------").resolve("link.sock");
        Capability capability = new Capability("guardian", KEY);
        control = LinkServer.start(
                socket,
                List.of(capability),
                new LinkRoutes()
                        .on("guardian", "audit.head", this::answer)
                        .on("guardian", "audit.verify", this::answer),
                LinkLimits.DEFAULT);
        client = new LinkClient(socket, capability, LinkLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        client.close();
        control.close();
    }

    private void answer(LinkExchange exchange) {
        asked.set(exchange.operation() + " " + exchange.head().number("count"));
        exchange.reply(head.get().toJson().toBuilder()
                .with("ok", true)
                .with("problem", "")
                .build());
    }

    private AuditWatch watch() {
        return new AuditWatch(client, temp, KEY, Clock.systemUTC(), System::nanoTime);
    }

    private static String problem(AuditWatch watch) {
        return switch (watch.observe()) {
            case Observation.Seen<String>(String problem) -> problem;
            case Observation.Partial<String>(String problem, String _) -> problem;
            case Observation.Unobservable<String>(String why) -> why;
        };
    }

    private void holds(long count, String hash) {
        head.set(new AuditHead(count, hash.repeat(64)));
    }

    @Test
    void recordThatGrowsIsWell() {
        AuditWatch watch = watch();
        holds(3, "a");
        assertThat(problem(watch)).isEmpty();
        assertThat(asked.get()).isEqualTo("audit.verify 0");
        holds(7, "b");
        assertThat(problem(watch)).isEmpty();
        assertThat(asked.get()).isEqualTo("audit.head 3");
    }

    @Test
    void recordThatIsCutOffOrRewrittenIsSeen() {
        AuditWatch watch = watch();
        holds(7, "a");
        problem(watch);
        holds(6, "b");
        assertThat(problem(watch)).contains("it had 7");
        holds(7, "c");
        assertThat(problem(watch)).contains("not the one");
    }

    @Test
    void headIsRememberedOverARestartAndTheWholeIsReadAgainstIt() {
        holds(7, "a");
        problem(watch());
        holds(5, "a");
        AuditWatch second = watch();
        assertThat(problem(second)).contains("it had 7");
        assertThat(asked.get()).isEqualTo("audit.verify 7");
    }

    @Test
    void headThatWasChangedIsAFinding() throws IOException {
        holds(7, "a");
        problem(watch());
        Path file = temp.resolve("audit-heads.jsonl");
        Files.writeString(file, Files.readString(file).replaceFirst("sealed\":\"..", "sealed\":\"AA"));
        assertThat(new AuditHolds().judge(problem(watch())))
                .hasSize(1)
                .allMatch(one -> one.action().trips());
    }
}
