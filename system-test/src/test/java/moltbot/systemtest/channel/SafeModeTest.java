package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What people are told through Signal while nothing is let through to the panel: everybody that it is so, the owner
/// alone why.
@EnabledOnOs(OS.LINUX)
class SafeModeTest {
    private static final String ANNA = "11111111-1111-4111-8111-111111111111";
    private static final String OWNER = "33333333-3333-4333-8333-333333333333";
    private static final String GROUP = "R3JvdXA=";
    private static final String TO_GUESTS =
            "My tools are off and my owner's panel is blocked at the moment. I can still talk.";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static Reply answer(Asked question) {
        return AnthropicWire.reply(Answer.text("I heard that."));
    }

    private SignalHouse up(ModelServer model, String more) throws Exception {
        SignalHouse signal = SignalHouse.up(folder, model, "reset-dwell-seconds: 0\n" + more);
        signal.letIn(OWNER, true);
        signal.letIn(ANNA, false);
        signal.world().deliver(1, Envelopes.inGroup(ANNA, "Anna", 1, GROUP, true, "anybody there?"));
        Await.until("the group to wait", SOON, () -> !waiting(signal).isEmpty());
        signal.ask(
                "pairing.approve",
                JsonObject.with("code", waiting(signal).getFirst().text("code")).build());
        return signal;
    }

    private static List<JsonObject> waiting(SignalHouse signal) {
        return signal.ask("pairing.list", JsonObject.EMPTY).list("waiting").objects();
    }

    /// Makes a file everybody may write to, which trips S2.
    private static Path trip(SignalHouse signal) throws Exception {
        Path open = signal.house().data().resolve("control").resolve("open-to-everybody");
        Files.writeString(open, "x");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        Await.until("the trip", SOON, () -> signal.house().breaker().has("trip"));
        return open;
    }

    @Test
    void aTripIsAnsweredWithoutToolsAndOnlyTheOwnerLearnsWhy() throws Exception {
        try (ModelServer model = ModelServer.start(0, SafeModeTest::answer);
                SignalHouse signal = up(model, "")) {
            String password = signal.house().claim();
            Path open = trip(signal);
            List<String> toOwner = signal.got(OWNER, 2);
            assertThat(toOwner.getLast())
                    .startsWith("Moltbot is blocked. Check S2 failed: Data is for its owner alone. Nothing gets in")
                    .doesNotContain("open-to-everybody");

            signal.writes(ANNA, 10, "run something");
            assertThat(signal.got(ANNA, 3).subList(1, 3)).containsExactly(TO_GUESTS, "I heard that.");
            signal.world().deliver(11, Envelopes.inGroup(ANNA, "Anna", 11, GROUP, true, "and for us?"));
            assertThat(signal.got(GROUP, 2)).containsExactly(TO_GUESTS, "I heard that.");
            signal.writes(OWNER, 12, "what is wrong?");
            assertThat(signal.got(OWNER, 4).subList(2, 4))
                    .satisfiesExactly(
                            why -> assertThat(why)
                                    .startsWith("Tools are off and the panel is blocked. Why: ")
                                    .contains("(S2)")
                                    .doesNotContain("open-to-everybody"),
                            said -> assertThat(said).isEqualTo("I heard that."));

            // A guardian that was started anew finds the same, and tells nobody again.
            signal.house().process("guardian").orElseThrow().destroyForcibly();
            Await.until("the next guardian to find it too", SOON, () -> foundS2(signal) == 2);
            Files.delete(open);
            signal.house().reset(signal.house().breaker().object("trip").text("id"), password);
            assertThat(signal.got(OWNER, 5).subList(4, 5))
                    .singleElement()
                    .asString()
                    .startsWith("Moltbot was reset. The breaker was reset on the host");
            Await.until("tools to be back", SOON, () -> permitted(signal));
            signal.writes(ANNA, 20, "and now?");
            assertThat(signal.got(ANNA, 4)).hasSize(4).last().isEqualTo("I heard that.");
            assertThat(signal.world().sentTo(GROUP)).hasSize(2);
            assertThat(signal.world().sentTo(OWNER)).hasSize(5);
        }
    }

    private static long foundS2(SignalHouse signal) throws Exception {
        return Files.readAllLines(signal.house().data().resolve("guardian/findings.jsonl")).stream()
                .map(JsonObject::parse)
                .filter(line ->
                        line.text("what").equals("began") && line.text("check").equals("S2"))
                .count();
    }

    @Test
    void aLostLeaseIsAnsweredWithoutToolsAndOnlyTheOwnerLearnsWhy() throws Exception {
        try (ModelServer model = ModelServer.start(0, SafeModeTest::answer);
                SignalHouse signal = up(model, "")) {
            signal.house().awaitState("CLOSED");
            ProcessHandle guardian = signal.house().process("guardian").orElseThrow();
            signal(guardian, "STOP");
            // The spawner's lease may end a beat after the breaker's.
            Await.until("the leases to run out", SOON, () -> !permitted(signal));
            signal.house().awaitState("OPEN");

            signal.writes(ANNA, 10, "run something");
            assertThat(signal.got(ANNA, 3).subList(1, 3)).containsExactly(TO_GUESTS, "I heard that.");
            signal.writes(OWNER, 11, "what is wrong?");
            assertThat(signal.got(OWNER, 3).subList(1, 3))
                    .satisfiesExactly(
                            why -> assertThat(why).startsWith("Tools are off and the panel is blocked. Why: The guard"),
                            said -> assertThat(said).isEqualTo("I heard that."));

            signal(guardian, "CONT");
            signal.house().awaitState("CLOSED");
            Await.until("tools to be back", SOON, () -> permitted(signal));
            signal.writes(ANNA, 20, "and now?");
            assertThat(signal.got(ANNA, 4)).hasSize(4).last().isEqualTo("I heard that.");
        }
    }

    private static boolean permitted(SignalHouse signal) {
        try (LinkClient spawner = signal.house().link("spawner");
                LinkCall watch = spawner.open("sandbox.watch", JsonObject.EMPTY)) {
            watch.end();
            return JsonObject.parse(Objects.requireNonNull(watch.next())).flag("permitted");
        }
    }

    private static void signal(ProcessHandle process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void whatTheGuardSaysComesLateAndSaysWhenItWasWhereTheMessengerWasAway() throws Exception {
        try (ModelServer model = ModelServer.start(0, SafeModeTest::answer);
                SignalHouse signal = up(model, "")) {
            signal.world().freeze(true);
            signal.house().trip("I want a look first");
            Await.until(
                    "the letter to wait",
                    SOON,
                    () -> signal.ask("outbox.list", JsonObject.EMPTY)
                                    .list("letters")
                                    .objects()
                                    .size()
                            == 1);
            assertThat(signal.world().sentTo(OWNER)).hasSize(1);
            signal.world().freeze(false);

            assertThat(signal.got(OWNER, 2).getLast())
                    .startsWith("Moltbot is blocked. It was tripped by hand.")
                    .doesNotContain("I want a look first")
                    .containsPattern("\\(\\d+ \\w+ \\d{4}, \\d\\d:\\d\\d \\S+\\)$");
            assertThat(signal.world().sentTo(ANNA)).as("what a guest is told").hasSize(1);
        }
    }
}
