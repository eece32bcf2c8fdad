package moltbot.runtime.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import moltbot.contract.channel.Errand;
import moltbot.contract.channel.Styled;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.runtime.House;
import moltbot.runtime.StandInModel;
import moltbot.runtime.Watcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Messages to others: to those on the list alone, in the outbox before anything leaves, and told of truthfully.
@Timeout(120)
class SendMessageTest {
    private static final String ANNA = "signal.aaaaaaaaaaaaaaaaaaaa";

    @TempDir
    Path folder;

    private final List<JsonObject> heads = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private House house;
    private int messages;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).with(JsonObject.with("messengers", true).build());
        house.control.people.add(JsonObject.with("id", "signal.aaaaaaaa")
                .with("key", ANNA)
                .with("recipient", "“Anna”, in Signal")
                .build());
        house.model.messengers = exchange -> {
            take(exchange);
            outcome(exchange, "sent", "");
        };
        house.start();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    private void take(LinkExchange exchange) throws InterruptedException {
        heads.add(exchange.head());
        texts.add(Styled.fromJson(JsonObject.parse(exchange.readBody(1 << 20))).text());
    }

    private static void outcome(LinkExchange exchange, String outcome, String why) {
        exchange.send(JsonObject.with("outcome", outcome).with("why", why).build());
    }

    private static JsonObject toAnna(String text) {
        return JsonObject.with("to", "signal.aaaaaaaa").with("text", text).build();
    }

    private ChatFact.ToolFinished call(JsonObject input) throws InterruptedException {
        return calls(1, input).getLast();
    }

    /// So many calls in one answer.
    private List<ChatFact.ToolFinished> calls(int count, JsonObject input) throws InterruptedException {
        house.model.script = (request, out) -> {
            if (StandInModel.lastResults(request).isEmpty()) {
                for (int i = 0; i < count; i++) {
                    JsonObject one = count == 1
                            ? input
                            : input.toBuilder()
                                    .with("text", input.text("text") + i)
                                    .build();
                    out.call("tool-" + i, "send_message", one);
                }
                out.tools();
            } else {
                out.text("Done.").end();
            }
        };
        long from = house.submit("m" + ++messages, "tell Anna").number("seq");
        try (Watcher watcher = house.watch("owner", "main", from)) {
            return Watcher.facts(watcher.turns(1), ChatFact.ToolFinished.class);
        }
    }

    @Test
    void sendsWhatWasJudgedOnceAndSaysWhoItIsFrom() throws Exception {
        ChatFact.ToolFinished sent = call(toAnna("I come at six.\n\nBring \u202ecake."));
        assertThat(sent.outcome()).isEqualTo("ok");
        assertThat(sent.output()).isEqualTo("Message #1 to “Anna”, in Signal was sent.");
        assertThat(texts).containsExactly(Errand.FROM + "I come at six.\n\nBring cake.");
        assertThat(heads).singleElement().satisfies(head -> {
            assertThat(head.text("address")).isEqualTo(ANNA);
            assertThat(head.flag("once")).isTrue();
            assertThat(head.flag("begun")).isFalse();
        });
        JsonObject judged = house.control.asked.getLast();
        assertThat(judged.text("effect")).isEqualTo("message.send");
        assertThat(judged.object("shows").text("text")).isEqualTo(texts.getFirst());
        assertThat(judged.object("shows").text("recipient")).isEqualTo("“Anna”, in Signal");
    }

    @Test
    void listsWhomItMayWriteToAndWhatBecameOfItsMessages() throws Exception {
        call(toAnna("one"));
        String list = call(JsonObject.EMPTY).output();
        assertThat(list).contains("| signal.aaaaaaaa “Anna”, in Signal\n", "Message #1 to “Anna”, in Signal was sent.");
        assertThat(house.control.asked.getLast().text("effect")).isEqualTo("people.list");
        assertThat(call(toAnna("after the list")).outcome()).isEqualTo("ok");
        assertThat(house.control.asked.getLast().object("label").text("data")).isEqualTo("private");
    }

    @Test
    void takesNoAddressOfTheModelsOwn() throws Exception {
        for (String to : List.of(ANNA, "+4915112345678", "signal.bbbbbbbb", "Anna", "“Anna”, in Signal")) {
            ChatFact.ToolFinished refused =
                    call(toAnna("x").toBuilder().with("to", to).build());
            assertThat(refused.outcome()).isEqualTo("failed");
        }
        assertThat(texts).isEmpty();
        assertThat(house.control.asked).isEmpty();
    }

    @Test
    void neverSendsAgainWhatMayHaveArrived() throws Exception {
        house.model.messengers = exchange -> {
            take(exchange);
            outcome(exchange, "unknown", "The answer was lost.");
        };
        ChatFact.ToolFinished unknown = call(toAnna("I come at six."));
        assertThat(unknown.outcome()).isEqualTo("unknown");
        assertThat(unknown.output()).contains("may have arrived", "Do not send it again");
        house.stop();
        house.start();
        ChatFact.ToolFinished again = call(toAnna("I come at six."));
        assertThat(again.outcome()).isEqualTo("failed");
        assertThat(again.output()).contains("may have arrived");
        assertThat(texts).hasSize(1);
        JsonObject letters = house.client().ask("outbox.list", JsonObject.EMPTY);
        assertThat(letters.list("letters").objects())
                .singleElement()
                .satisfies(letter -> assertThat(letter.text("state")).isEqualTo("dead"));
    }

    @Test
    void aKillInTheMiddleSendsNothingTwice() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        house.model.messengers = exchange -> {
            take(exchange);
            if (heads.size() == 1) {
                begun.countDown();
                goOn.await();
            }
            outcome(exchange, heads.size() == 1 ? "sent" : "unknown", "It was being sent.");
        };
        house.stop();
        house.startProcess();
        house.model.script = (request, out) -> {
            if (StandInModel.lastResults(request).isEmpty()) {
                out.call("tool-1", "send_message", toAnna("I come at six.")).tools();
            } else {
                out.text(StandInModel.lastResults(request).getFirst().text()).end();
            }
        };
        house.submit("m1", "tell Anna");
        begun.await();
        house.kill();
        house.startProcess();
        List<ChatFact.AssistantText> said = Watcher.facts(house.watch().turns(1), ChatFact.AssistantText.class);
        assertThat(said)
                .singleElement()
                .satisfies(text ->
                        assertThat(text.text()).startsWith("Message #1 to").contains("may have arrived"));
        assertThat(heads).hasSize(2);
        assertThat(heads.getLast().number("letter")).isEqualTo(heads.getFirst().number("letter"));
        assertThat(heads.getLast().flag("begun")).isTrue();
        goOn.countDown();
    }

    @Test
    void saysThatItIsQueuedWhereItCouldNotBeSentYet() throws Exception {
        house.model.messengers = exchange -> {
            take(exchange);
            outcome(exchange, "later", "Signal could not be reached.");
        };
        ChatFact.ToolFinished queued = call(toAnna("one"));
        assertThat(queued.outcome()).isEqualTo("ok");
        assertThat(queued.output()).contains("is queued and not sent yet", "Signal could not be reached.");
        assertThat(call(toAnna("one")).output()).contains("on their way to them already");
        house.model.messengers = exchange -> {
            take(exchange);
            outcome(exchange, "never", "They have no Signal any more.");
        };
        house.control.people.add(JsonObject.with("id", "signal.bbbbbbbb")
                .with("key", "signal.bbbbbbbbbbbbbbbbbbbb")
                .with("recipient", "“Bert”, in Signal")
                .build());
        ChatFact.ToolFinished failed =
                call(toAnna("two").toBuilder().with("to", "signal.bbbbbbbb").build());
        assertThat(failed.outcome()).isEqualTo("failed");
        assertThat(failed.output()).contains("could not be delivered", "They have no Signal any more.");
    }

    @Test
    void boundsHowManyATurnAndADaySend() throws Exception {
        List<ChatFact.ToolFinished> turn = calls(7, toAnna("note "));
        assertThat(turn)
                .extracting(ChatFact.ToolFinished::outcome)
                .containsExactly("ok", "ok", "ok", "ok", "ok", "failed", "failed");
        assertThat(turn.getLast().output()).contains("5 messages are the most");
        for (int i = 0; i < 9; i++) {
            calls(5, toAnna("more " + i + " "));
        }
        assertThat(call(toAnna("one too many")).output()).contains("50 messages are the most within a day");
        assertThat(texts).hasSize(50);
    }

    @Test
    void isDoneOnlyWithAYes() throws Exception {
        house.control.decision = "deny";
        assertThat(call(toAnna("one")).outcome()).isEqualTo("denied");
        assertThat(texts).isEmpty();
        assertThat(house.client()
                        .ask("outbox.list", JsonObject.EMPTY)
                        .list("letters")
                        .objects())
                .isEmpty();
    }
}
