package moltbot.systemtest.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.channel.SignalHouse;
import moltbot.systemtest.house.Panel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Many write at once, in the panel and by Signal, while any compartment is killed at any moment; nothing is lost,
/// doubled, reordered or answered to somebody else. `make crash` runs it at the size it is meant for.
@EnabledOnOs(OS.LINUX)
class CrashTest {
    private static final int MESSAGES = Integer.getInteger("moltbot.crash.messages", 240);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("moltbot.crash.seconds", 30));
    private static final Duration BETWEEN = Duration.ofMillis(Integer.getInteger("moltbot.crash.between", 1500));
    private static final int CORRESPONDENTS = Math.min(100, MESSAGES / 20);
    /// Every fifth writes by Signal.
    private static final int SIGNAL = 5;

    /// Without any progress for so long, what is missing is lost.
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final String SETTINGS = """
            rate-limit:
              per-minute: 1000000
              burst: 1000000
            """;

    @TempDir
    Path folder;

    private static Reply answer(Asked asked) {
        Reply reply = AnthropicWire.reply(Answer.text("Answer to ", String.join(" ", Tokens.unanswered(asked))));
        return reply.inPiecesOf(Math.max(1, reply.body().length / 4)).pausing(Duration.ofMillis(20));
    }

    @Test
    void losesDoublesAndReordersNothing() throws Exception {
        try (ModelServer model = ModelServer.start(0, CrashTest::answer);
                SignalHouse signal = SignalHouse.up(folder, model, SETTINGS)) {
            Panel panel = Panel.claim(signal.house());
            List<Correspondent> everybody = new ArrayList<>();
            Verdict verdict = new Verdict();
            Kills kills = new Kills(signal, BETWEEN);
            try {
                for (int who = 0; who < CORRESPONDENTS; who++) {
                    everybody.add(
                            who % SIGNAL == 0
                                    ? new BySignal(signal, kills, who)
                                    : new InThePanel(panel, signal.house(), "crash-" + who));
                }
                kills.start();
                write(everybody, signal);
            } finally {
                kills.stop();
            }
            awaitAnswers(everybody);
            signal.house().awaitState("CLOSED");
            for (int who = 0; who < CORRESPONDENTS; who++) {
                verdict.judge(everybody.get(who), who, share(who));
            }
            print(verdict, kills, memory(signal));
            assertThat(verdict.lost).as("lost").isEmpty();
            assertThat(verdict.doubled).as("doubled").isEmpty();
            assertThat(verdict.reordered).as("reordered").isEmpty();
            assertThat(verdict.strayed).as("answered to somebody else").isEmpty();
        }
    }

    /// How many of the messages are this one's.
    private static int share(int who) {
        return MESSAGES / CORRESPONDENTS + (who < MESSAGES % CORRESPONDENTS ? 1 : 0);
    }

    /// Evenly over the time there is.
    private static void write(List<Correspondent> everybody, SignalHouse signal) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < MESSAGES; i++) {
            long due = start + TIME.toNanos() * i / MESSAGES;
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            if (i == MESSAGES / 10) {
                System.out.println("After a tenth: " + memory(signal));
            }
            int who = i % CORRESPONDENTS;
            everybody.get(who).write(Tokens.of(who, i / CORRESPONDENTS));
        }
        for (Correspondent one : everybody) {
            one.finish();
        }
    }

    private static void awaitAnswers(List<Correspondent> everybody) {
        long answered = -1;
        long progress = System.nanoTime();
        while (answered < MESSAGES && System.nanoTime() - progress < SILENCE.toNanos()) {
            long now = everybody.stream().mapToLong(Verdict::answered).sum();
            if (now > answered) {
                answered = now;
                progress = System.nanoTime();
            }
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    /// What each process holds, in MB.
    private static String memory(SignalHouse signal) throws Exception {
        Map<String, Long> each = new TreeMap<>();
        for (String name : List.of("breaker", "guardian", "control", "runtime", "gateway", "spawner")) {
            var process = signal.house().process(name);
            if (process.isPresent()) {
                Path rollup = Path.of("/proc", Long.toString(process.get().pid()), "smaps_rollup");
                each.put(
                        name,
                        Files.readAllLines(rollup).stream()
                                .filter(line -> line.startsWith("Pss:"))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                                .sum());
            }
        }
        return each + " MB";
    }

    private static void print(Verdict verdict, Kills kills, String memory) {
        System.out.println("At the end: " + memory);
        System.out.println("Killed: "
                + kills.all().stream()
                        .collect(Collectors.groupingBy(Kills.Kill::victim, TreeMap::new, Collectors.counting())));
        System.out.println("Unavoidable with Signal (docs/adr/0100): " + verdict.unavoidablyLost.size()
                + " messages gone in the socket of a killed gateway " + verdict.unavoidablyLost + ", "
                + verdict.unavoidablyDoubled.size() + " answers twice because their receipt was killed "
                + verdict.unavoidablyDoubled);
        System.out.println("figures: sent=" + MESSAGES + " lost=" + verdict.lost.size() + " doubled="
                + verdict.doubled.size() + " reordered=" + verdict.reordered.size() + " kills="
                + kills.all().size());
    }
}
