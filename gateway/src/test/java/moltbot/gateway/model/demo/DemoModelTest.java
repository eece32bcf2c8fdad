package moltbot.gateway.model.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.contract.model.Usage;
import org.junit.jupiter.api.Test;

class DemoModelTest {
    private static final List<ToolSpec> TOOLS = List.of(new ToolSpec("run_command", "Runs.", JsonObject.EMPTY));

    private final List<ModelMessage> talk = new ArrayList<>();
    private List<ToolSpec> tools = TOOLS;
    private String text = "";

    /// Lets the demo speak, and gives back the tool it wants, or an empty name.
    private ModelEvent.ToolCall say() throws InterruptedException {
        StringBuilder words = new StringBuilder();
        List<ModelEvent> events = new ArrayList<>();
        new DemoModel(() -> {}).stream(new ModelRequest("", talk, tools, 100), events::add);
        List<Content> said = new ArrayList<>();
        ModelEvent.ToolCall wish = new ModelEvent.ToolCall("", "", JsonObject.EMPTY);
        for (ModelEvent event : events) {
            switch (event) {
                case ModelEvent.TextDelta(String piece) -> words.append(piece);
                case ModelEvent.ToolCall call -> wish = call;
                case ModelEvent.Opaque opaque -> throw new AssertionError(opaque);
                case ModelEvent.Restarted restarted -> throw new AssertionError(restarted);
                case ModelEvent.Finished finished -> assertThat(event).isSameAs(events.getLast());
            }
        }
        text = words.toString();
        said.add(new Content.Text(text));
        String stop = wish.name().isEmpty() ? "end" : "tools";
        assertThat(events.getLast()).isEqualTo(new ModelEvent.Finished(stop, "demo", "demo", Usage.NONE));
        if (stop.equals("tools")) {
            said.add(new Content.ToolUse(wish.id(), wish.name(), wish.input()));
        }
        talk.add(new ModelMessage(ModelMessage.Role.ASSISTANT, said));
        return wish;
    }

    private ModelEvent.ToolCall ask(String words) throws InterruptedException {
        talk.add(ModelMessage.user(words));
        return say();
    }

    private ModelEvent.ToolCall give(ModelEvent.ToolCall call, String result, boolean failed)
            throws InterruptedException {
        talk.add(new ModelMessage(ModelMessage.Role.USER, List.of(new Content.ToolResult(call.id(), result, failed))));
        return say();
    }

    @Test
    void saysWhatItIsAndHowToSetAKey() throws Exception {
        assertThat(ask("hi").name()).isEmpty();
        assertThat(text).contains("demo", "not an AI", "./moltbot secret set anthropic-api-key");
    }

    @Test
    void writesRunsAndReportsTheRealOutput() throws Exception {
        ModelEvent.ToolCall write = ask("Write a Python script that prints hello world and run it");
        assertThat(write.name()).isEqualTo("write_file");
        assertThat(write.input().text("path")).isEqualTo("hello.py");
        assertThat(write.input().text("content")).contains("print(");

        ModelEvent.ToolCall run = give(write, "Wrote hello.py.", false);
        assertThat(run.name()).isEqualTo("run_command");
        assertThat(run.input().list("argv").texts()).containsExactly("python3", "hello.py");
        assertThat(run.id()).isNotEqualTo(write.id());

        assertThat(give(run, "exit 0\nHello from the tool\n", false).name()).isEmpty();
        assertThat(text).contains("Hello from the tool");
    }

    @Test
    void stopsWhenTheFileCannotBeWritten() throws Exception {
        assertThat(give(ask("Write a python script"), "The disk is full.", true).name())
                .isEmpty();
        assertThat(text).contains("did not run", "The disk is full.");
    }

    @Test
    void asksForAnApprovalAndTakesNoForAnAnswer() throws Exception {
        ModelEvent.ToolCall run = ask("Try something that needs my approval");
        assertThat(run.input().number("timeout_seconds")).isEqualTo(600);
        assertThat(give(run, "The owner denied this.", true).name()).isEmpty();
        assertThat(text).contains("not approved");

        assertThat(give(ask("approval again"), "exit 0", false).name()).isEmpty();
        assertThat(text).contains("You approved it");
    }

    @Test
    void explainsAFailure() throws Exception {
        ModelEvent.ToolCall run = ask("Try something that fails");
        assertThat(run.input().list("argv").texts()).containsExactly("python3", "-c", "raise SystemExit(3)");
        give(run, "exit 3", true);
        assertThat(text).contains("exit code 3", "sandbox");
    }

    @Test
    void listsAndReadsFiles() throws Exception {
        assertThat(ask("list files").name()).isEqualTo("list_files");
        assertThat(ask("please read `notes/a.txt`.").input().text("path")).isEqualTo("notes/a.txt");
        assertThat(ask("read Makefile").input().text("path")).isEqualTo("Makefile");
        assertThat(ask("can you read minds?").name()).isEmpty();
    }

    @Test
    void onlyChatsWithoutTools() throws Exception {
        tools = List.of();
        assertThat(ask("list files").name()).isEmpty();
        assertThat(text).contains("Tools are off right now");
        assertThat(ask("hi").name()).isEmpty();
        assertThat(text).contains("Tools are off right now");
    }

    @Test
    void quotesWhatCouldEndItsQuote() throws Exception {
        give(ask("read a.md"), "```\nescape", false);
        assertThat(text).contains("````\n```\nescape\n````");
    }

    @Test
    void takesItsBreathBetweenWordsOnly() throws Exception {
        int[] breaths = {0};
        List<ModelEvent> events = new ArrayList<>();
        new DemoModel(() -> breaths[0]++)
                .stream(new ModelRequest("", List.of(ModelMessage.user("hi")), tools, 100), events::add);

        assertThat(breaths[0]).isEqualTo(events.size() - 2);
    }
}
