package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The runtime as control, gateway and spawner see it, over real links.
@Timeout(120)
class ConversationTest {
    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).start();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    @Test
    void answersAPlainMessage() throws Exception {
        JsonObject reply = house.submit("m1", "hello");

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(reply.number("seq")).isEqualTo(1);
        assertThat(reply.flag("duplicate")).isFalse();
        assertThat(Watcher.types(events)).containsExactly("user_message", "assistant_text", "turn_finished");
        assertThat(events).extracting(ChatEvent::seq).containsExactly(1L, 2L, 3L);
        assertThat(Watcher.facts(events, ChatFact.AssistantText.class))
                .containsExactly(new ChatFact.AssistantText("You said: hello", "demo", "scripted"));
        assertThat(Watcher.facts(events, ChatFact.TurnFinished.class).getFirst().outcome())
                .isEqualTo("done");
    }

    @Test
    void isCalledByItsFirstMessage() throws Exception {
        house.submit("m1", "plan the garden");
        house.watch().turns(1);
        house.submit("m2", "and hurry");
        house.watch().turns(2);
        JsonObject listed = house.client()
                .ask("chat.sessions", JsonObject.with("sender", "owner").build())
                .list("sessions")
                .objects()
                .getFirst();
        assertThat(listed.text("preview")).isEqualTo("plan the garden");
    }

    @Test
    void keepsANoticeOnceForItsOwnerAndShowsItToNoModel() throws Exception {
        JsonObject notice = JsonObject.with("sender", "owner")
                .with("session", "guard")
                .with("id", "n1")
                .with("code", "guard")
                .with("title", "Moltbot is blocked")
                .with("text", "Check L2 failed.")
                .build();
        house.client().ask("chat.notice", notice);
        house.client().ask("chat.notice", notice);

        List<ChatEvent> events = house.watch("owner", "guard", 0).turns(1);
        assertThat(Watcher.types(events)).containsExactly("notice", "turn_finished");
        JsonObject listed = house.client()
                .ask("chat.sessions", JsonObject.with("sender", "owner").build())
                .list("sessions")
                .objects()
                .getFirst();
        assertThat(listed.text("preview")).isEqualTo("Moltbot is blocked");

        house.submit("owner", "guard", "m1", "what happened?");
        List<ChatEvent> both = house.watch("owner", "guard", 0).turns(2);
        assertThat(Watcher.types(both))
                .containsExactly("notice", "turn_finished", "user_message", "assistant_text", "turn_finished");
        assertThat(house.model.requests.getLast().toJson().toString())
                .contains("what happened?")
                .doesNotContain("L2");
    }

    @Test
    void showsADraftWhileTheModelSpeaks() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        house.model.script = (request, out) -> {
            out.text("Once upon ");
            goOn.await();
            out.text("a time").end();
        };
        Watcher watcher = house.watch();
        house.submit("m1", "tell");

        assertThat(watcher.first(ChatFact.Draft.class).text()).isEqualTo("Once upon ");
        assertThat(house.watch().first(ChatFact.Draft.class)).isEqualTo(new ChatFact.Draft("Once upon ", true));
        goOn.countDown();
        assertThat(Watcher.facts(watcher.turns(1), ChatFact.AssistantText.class)
                        .getFirst()
                        .text())
                .isEqualTo("Once upon a time");
    }

    @Test
    void runsACommandAndKeepsItsFiles() throws Exception {
        house.model.callsOnce("run_command", StandInSpawner.command("python3", "hello.py"));
        house.submit("m1", "run it");

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(Watcher.types(events))
                .containsExactly("user_message", "tool_started", "tool_finished", "assistant_text", "turn_finished");
        ChatFact.ToolFinished finished =
                Watcher.facts(events, ChatFact.ToolFinished.class).getFirst();
        assertThat(finished.outcome()).isEqualTo("ok");
        assertThat(finished.output()).isEqualTo("hello world\n");
        assertThat(house.spawner.grants).containsExactly("grant-1");
        assertThat(house.control.asked.getFirst().object("shows"))
                .isEqualTo(house.spawner.runs.getFirst().toJson());

        house.model.callsOnce("read_file", JsonObject.with("path", "out.txt").build());
        house.submit("m2", "what is in it?");
        List<ChatFact.ToolFinished> both = Watcher.facts(house.watch().turns(2), ChatFact.ToolFinished.class);
        assertThat(both.getLast().output()).isEqualTo("from the sandbox");
    }

    @Test
    void copiesTheWorkspaceInByteForByte() throws Exception {
        house.model.answers(List.of(
                (request, out) -> out.call(
                                "a",
                                "write_file",
                                JsonObject.with("path", "src/hällo.py")
                                        .with("content", "print('hé')\n")
                                        .build())
                        .call("b", "run_command", StandInSpawner.command("python3", "src/hällo.py"))
                        .tools(),
                (request, out) -> out.text("Done.").end()));
        AtomicReference<Map<String, String>> seen = new AtomicReference<>(Map.of());
        house.spawner.task = run -> {
            seen.set(run.files());
            run.finish(0, StandInSpawner.tar(run.files()));
        };
        house.submit("m1", "go");

        house.watch().turns(1);

        assertThat(seen.get()).containsExactly(Map.entry("src/hällo.py", "print('hé')\n"));
        List<Content.ToolResult> results = StandInModel.lastResults(house.model.requests.getLast());
        assertThat(results).extracting(Content.ToolResult::toolUse).containsExactly("a", "b");
    }

    @Test
    void takesTheSameMessageOnce() throws Exception {
        JsonObject first = house.submit("m1", "hello");
        house.watch().turns(1);

        JsonObject again = house.submit("m1", "hello");

        assertThat(again.flag("duplicate")).isTrue();
        assertThat(again.text("turn")).isEqualTo(first.text("turn"));
        assertThat(again.number("seq")).isEqualTo(first.number("seq"));
        assertThat(house.model.requests).hasSize(1);
    }

    @Test
    void keepsEverySendersConversationsApart() throws Exception {
        house.submit("owner", "main", "m1", "my secret is 42");
        house.watch("owner", "main", 0).turns(1);

        house.submit("guest", "main", "m1", "what do you know?");
        List<ChatEvent> guests = house.watch("guest", "main", 0).turns(1);

        assertThat(guests).hasSize(3);
        assertThat(house.model.requests.getLast().toJson().toString()).doesNotContain("my secret");
        JsonObject list = house.client()
                .ask("chat.sessions", JsonObject.with("sender", "nobody").build());
        assertThat(list.list("sessions").values()).isEmpty();
        assertThat(house.watch("nobody", "main", 0).awaitReady()).isZero();
    }

    @Test
    void showsTheModelWhatWasSaidBefore() throws Exception {
        house.submit("m1", "one");
        house.submit("m2", "two");
        house.watch().turns(2);
        house.stop();
        house.start();

        house.submit("m3", "three");
        house.watch().turns(3);

        List<String> texts = house.model.requests.getLast().messages().stream()
                .map(message -> ((Content.Text) message.content().getFirst()).text())
                .toList();
        assertThat(texts).containsExactly("one", "You said: one", "two", "You said: two", "three");
    }
}
