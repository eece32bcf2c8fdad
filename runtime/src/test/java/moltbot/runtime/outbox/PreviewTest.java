package moltbot.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.channel.Styled;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Answers that are shown in a messenger while they are being said.
@Timeout(120)
class PreviewTest {
    private static final String ANNA = "signal.aaaaaaaaaaaaaaaaaaaa";

    @TempDir
    Path folder;

    private House house;
    private final List<JsonObject> letters = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<JsonObject> heads = new CopyOnWriteArrayList<>();
    /// What was shown; empty where it was taken back.
    private final List<String> shown = new CopyOnWriteArrayList<>();

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder);
        house.model.messengers = exchange -> {
            said.add(Styled.fromJson(JsonObject.parse(exchange.readBody(1 << 20)))
                    .text());
            letters.add(exchange.head());
            exchange.send(JsonObject.with("sent", 1).build());
            exchange.send(JsonObject.with("outcome", "sent").build());
        };
        house.model.previews = exchange -> {
            byte[] body = exchange.readBody(1 << 20);
            heads.add(exchange.head());
            shown.add(
                    body.length == 0
                            ? ""
                            : Styled.fromJson(JsonObject.parse(body)).text());
            exchange.reply(JsonObject.with("nextMillis", 5).build());
        };
        house.start();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    private void writes(String id, String text) {
        house.client().ask("chat.submit", new InboundMessage(id, "signal", ANNA, "direct", text, ANNA).toJson());
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Test
    void showsHowFarAnAnswerIsAndWhichOneTakesItsPlace() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        house.model.script = (_, out) -> {
            out.text("**Hello**");
            more.await();
            out.text(" there");
            end.await();
            out.text(".").end();
        };
        writes("m1", "hello");
        until("the beginning", () -> shown.contains("Hello"));
        more.countDown();
        until("more of it", () -> shown.contains("Hello there"));
        assertThat(letters).isEmpty();
        end.countDown();
        until("the answer", () -> said.size() == 1);

        assertThat(said).containsExactly("Hello there.");
        assertThat(letters.getFirst().text("turn")).isEqualTo(heads.getFirst().text("turn"));
        assertThat(heads).allSatisfy(head -> assertThat(head.text("address")).isEqualTo(ANNA));
        assertThat(shown).doesNotContain("");
    }

    @Test
    void takesBackWhatIsNotSaidAfterAll() throws Exception {
        house.model.script = (_, out) -> {
            out.text("Let me tell you");
            new CountDownLatch(1).await();
        };
        writes("m1", "hello");
        until("the beginning", () -> !shown.isEmpty());
        house.client()
                .ask(
                        "chat.stop",
                        JsonObject.with("sender", ANNA)
                                .with("session", "direct")
                                .build());
        until("it to be taken back", () -> shown.getLast().isEmpty());
        assertThat(heads.getLast().text("turn")).isEqualTo(heads.getFirst().text("turn"));
    }

    @Test
    void beginsAnewWhereTheModelWasAskedAgain() throws Exception {
        CountDownLatch again = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        house.model.script = (_, out) -> {
            out.text("This is wrong");
            again.await();
            out.restarted();
            out.text("This is right");
            end.await();
            out.end();
        };
        writes("m1", "hello");
        until("the first", () -> shown.contains("This is wrong"));
        again.countDown();
        until("the other", () -> shown.contains("This is right"));
        end.countDown();
        until("the answer", () -> said.size() == 1);
        assertThat(said).containsExactly("This is right");
        assertThat(shown).containsOnly("This is wrong", "This is right");
    }

    /// Most answers are there at once, and what is not in a messenger is shown in none.
    @Test
    void showsNothingOfWhatIsSaidAtOnceOrElsewhere() throws Exception {
        writes("m1", "hello");
        until("the answer", () -> said.size() == 1);
        CountDownLatch end = new CountDownLatch(1);
        house.model.script = (_, out) -> {
            out.text("For the panel");
            end.await();
            out.end();
        };
        house.submit("p1", "from the panel");
        CountDownLatch other = new CountDownLatch(1);
        until("the panel's", () -> house.model.requests.size() == 2);
        house.model.script = (_, out) -> {
            out.text("For Anna");
            other.await();
            out.end();
        };
        writes("m2", "and now?");
        until("what is shown", () -> !shown.isEmpty());
        end.countDown();
        other.countDown();
        until("the answer", () -> said.size() == 2);
        assertThat(shown).containsOnly("For Anna");
    }
}
