package moltbot.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.sandbox.SandboxFrame.Kind;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.contract.sandbox.SandboxSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that are held open, in real sandboxes: spoken to, bounded, and behind the walls of every task.
final class HoldTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String ECHO =
            "while read -r line; do echo \"heard $line\"; done; echo bye; echo x > /workspace/kept";

    @TempDir
    static Path folder;

    private static House house;

    @BeforeAll
    static void start() throws Exception {
        house = House.start(folder).leased();
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void speaksWithAProgramForAsLongAsItIsHeldOpen() {
        try (Held held = Held.open(house, "sh", "-c", ECHO)) {
            for (int i = 0; i < 5; i++) {
                held.say("word " + i + "\n");
                held.until("heard word " + i + "\n");
            }
            held.call.end();

            SandboxResult result = held.end();
            assertThat(held.text()).endsWith("bye\n");
            assertThat(result.ending()).isEqualTo(Ending.EXITED);
            assertThat(result.exitCode()).isZero();
            assertThat(held.files()).containsKey("kept");
            assertThat(held.taken()).isEqualTo(5L * "word 0\n".length());
        }
    }

    @Test
    void carriesEveryByteBothWaysAndMoreThanATaskMayPrint() {
        byte[] all = new byte[4 << 20];
        new java.util.Random(4).nextBytes(all);
        try (Held held = Held.open(house, "cat")) {
            Thread.ofVirtual().start(() -> {
                try {
                    held.sendAll(all);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });

            assertThat(held.end().ending()).isEqualTo(Ending.EXITED);
            assertThat(held.output()).isEqualTo(all);
        }
    }

    /// A page can have its browser say something for ever.
    @Test
    void endsABrowserThatOnlyTalksToItself() {
        String[] chatters = {"sh", "-c", "while sleep 0.2; do echo on; done", "browser"};
        try (Held held = Held.open(house, Duration.ofSeconds(3), Duration.ofSeconds(40), chatters)) {
            SandboxResult result = held.end();
            assertThat(held.text()).contains("on\n");
            assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
            assertThat(result.took()).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void endsWhatIsSilentAndNothingThatIsNot() {
        Duration silence = Duration.ofSeconds(1);
        try (Held held = Held.open(house, silence, Held.LIFE, "sh", "-c", "echo on; cat; sleep 60")) {
            held.until("on\n");
            long began = System.nanoTime();
            for (int i = 0; i < 8; i++) {
                held.say("x");
                assertThat(pause(Duration.ofMillis(300))).isTrue();
            }
            SandboxResult result = held.end();
            assertThat(held.text()).hasSize(3 + 8);

            assertThat(System.nanoTime() - began)
                    .isGreaterThan(Duration.ofSeconds(3).toNanos());
            assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
            assertThat(result.detail()).isEqualTo("Nothing came or went for 1.0 s, so it was ended.");
            assertThat(result.archive()).isFalse();
        }
    }

    private static boolean pause(Duration time) {
        try {
            return !new java.util.concurrent.CountDownLatch(1)
                    .await(time.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void endsWhatHasLivedForTooLongHoweverMuchItSays() {
        try (Held held =
                Held.open(house, MINUTE, Duration.ofSeconds(1), "sh", "-c", "while :; do echo on; sleep 0.1; done")) {
            SandboxResult result = held.end();

            assertThat(held.text()).startsWith("on\n");
            assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
            assertThat(result.detail()).isEqualTo("It did not end within 1.0 s and was ended.");
        }
    }

    @Test
    void keepsAProgramThatWritesWithoutAReaderWaiting() throws Exception {
        try (Held held = Held.open(
                house,
                "python3",
                "-uc",
                "import sys\nfor i in range(400):\n sys.stdout.write('%9d\\n' % i * 1000)\n open('/tmp/n', 'w').write(str(i))")) {
            pause(Duration.ofMillis(700));
            // A pipe, a piece, a socket: the rest of the four megabytes has not been written yet.
            try (Held other = Held.open(house, "true")) {
                assertThat(other.end().ending()).isEqualTo(Ending.EXITED);
            }
            assertThat(held.end().ending()).isEqualTo(Ending.EXITED);
            assertThat(held.output()).hasSize(400 * 10_000);
            assertThat(held.text()).endsWith("      399\n");
        }
    }

    @Test
    void endsACallerThatSendsMoreThanMayBeUnderWay() {
        try (Held held = Held.open(house, "sh", "-c", "echo on; exec sleep 60")) {
            held.until("on\n");
            for (int sent = 0; sent <= (SandboxHold.WINDOW_BYTES + (128 << 10)); sent += SandboxHold.PIECE_BYTES) {
                held.send(Kind.INPUT, new byte[SandboxHold.PIECE_BYTES]);
            }

            SandboxResult result = held.end();
            assertThat(result.ending()).isEqualTo(Ending.CANCELLED);
            assertThat(result.detail()).contains("broke the rules of the link");
        }
    }

    @Test
    void takesNothingButInputOnceItRuns() {
        for (byte[] piece : new byte[][] {{}, new byte[SandboxHold.PIECE_BYTES + 1]}) {
            try (Held held = Held.open(house, "sleep", "60")) {
                held.send(Kind.INPUT, piece);
                assertThat(held.end().ending()).isEqualTo(Ending.CANCELLED);
            }
        }
        try (Held held = Held.open(house, "sleep", "60")) {
            held.send(Kind.OUTPUT, new byte[1]);
            assertThat(held.end().ending()).isEqualTo(Ending.CANCELLED);
        }
    }

    @Test
    void keepsTheWallsOfEveryTask() {
        try (Held held = Held.open(
                house,
                "sh",
                "-c",
                "ls /proc/self/fd | tr '\\n' ' '; ls -d /proc/[0-9]* | wc -l;"
                        + " readlink /proc/self/fd/0 | cut -d: -f1; touch /etc/x 2>/dev/null || echo shut; cat /proc/net/route | wc -l")) {
            held.call.end();

            assertThat(held.end().ending()).isEqualTo(Ending.EXITED);
            // The fourth descriptor is the folder that ls reads; the processes are bubblewrap's, sh, ls and wc.
            assertThat(held.text()).matches("0 1 2 3 [45]\\npipe\\nshut\\n1\\n");
        }
    }

    @Test
    void holdsOnlySoManyOpenAndLeavesTasksTheirPlaces() throws Exception {
        JsonObject two = JsonObject.with("maxHeld", 2).build();
        try (House small = House.start(folder.resolve("small"), two).leased();
                Held first = Held.open(small, "sh", "-c", "echo on; cat");
                Held second = Held.open(small, "sh", "-c", "echo on; cat")) {
            first.until("on\n");
            second.until("on\n");

            assertThat(refusal(() -> Held.open(small, "true").end()).reason()).isEqualTo("busy");
            assertThat(small.run("echo", "task").text()).isEqualTo("task\n");
        }
    }

    private static ContractException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ContractException refusal = catchThrowableOfType(ContractException.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    @Test
    void takesNoGrantForATaskNorATaskOneForThis() {
        SandboxHold hold = Held.spec(MINUTE, Held.LIFE, "true");
        SandboxSpec spec = hold.spec();
        long now = System.nanoTime();
        for (String grant : new String[] {
            House.grant(SandboxSpec.EFFECT, hold.digest(), now),
            House.grant(SandboxHold.EFFECT, spec.digest(), now),
            House.grant(SandboxHold.EFFECT, Held.spec(MINUTE, MINUTE, "true").digest(), now)
        }) {
            assertThat(refusal(() -> Held.open(house, hold, grant).end()).reason())
                    .isEqualTo("bad-grant");
        }
        assertThat(refusal(() -> House.read(house.open(
                                spec, House.grant(SandboxHold.EFFECT, spec.digest(), now), Tar.of(Map.of()))))
                        .reason())
                .isEqualTo("bad-grant");
        String once = House.grant(SandboxHold.EFFECT, hold.digest(), now);
        assertThat(Held.open(house, hold, once).end().ending()).isEqualTo(Ending.EXITED);
        assertThat(refusal(() -> Held.open(house, hold, once).end()).reason()).isEqualTo("bad-grant");
    }

    @Test
    void letsNobodyButTheRuntimeAsk() {
        for (LinkClient peer : new LinkClient[] {house.control(), house.guardian()}) {
            assertThat(refusal(() -> peer.ask("sandbox.hold", JsonObject.EMPTY)).reason())
                    .isEqualTo("not-allowed");
        }
    }

    @Test
    void refusesALifeAndASilenceBeyondTheirCeilings() {
        SandboxLimits standard = SandboxLimits.STANDARD;
        assertThat(catchThrowableOfType(ContractException.class, () -> Held.spec(MINUTE, Duration.ofHours(13), "true")))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        ContractException.class, () -> Held.spec(Duration.ofHours(1), Held.LIFE, "true")))
                .isNotNull();
        assertThat(standard.time()).isLessThan(SandboxHold.LONGEST_LIFE);
    }

    @Test
    void saysWhatCouldNotBeStarted() {
        try (Held held = Held.open(house, "no-such-program")) {
            SandboxResult result = held.end();
            assertThat(result.ending()).isEqualTo(Ending.NOT_STARTED);
            assertThat(result.detail()).contains("'no-such-program' is not in the sandbox");
        }
    }
}
