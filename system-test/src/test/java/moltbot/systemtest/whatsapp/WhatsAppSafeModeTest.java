package moltbot.systemtest.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testwhatsapp.Webhooks;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What people are told through WhatsApp while nothing is let through to the panel, and that its hook goes on after it.
@EnabledOnOs(OS.LINUX)
class WhatsAppSafeModeTest {
    private static final String OWNER = "491700000003";
    private static final String BERT = "491700000002";
    private static final String TO_GUESTS =
            "My tools are off and my owner's panel is blocked at the moment. I can still talk.";

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> read = new HashMap<>();

    private Reply answer(Asked question) {
        asked.add(question.json().toString());
        String last = question.json().list("messages").objects().getLast().toString();
        if (last.contains("tool_result")) {
            return AnthropicWire.reply(Answer.text(last.contains("came-of-a-yes") ? "It was done." : "It was not."));
        }
        if (last.contains("build it")) {
            JsonObject input = JsonObject.with("argv", JsonArray.ofTexts(List.of("echo", "came-of-a-yes")))
                    .with("timeout_seconds", 600)
                    .build();
            return AnthropicWire.reply(Answer.call("", "toolu_build", "run_command", input));
        }
        return AnthropicWire.reply(Answer.text("I heard that."));
    }

    @Test
    void aTripIsAnsweredWithoutToolsAndOnlyTheOwnerLearnsWhy() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                WhatsAppHouse whatsapp = WhatsAppHouse.up(folder.resolve("data"), model, "reset-dwell-seconds: 0\n")) {
            whatsapp.letIn(OWNER, 1, true);
            whatsapp.letIn(BERT, 2, false);
            worksAsEver(whatsapp);
            tellsWhatWasNotBrought(whatsapp);
            Path open = trip(whatsapp);
            answersWithoutTools(whatsapp);
            hearsNobodyButMeta(whatsapp);
            Files.delete(open);
            whatsapp.house().reset(whatsapp.house().breaker().object("trip").text("id"), whatsapp.password());
            goesOnByTheSameHook(whatsapp);
        }
    }

    private void worksAsEver(WhatsAppHouse whatsapp) {
        whatsapp.writes(OWNER, 10, "/status");
        assertThat(next(whatsapp, OWNER, 1).getFirst()).contains("whatsapp connected");
        approves(whatsapp, 11, 1);
    }

    private void tellsWhatWasNotBrought(WhatsAppHouse whatsapp) {
        whatsapp.writes(BERT, 13, "hello");
        assertThat(next(whatsapp, BERT, 1).getFirst()).isEqualTo("I heard that.");
        Await.until("it to count as sent", WhatsAppHouse.PATIENCE, () -> nothingUnderWay(whatsapp));
        whatsapp.world().fail(BERT, 131_026);
        assertThat(next(whatsapp, OWNER, 1).getFirst())
                .startsWith(
                        "WhatsApp took a message for 'Anna' and said later that it could not bring it: they are not")
                .doesNotContain("I heard that.");
    }

    /// The next texts to somebody, behind those that were looked at.
    private List<String> next(WhatsAppHouse whatsapp, String person, int count) {
        int from = read.getOrDefault(person, 1);
        read.put(person, from + count);
        return whatsapp.got(person, from + count).subList(from, from + count);
    }

    private void approves(WhatsAppHouse whatsapp, long time, int questions) {
        whatsapp.writes(OWNER, time, "build it");
        whatsapp.taps(OWNER, time + 1, questions, "Approve");
        assertThat(next(whatsapp, OWNER, 1)).singleElement().asString().startsWith("May I?");
        assertThat(next(whatsapp, OWNER, 2)).containsExactly("Approved, this once.", "It was done.");
    }

    private static boolean nothingUnderWay(WhatsAppHouse whatsapp) {
        try (LinkClient control = whatsapp.house().link("control")) {
            return control.ask("outbox.list", JsonObject.EMPTY)
                    .list("letters")
                    .objects()
                    .isEmpty();
        }
    }

    /// Makes a file everybody may write to, which trips S2.
    private Path trip(WhatsAppHouse whatsapp) throws Exception {
        Path open = whatsapp.house().data().resolve("control").resolve("open-to-everybody");
        Files.writeString(open, "x");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        Await.until(
                "the trip",
                WhatsAppHouse.PATIENCE,
                () -> whatsapp.house().breaker().has("trip"));
        assertThat(next(whatsapp, OWNER, 1).getFirst())
                .startsWith("Moltbot is blocked. Check S2 failed: Data is for its owner alone.");
        return open;
    }

    private void answersWithoutTools(WhatsAppHouse whatsapp) {
        whatsapp.writes(BERT, 20, "run something");
        assertThat(next(whatsapp, BERT, 2)).containsExactly(TO_GUESTS, "I heard that.");
        whatsapp.writes(OWNER, 21, "what is wrong?");
        assertThat(next(whatsapp, OWNER, 2))
                .satisfiesExactly(
                        why -> assertThat(why)
                                .startsWith("Tools are off and the panel is blocked. Why: ")
                                .contains("(S2)")
                                .doesNotContain("open-to-everybody"),
                        said -> assertThat(said).isEqualTo("I heard that."));
        assertThat(asked.getLast()).doesNotContain("\"name\":\"run_command\"");
    }

    private void hearsNobodyButMeta(WhatsAppHouse whatsapp) throws Exception {
        String forged = Webhooks.messages(
                        OWNER, "Anna", Webhooks.text(OWNER, 30, "forged").build())
                .toString();
        assertThat(whatsapp.calls(forged, "not the app's secret")).isEqualTo(503);
        assertThat(asked.toString()).doesNotContain("forged");
    }

    private void goesOnByTheSameHook(WhatsAppHouse whatsapp) throws Exception {
        assertThat(next(whatsapp, OWNER, 1).getFirst()).startsWith("Moltbot was reset.");
        Await.until("tools to be back", WhatsAppHouse.PATIENCE, () -> permitted(whatsapp));
        assertThat(whatsapp.house().run("hook", "list").out())
                .contains("whatsapp  meta")
                .doesNotContain("ended");
        approves(whatsapp, 40, 2);
        whatsapp.writes(BERT, 42, "and now?");
        assertThat(next(whatsapp, BERT, 1)).containsExactly("I heard that.");
        assertThat(whatsapp.world().sentTo(BERT)).hasSize(5);
    }

    private static boolean permitted(WhatsAppHouse whatsapp) {
        try (LinkClient spawner = whatsapp.house().link("spawner");
                LinkCall watch = spawner.open("sandbox.watch", JsonObject.EMPTY)) {
            watch.end();
            return JsonObject.parse(Objects.requireNonNull(watch.next())).flag("permitted");
        }
    }
}
