package moltbot.runtime.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.ContractException;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.runtime.House;
import moltbot.runtime.StandInModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A tap answers the question whose button it was, and no other.
@Timeout(120)
class TapTest {
    private static final String OWN = "signal.own";
    private static final JsonObject WHICH = JsonObject.with("question", "Which day?")
            .with("choices", JsonArray.ofTexts(List.of("Tuesday", "Thursday")))
            .build();

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T08:00:00Z"));
    private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
    private House house;

    private record Letter(String text, List<QuickReply> replies) {}

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder);
        house.clock = now::get;
        house.model.messengers = exchange -> {
            String text = Styled.fromJson(JsonObject.parse(exchange.readBody(1 << 20)))
                    .text();
            exchange.send(JsonObject.with("sent", 1).build());
            exchange.send(JsonObject.with("outcome", "sent").build());
            letters.add(new Letter(text, QuickReply.listFrom(exchange.head().listOr("replies", JsonArray.EMPTY))));
        };
        house.start();
        house.model.script = (request, out) -> {
            List<Content.ToolResult> results = StandInModel.lastResults(request);
            if (results.isEmpty()) {
                out.call("tool-1", "ask_user", WHICH).tools();
            } else {
                out.text("So: " + results.getFirst().text()).end();
            }
        };
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    private JsonObject writes(String id, String text) {
        return house.client().ask("chat.submit", new InboundMessage(id, "signal", "owner", OWN, text, OWN).toJson());
    }

    private Letter next() throws InterruptedException {
        Letter letter = letters.poll(30, TimeUnit.SECONDS);
        assertThat(letter).isNotNull();
        return letter;
    }

    private Letter asks(String id) throws InterruptedException {
        now.updateAndGet(before -> before.plus(Duration.ofSeconds(5)));
        writes(id, "book a table");
        Letter asked = next();
        assertThat(asked.text()).contains("Which day?");
        return asked;
    }

    private void isOver(String id, QuickReply tapped) {
        assertThatThrownBy(() -> writes(id, tapped.says())).isInstanceOfSatisfying(ContractException.class, e -> {
            assertThat(e.reason()).isEqualTo("question-over");
            assertThat(e.getMessage()).startsWith("That question is over.");
        });
    }

    @Test
    void meansTheChoiceOfItsOwnQuestionAndNoOther() throws Exception {
        Letter first = asks("m1");
        writes("m2", "Thursday");
        assertThat(next().text()).isEqualTo("So: They chose 2: Thursday");
        isOver("t1", first.replies().getFirst());

        Letter second = asks("m3");
        isOver("t2", first.replies().getFirst());
        JsonObject taken = writes("t3", second.replies().getLast().says());
        assertThat(next().text()).isEqualTo("So: They chose 2: Thursday");
        // The messenger brings it again: it was taken, and still is.
        JsonObject again = writes("t3", second.replies().getLast().says());
        assertThat(again.text("turn")).isEqualTo(taken.text("turn"));
        assertThat(again.flag("duplicate")).isTrue();
        assertThat(house.model.requests).hasSize(4);
    }

    @Test
    void isReadAsTheNumberItMeans() throws Exception {
        Letter asked = asks("m1");
        writes("t1", asked.replies().getFirst().says());
        next();
        assertThat(StandInModel.lastText(house.model.requests.getLast())).isEqualTo("1");
    }

    @Test
    void onlyTheFirstOfTwoTapsCounts() throws Exception {
        Letter asked = asks("m1");
        writes("t1", asked.replies().getFirst().says());
        isOver("t2", asked.replies().getLast());
        assertThat(next().text()).isEqualTo("So: They chose 1: Tuesday");
        assertThat(house.model.requests).hasSize(2);
    }

    @Test
    void isOverWithItsQuestion() throws Exception {
        Letter asked = asks("m1");
        now.updateAndGet(before -> before.plus(Duration.ofHours(25)));
        isOver("t1", asked.replies().getFirst());
    }
}
