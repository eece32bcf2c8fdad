package moltbot.systemtest.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testwhatsapp.Webhooks;
import moltbot.gateway.testwhatsapp.WhatsAppWorld;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// People write through WhatsApp to a real house, whose own listener is called with what Meta would sign; the Graph API
/// is a stand-in. One house sees it all, one thing after the other.
@EnabledOnOs(OS.LINUX)
class WhatsAppHouseTest {
    private static final String ANNA = "491700000001";
    private static final Pattern CODE = Pattern.compile("[A-Z2-9]{8}$");
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private Reply answer(Asked question) {
        asked.add(question.json().toString());
        JsonObject last = question.json().list("messages").objects().getLast();
        String text = lastText(last);
        return text.equals("give it back")
                ? AnthropicWire.reply(Answer.call(
                        "Gladly.",
                        "toolu_1",
                        "send_file",
                        JsonObject.with("path", "received/image.png").build()))
                : AnthropicWire.reply(Answer.text("Heard: " + text));
    }

    private static String lastText(JsonObject message) {
        if (message.find("content").orElseThrow() instanceof JsonArray parts) {
            JsonObject part = parts.objects().getLast();
            return part.textOr("type", "").equals("text") ? lastLine(part.text("text")) : "a result";
        }
        return lastLine(message.text("content"));
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    @Test
    void aHouseInWhatsApp() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                WhatsAppHouse whatsapp = WhatsAppHouse.up(folder.resolve("data"), model, "")) {
            tellsAStrangerACodeAndAnswersWhoIsLetIn(whatsapp);
            hearsNobodyButMeta(whatsapp);
            takesAPictureAndGivesItBack(whatsapp);
            whatWasSentOnIsNoCommand(whatsapp);
            waitsWhereWhatsAppWantsThat(whatsapp);
            saysWhereTheTimeToAnswerIsOver(whatsapp);
            losesAndDoublesNothingWhereTheGatewayDies(whatsapp);
            stopsWhereTheTokenIsRevokedUntilThereIsAnother(whatsapp);
            assertThat(everythingIn(whatsapp.house().data()))
                    .as("what the house has written")
                    .doesNotContain(WhatsAppWorld.TOKEN, WhatsAppHouse.APP_SECRET);
        }
    }

    private void tellsAStrangerACodeAndAnswersWhoIsLetIn(WhatsAppHouse whatsapp) throws Exception {
        whatsapp.writes(ANNA, 1, "a secret of Anna's that nobody asked for");
        String answer = whatsapp.got(ANNA, 1).getFirst();
        Matcher code = CODE.matcher(answer);
        assertThat(code.find()).as(answer).isTrue();
        assertThat(whatsapp.house().run("pairing", "list").out()).contains(code.group(), "whatsapp " + ANNA, "Anna");
        assertThat(asked).as("the model").isEmpty();
        assertThat(whatsapp.world().seen()).isEmpty();

        assertThat(whatsapp.house()
                        .run("pairing", "approve", "--owner", code.group())
                        .exit())
                .isZero();
        whatsapp.writes(ANNA, 2, "the blue horse");
        assertThat(whatsapp.got(ANNA, 2)).containsExactly(answer, "Heard: the blue horse");
        assertThat(String.join("", asked)).doesNotContain("a secret of Anna's");
        assertThat(whatsapp.world().seen().getFirst().text("message_id")).isEqualTo(Webhooks.wamid(2));
        assertThat(whatsapp.house().run("status").out()).contains("whatsapp connected as " + Webhooks.DISPLAY);
        whatsapp.writes(ANNA, 3, "/help");
        assertThat(whatsapp.got(ANNA, 3).getLast()).contains("/stop ends what I am doing here");
    }

    private void hearsNobodyButMeta(WhatsAppHouse whatsapp) throws Exception {
        String forged = Webhooks.messages(
                        ANNA, "Anna", Webhooks.text(ANNA, 4, "forged").build())
                .toString();
        assertThat(whatsapp.calls(forged, "not the app's secret")).isBetween(400, 499);
        String foreign = Webhooks.webhook(
                        "999",
                        JsonObject.with(
                                "messages",
                                JsonArray.of(List.of(
                                        Webhooks.text(ANNA, 5, "foreign").build()))))
                .toString();
        assertThat(whatsapp.calls(foreign, WhatsAppHouse.APP_SECRET)).isEqualTo(200);
        String replayed = Webhooks.messages(
                        ANNA, "Anna", Webhooks.text(ANNA, 2, "the blue horse").build())
                .toString();
        assertThat(whatsapp.calls(replayed, WhatsAppHouse.APP_SECRET)).isEqualTo(200);
        whatsapp.writes(ANNA, 6, "mine");
        assertThat(whatsapp.got(ANNA, 4)).hasSize(4).last().isEqualTo("Heard: mine");
        assertThat(String.join("", asked)).doesNotContain("forged", "foreign");
    }

    private void takesAPictureAndGivesItBack(WhatsAppHouse whatsapp) {
        whatsapp.world().keep("7701", PNG);
        whatsapp.world()
                .tell(Webhooks.messages(
                        ANNA,
                        "Anna",
                        Webhooks.from(ANNA, 7)
                                .with("type", "image")
                                .with(
                                        "image",
                                        Webhooks.media("7701", "image/png")
                                                .with("caption", "look at this")
                                                .build())
                                .build()));
        whatsapp.got(ANNA, 5);
        assertThat(asked.getLast())
                .contains(
                        "look at this",
                        "received/image.png",
                        Base64.getEncoder().encodeToString(PNG));
        whatsapp.writes(ANNA, 8, "give it back");
        Await.until(
                "the picture",
                WhatsAppHouse.PATIENCE,
                () -> !whatsapp.world().filesSentTo(ANNA).isEmpty());
        assertThat(whatsapp.world().filesSentTo(ANNA))
                .containsExactly("image.png " + new String(PNG, StandardCharsets.UTF_8));
        assertThat(whatsapp.got(ANNA, 7).subList(5, 7)).containsExactly("Gladly.", "Heard: a result");
    }

    private void whatWasSentOnIsNoCommand(WhatsAppHouse whatsapp) {
        int before = whatsapp.world().sentTo(ANNA).size();
        whatsapp.world()
                .tell(Webhooks.messages(
                        ANNA,
                        "Anna",
                        Webhooks.text(ANNA, 9, "/help")
                                .with("context", Webhooks.context("forwarded", JsonValue.of(true)))
                                .build()));
        assertThat(whatsapp.got(ANNA, before + 1).getLast()).isEqualTo("Heard: > /help");
    }

    private void waitsWhereWhatsAppWantsThat(WhatsAppHouse whatsapp) {
        int before = whatsapp.world().sentTo(ANNA).size();
        whatsapp.world().refuse(429, 130_429, 1);
        whatsapp.writes(ANNA, 10, "in a moment");
        assertThat(whatsapp.got(ANNA, before + 1).getLast()).isEqualTo("Heard: in a moment");
    }

    private void saysWhereTheTimeToAnswerIsOver(WhatsAppHouse whatsapp) {
        whatsapp.world().failFor(ANNA, 131_047);
        whatsapp.writes(ANNA, 11, "too late");
        Await.until("the letter to be dead", WhatsAppHouse.PATIENCE, () -> {
            try {
                return whatsapp.house().run("outbox").out().contains("24 hours");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        whatsapp.world().failFor(ANNA, 0);
    }

    private void losesAndDoublesNothingWhereTheGatewayDies(WhatsAppHouse whatsapp) {
        for (int i = 1; i <= 3; i++) {
            whatsapp.writes(ANNA, 20 + i, "message " + i);
            whatsapp.house().process("gateway").ifPresent(ProcessHandle::destroyForcibly);
            String last = "Heard: message " + i;
            Await.until(
                    last,
                    WhatsAppHouse.PATIENCE,
                    () -> whatsapp.world().sentTo(ANNA).contains(last));
            // Meta did not hear that it was taken.
            whatsapp.writes(ANNA, 20 + i, "message " + i);
        }
        whatsapp.writes(ANNA, 30, "the last");
        Await.until(
                "the last",
                WhatsAppHouse.PATIENCE,
                () -> whatsapp.world().sentTo(ANNA).contains("Heard: the last"));
        for (int i = 1; i <= 3; i++) {
            assertThat(asked.getLast().split("message " + i, -1))
                    .as("what was written, and its answer")
                    .hasSize(3);
        }
        Await.until("Meta to know that all is there", WhatsAppHouse.PATIENCE, whatsapp.world()::allReceived);
    }

    private void stopsWhereTheTokenIsRevokedUntilThereIsAnother(WhatsAppHouse whatsapp) throws Exception {
        whatsapp.world().changeToken("EAAGanother0123456789");
        whatsapp.writes(ANNA, 40, "are you there?");
        whatsapp.awaitState("stopped");
        assertThat(whatsapp.state().text("why")).contains("./moltbot secret set whatsapp-token");
        assertThat(whatsapp.house()
                        .runWith(
                                "EAAGanother0123456789".getBytes(StandardCharsets.UTF_8),
                                "secret",
                                "set",
                                "whatsapp-token")
                        .exit())
                .isZero();
        whatsapp.awaitState("connected");
    }

    /// Every file that is no socket, as text.
    private static String everythingIn(Path data) throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
