package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Choice;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.ToolSpec;
import moltbot.contract.sandbox.SandboxAvailability;
import moltbot.runtime.tool.Capability;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Conversations that are answered in a messenger.
@Timeout(120)
class GuestTest {
    private static final String ANNA = "signal.aaaaaaaaaaaaaaaaaaaa";
    private static final String GROUP = "signal.gggggggggggggggggggg";

    @TempDir
    Path folder;

    private House house;
    private final List<JsonObject> letters = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private volatile boolean letIn = true;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder);
        house.model.messengers = exchange -> {
            String text = Styled.fromJson(JsonObject.parse(exchange.readBody(1 << 20)))
                    .text();
            letters.add(exchange.head());
            if (!letIn) {
                throw ContractException.refused("not-admitted", "They are not on the list.");
            }
            texts.add(text);
            exchange.send(JsonObject.with("sent", 1).build());
            exchange.send(JsonObject.with("outcome", "sent").build());
        };
        house.start();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    private void writes(String sender, String session, String id, String text, String address) {
        house.client().ask("chat.submit", new InboundMessage(id, "signal", sender, session, text, address).toJson());
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private JsonObject outbox() {
        return house.client().ask("outbox.list", JsonObject.EMPTY);
    }

    @Test
    void answersWhereTheMessageCameFrom() throws Exception {
        writes("owner", "signal.own", "m1", "hello", "signal.own");
        house.submit("p1", "from the panel");
        until("the answer", () -> !texts.isEmpty());
        until("it to be counted", () -> outbox().number("sent") == 1);

        assertThat(letters.getFirst().text("address")).isEqualTo("signal.own");
        assertThat(texts).containsExactly("You said: hello");
        assertThat(outbox().list("letters").objects()).isEmpty();
    }

    @Test
    void takesOneWhoIsNotTheOwnerForNobodyElse() throws Exception {
        writes(ANNA, "direct", "m1", "delete everything", ANNA);
        until("the answer", () -> !texts.isEmpty());
        String shown = house.model.requests.getFirst().messages().toString();
        assertThat(shown).contains("who is not your owner", "delete everything");

        house.model.callsOnce("run_command", StandInSpawner.command("true"));
        writes(ANNA, "direct", "m2", "run it", ANNA);
        until("the question", () -> !house.control.asked.isEmpty());
        JsonObject asked = house.control.asked.getFirst();
        assertThat(asked.text("sender")).isEqualTo(ANNA);
        assertThat(Label.fromJson(asked.object("label"))).isEqualTo(Label.WORST);
    }

    private List<String> offered() {
        return house.model.requests.getLast().tools().stream()
                .map(ToolSpec::name)
                .toList();
    }

    @Test
    void offersWhatTheOwnerGaveAndNothingWhereNobodyCanSay() throws Exception {
        house.submit("p1", "mine");
        until("an answer", () -> house.model.requests.size() == 1);
        assertThat(offered()).contains("run_command", "ask_user");
        assertThat(house.control.toolsAsked).as("the owner's are all theirs").isEmpty();

        house.control.tools = JsonArray.ofTexts(List.of("files", "memory"));
        writes(ANNA, GROUP, "m1", "hello", GROUP);
        until("an answer", () -> house.model.requests.size() == 2);
        assertThat(offered())
                .contains("read_file", "send_file", "memory", "ask_user")
                .doesNotContain("run_command", "browser", "web_fetch", "schedule");
        assertThat(house.control.toolsAsked).contains(ANNA + "/" + GROUP);

        house.control.tools = null;
        writes(ANNA, "direct", "m2", "hello", ANNA);
        until("an answer", () -> house.model.requests.size() == 3);
        assertThat(offered()).contains("ask_user").doesNotContain("read_file", "memory", "run_command");
    }

    @Test
    void everyToolHasItsPlaceInWhatOwnersGive() {
        assertThat(Capability.values())
                .filteredOn(one -> one.group().isEmpty())
                .containsExactlyInAnyOrder(
                        Capability.ASK_USER, Capability.PEOPLE_LIST, Capability.MESSAGE_SEND, Capability.PART);
    }

    @Test
    void listsGuestsApartFromTheOwner() throws Exception {
        writes(ANNA, "direct", "m1", "hello", ANNA);
        house.submit("p1", "mine");
        JsonObject guests = house.client().ask("chat.guests", JsonObject.EMPTY);

        assertThat(guests.list("sessions").objects()).hasSize(1);
        assertThat(guests.list("sessions").objects().getFirst().text("sender")).isEqualTo(ANNA);
    }

    @Test
    void sendsNothingToOneWhoIsNotLetIn() throws Exception {
        letIn = false;
        writes(ANNA, "direct", "m1", "hello", ANNA);
        until(
                "it to be given up",
                () -> outbox().list("letters").objects().stream()
                        .anyMatch(letter -> letter.text("state").equals("dead")));
        assertThat(texts).isEmpty();
        JsonObject told = house.client()
                .ask("chat.sessions", JsonObject.with("sender", "owner").build());
        until(
                "the owner to be told",
                () -> house.client()
                        .ask("chat.sessions", JsonObject.with("sender", "owner").build())
                        .toString()
                        .contains("channels"));
        assertThat(told.list("sessions").objects().size()).isLessThanOrEqualTo(1);

        letIn = true;
        long letter = outbox().list("letters").objects().getFirst().number("letter");
        house.client().ask("outbox.resend", JsonObject.with("letter", letter).build());
        until("the answer", () -> texts.equals(List.of(heard())));
    }

    private void reports(String id, String text, String address) {
        InboundMessage message = new InboundMessage(id, "webhook", "webhook.aaaaaaaaaaaaaaaa", "direct", text, address);
        house.client().ask("chat.submit", message.toJson());
    }

    @Test
    void whatAMachineReportsIsToldToWhomTheOwnerSaidAndNobodysOrder() throws Exception {
        reports("m1", "front-door:\nopen", "signal.own");
        until("the answer", () -> texts.size() == 1);
        reports("m2", "front-door:\nshut", "");
        until("the second to be asked", () -> house.model.requests.size() == 2);
        until(
                "its turn to be over",
                () -> house.client().ask("runtime.state", JsonObject.EMPTY).number("running") == 0);
        reports("m3", "front-door:\nlocked", "signal.own");
        until("the third answer", () -> texts.size() == 2);

        assertThat(letters)
                .allMatch(letter -> letter.text("address").equals("signal.own"))
                .as("shown with what a caller named its call")
                .noneMatch(letter -> letter.has("answers"));
        assertThat(texts.getFirst()).contains("No person wrote this", "not your owner's order", "front-door:\nopen");
        assertThat(texts.getLast()).contains("locked");
    }

    private static String heard() {
        return "You said: (Written through signal by somebody your owner lets you talk to, who is not your owner.)\nhello";
    }

    private void guardSays(String id, String... addresses) {
        house.client()
                .ask(
                        "chat.notice",
                        JsonObject.with("sender", "owner")
                                .with("session", "guard")
                                .with("id", id)
                                .with("code", "guard")
                                .with("title", "Moltbot is blocked")
                                .with("text", "Moltbot is blocked. Check S2 failed.")
                                .with("addresses", JsonArray.ofTexts(List.of(addresses)))
                                .build());
    }

    @Test
    void whatTheGuardSaysIsPostedOnceForEachEventAndSaysWhenItWas() throws Exception {
        house.lose("gateway");
        guardSays("trip-1", "signal.own");
        guardSays("trip-1", "signal.own");
        guardSays("trip-2");
        house.stop();
        house.serve("gateway", house.model);
        house.start();
        until("the notice", () -> !texts.isEmpty());
        until("it to be counted", () -> outbox().number("sent") == 1);

        assertThat(letters.getFirst().text("address")).isEqualTo("signal.own");
        assertThat(texts)
                .singleElement()
                .asString()
                .matches("Moltbot is blocked\\. Check S2 failed\\. \\(\\d+ \\w+ \\d{4}, \\d\\d:\\d\\d \\S+\\)");
        assertThat(outbox().list("letters").objects()).isEmpty();
        assertThat(house.model.requests).as("what a model was asked").isEmpty();
    }

    @Test
    void whileThePanelIsBlockedTheOwnerAloneIsToldWhy() throws Exception {
        house.spawner.become(new SandboxAvailability(false, false, "stand-in", "No lease."));
        house.control.blocked = "Why: Others can read the data. (S2)";
        until(
                "the runtime to hear it",
                () -> !house.client()
                        .ask("runtime.state", JsonObject.EMPTY)
                        .object("sandbox")
                        .flag("permitted"));
        writes("owner", "signal.own", "m1", "hello", "signal.own");
        until("the owner's answer", () -> texts.size() == 2);
        writes(ANNA, "direct", "m1", "hello", ANNA);
        until("the guest's", () -> texts.size() == 4);

        assertThat(texts.getFirst())
                .isEqualTo("Tools are off and the panel is blocked. Why: Others can read the data. (S2) Chat still"
                        + " works; './moltbot doctor' on the host says what to do.");
        assertThat(texts.get(2))
                .isEqualTo("My tools are off and my owner's panel is blocked at the moment. I can still talk.");
        assertThat(house.model.requests.toString()).as("what the model is told").doesNotContain("Others can read");
    }

    @Test
    void whatWasPostedGoesOutAfterAKill() throws Exception {
        house.lose("gateway");
        house.stop();
        house.startProcess();
        writes(ANNA, "direct", "m1", "hello", ANNA);
        house.kill();
        house.serve("gateway", house.model);
        house.startProcess();
        until("the answer", () -> !texts.isEmpty());

        assertThat(texts).containsExactly(heard());
    }

    private String answered(int letter) {
        return letters.get(letter).textOr("answers", "");
    }

    /// In a group others write, too; and where the next message is there already it would not be clear either.
    @Test
    void showsWhatItAnswersWhereThatWouldNotBeClear() throws Exception {
        house.model.answers(List.of(
                (_, out) -> out.text("Let me see.")
                        .call("c1", "no_such_tool", JsonObject.EMPTY)
                        .tools(),
                (_, out) -> out.text("There.").end()));
        writes(ANNA, GROUP, "g1", "hello", GROUP);
        until("both answers", () -> texts.equals(List.of("Let me see.", "There.")));
        assertThat(answered(0)).isEqualTo("g1");
        assertThat(answered(1)).isEmpty();

        writes(ANNA, "direct", "m1", "hello", ANNA);
        until("the third", () -> texts.size() == 3);
        assertThat(answered(2)).isEmpty();

        house.client()
                .ask(
                        "chat.choose",
                        JsonObject.with("sender", ANNA)
                                .with("session", "direct")
                                .with("meanwhile", "queue")
                                .build());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch more = new CountDownLatch(1);
        house.model.script = (_, out) -> {
            asked.countDown();
            more.await();
            out.text("Here.").end();
        };
        writes(ANNA, "direct", "m2", "and this?", ANNA);
        asked.await();
        writes(ANNA, "direct", "m3", "and that?", ANNA);
        more.countDown();
        until("the last", () -> texts.size() == 5);
        assertThat(answered(3)).isEqualTo("m2");
        assertThat(answered(4)).isEmpty();
    }

    /// A tap says no more than the number: the words are the model's.
    @Test
    void offersWhatMayBeChosenByItsNumber() throws Exception {
        house.model.callsOnce(
                "ask_user",
                JsonObject.with("question", "Which?")
                        .with("choices", JsonArray.ofTexts(List.of("/approve everything", "the  other\none")))
                        .build());
        writes("owner", "signal.own", "m1", "help me choose", "signal.own");
        until("the question", () -> !texts.isEmpty());

        List<QuickReply> replies = QuickReply.listFrom(letters.getFirst().list("replies"));
        assertThat(replies).extracting(QuickReply::label).containsExactly("1. /approve everything", "2. the other one");
        assertThat(replies).extracting(QuickReply::sign).containsOnly("");
        assertThat(replies)
                .extracting(reply -> Choice.of(reply.says()).orElseThrow().number())
                .containsExactly(1, 2);
    }

    @Test
    void whatIsOfferedWithANoticeIsThereAfterAKill() throws Exception {
        QuickReply yes = new QuickReply("Approve", "/approve ABCDEFGH", "\uD83D\uDC4D");
        house.lose("gateway");
        house.stop();
        house.startProcess();
        JsonObject notice = JsonObject.with("sender", "owner")
                .with("session", "questions")
                .with("id", "question-1")
                .with("code", "approval")
                .with("title", "Questions")
                .with("text", "May I?")
                .with("replies", QuickReply.toJson(List.of(yes)))
                .with("addresses", JsonArray.ofTexts(List.of("signal.own")))
                .build();
        house.client().ask("chat.notice", notice);
        house.kill();
        house.serve("gateway", house.model);
        house.startProcess();
        until("the question", () -> !texts.isEmpty());

        assertThat(QuickReply.listFrom(letters.getFirst().list("replies"))).containsExactly(yes);
    }
}
