package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.channel.Styled;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What is done later: when it is due by a clock that a test sets, in a conversation of its own, and what is told of
/// it.
abstract class Later {
    static final String ANNA = "signal.aaaaaaaaaaaaaaaaaaaa";

    /// A Friday, 09:00 in Vienna.
    static final Instant START = Instant.parse("2026-11-27T08:00:00Z");

    @TempDir
    Path folder;

    final AtomicReference<Instant> now = new AtomicReference<>(START);
    final List<String> letters = new ArrayList<>();
    House house;
    int messages;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder);
        house.clock = now::get;
        house.model.messengers = exchange -> {
            String text = Styled.fromJson(JsonObject.parse(exchange.readBody(1 << 20)))
                    .text();
            synchronized (letters) {
                letters.add(exchange.head().text("address") + ": " + text);
                letters.notifyAll();
            }
            exchange.send(JsonObject.with("sent", 1).build());
            exchange.send(JsonObject.with("outcome", "sent").build());
        };
        house.start();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    static JsonObject.Builder make(String text) {
        return JsonObject.with("action", "make").with("text", text);
    }

    ChatFact.ToolFinished call(String sender, String session, JsonObject input) throws InterruptedException {
        house.model.callsOnce("schedule", input);
        JsonObject taken = house.client()
                .ask(
                        "chat.submit",
                        new InboundMessage(
                                        "m" + ++messages,
                                        "panel",
                                        sender,
                                        session,
                                        "go",
                                        session.equals("chat") ? sender : "")
                                .toJson());
        ChatFact.ToolFinished result;
        try (Watcher watcher = new Watcher(house.client(), sender, session, taken.number("seq"))) {
            result =
                    Watcher.facts(watcher.turns(1), ChatFact.ToolFinished.class).getLast();
        }
        house.model.script = (request, out) -> out.text("Did it.").end();
        return result;
    }

    String schedule(JsonObject.Builder input) throws InterruptedException {
        return call("owner", "main", input.build()).output();
    }

    List<JsonObject> all() {
        List<JsonObject> schedules = new ArrayList<>();
        try (LinkCall call = house.client().open("schedule.list", JsonObject.EMPTY)) {
            call.end();
            byte[] frame;
            while ((frame = call.next()) != null) {
                schedules.add(JsonObject.parse(frame));
            }
        }
        return schedules;
    }

    JsonObject one() {
        return all().getFirst();
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        wake();
    }

    /// To resume what is not paused changes nothing, but has the clock looked at.
    void wake() {
        house.client()
                .ask(
                        "schedule.resume",
                        JsonObject.with("id", one().number("id")).build());
    }

    /// What the conversation was told of runs, once so many are.
    List<String> told(String sender, String session, int count) throws InterruptedException {
        try (Watcher watcher = house.watch(sender, session, 0)) {
            return notices(watcher.until(seen -> notices(seen).size() >= count));
        }
    }

    static List<String> notices(List<ChatEvent> events) {
        return Watcher.facts(events, ChatFact.Notice.class).stream()
                .filter(notice -> notice.code().equals("scheduled"))
                .map(ChatFact.Notice::text)
                .toList();
    }

    void awaitLetters(int count) throws InterruptedException {
        synchronized (letters) {
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (letters.size() < count) {
                assertThat(System.nanoTime()).as("letters so far: " + letters).isLessThan(deadline);
                letters.wait(1_000);
            }
        }
    }

    List<String> told(int count) throws InterruptedException {
        return told("owner", "main", count);
    }
}
