package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of whoever a message passes, at any moment of its way and of its answer's. Two things no house can know,
/// and signal-cli cannot be asked about: a message that signal-cli had written to its socket when the gateway died is
/// gone, and an answer whose receipt nobody lived to read may be sent twice. Everything else comes through once.
class SignalKillTest {
    private static final String OWNER = "33333333-3333-4333-8333-333333333333";
    private static final int TIMES_EACH = Integer.getInteger("moltbot.kills", 8);

    @TempDir
    Path folder;

    private static Reply answer(Asked question) {
        JsonObject message = question.json().list("messages").objects().getLast();
        String text = message.find("content").orElseThrow() instanceof JsonArray parts
                ? parts.objects().getLast().textOr("text", "")
                : message.text("content");
        Reply reply = AnthropicWire.reply(Answer.text("Answer to ", text));
        return reply.inPiecesOf(Math.max(1, reply.body().length / 4)).pausing(Duration.ofMillis(20));
    }

    @Test
    void losesNothingAndDoublesNothingButWhatNobodyCanKnow() throws Exception {
        try (ModelServer model = ModelServer.start(0, SignalKillTest::answer);
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.letIn(OWNER, true);
            RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
            List<String> victims = List.of("runtime", "signal", "gateway", "control");
            List<String> killed = new ArrayList<>();
            for (int i = 0; i < TIMES_EACH * victims.size(); i++) {
                String victim = victims.get(i % victims.size());
                String last = "message " + i;
                signal.writes(OWNER, 1_000 + i, last);
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(0, 250)).toNanos());
                kill(signal, victim);
                killed.add(victim);
                int sent = i;
                Await.until(
                        "Signal to have given message " + i,
                        SignalHouse.PATIENCE,
                        () -> signal.world().allReceived());
                awaitAnswer(signal, sent, victim);
            }
            judge(signal.world().sentTo(OWNER), killed);
        }
    }

    /// Returns when it is dead: what comes after is for the next one.
    private static void kill(SignalHouse signal, String victim) {
        Await.until(victim + " to be killed", SignalHouse.PATIENCE, () -> {
            Optional<ProcessHandle> process =
                    victim.equals("signal") ? signal.signal() : signal.house().process(victim);
            process.ifPresent(ProcessHandle::destroyForcibly);
            process.ifPresent(killed -> killed.onExit().join());
            return process.isPresent();
        });
    }

    /// What may have been in the gateway's socket is not waited for longer than anything else took.
    private static void awaitAnswer(SignalHouse signal, int number, String victim) {
        Duration patience = victim.equals("gateway") ? Duration.ofSeconds(12) : SignalHouse.PATIENCE;
        try {
            Await.until(
                    "the answer to message " + number,
                    patience,
                    () -> signal.world().sentTo(OWNER).contains("Answer to message " + number));
        } catch (AssertionError e) {
            if (!victim.equals("gateway")) {
                throw e;
            }
        }
    }

    private static void judge(List<String> sent, List<String> killed) {
        List<String> answers =
                sent.stream().filter(text -> text.startsWith("Answer to")).toList();
        Set<String> seen = new HashSet<>();
        List<String> doubled = answers.stream().filter(text -> !seen.add(text)).toList();
        int lost = 0;
        for (int i = 0; i < killed.size(); i++) {
            boolean answered = seen.contains("Answer to message " + i);
            assertThat(answered || killed.get(i).equals("gateway"))
                    .as("message " + i + ", at which " + killed.get(i) + " was killed")
                    .isTrue();
            lost += answered ? 0 : 1;
        }
        System.out.println("Of " + killed.size() + " messages " + lost + " died in the gateway's socket, "
                + doubled.size() + " answers were doubled.");
        // Where the next gateway takes its time, the owner is told that the model is waited for.
        assertThat(sent.stream()
                        .filter(text -> !text.startsWith("Answer to")
                                && !text.startsWith("The model has not begun to answer yet."))
                        .toList())
                .as("what else was said")
                .hasSize(1);
        assertThat(doubled)
                .allSatisfy(text -> assertThat(killed.get(Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1))))
                        .as(text)
                        .isIn("gateway", "signal"));
    }
}
