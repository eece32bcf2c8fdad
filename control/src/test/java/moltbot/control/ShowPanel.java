package moltbot.control;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// Shows the panel without the rest of the house, to work on it: run with a port, open the printed address.
final class ShowPanel {
    private static final String CODE = "print(\"hello world\")\n";

    private final StandInRuntime runtime;

    private ShowPanel(StandInRuntime runtime) {
        this.runtime = runtime;
    }

    public static void main(String[] arguments) throws Exception {
        ControlProcess control = new ControlProcess(Files.createTempDirectory("panel"));
        ShowPanel show = new ShowPanel(control.house().runtime());
        control.house().runtime().script(show::turn);
        Front front = new Front(control, Integer.parseInt(arguments[0]));
        if (arguments.length > 1) {
            front.insecure(List.of(arguments[1]));
        }
        show.examples();
        show.memories();
        show.always(control);
        System.out.println(front.address());
        Thread.sleep(Duration.ofHours(8));
    }

    private void say(String session, String turn, ChatFact fact) {
        runtime.add(session, turn, fact);
    }

    private void turn(InboundMessage message, String turn) throws InterruptedException {
        String session = message.session();
        for (String word : List.of("I write ", "a small ", "script and ", "run it in ", "a **fresh ", "sandbox**.")) {
            say(session, turn, new ChatFact.Draft(word, false));
            Thread.sleep(150);
        }
        say(session, turn, new ChatFact.AssistantText("I write a small script and run it.", "demo", "scripted"));
        say(session, turn, new ChatFact.ToolStarted("c9", "run_command", spec(60_000, "python3", "hello.py")));
        Thread.sleep(1500);
        say(session, turn, new ChatFact.ToolFinished("c9", "ok", "hello world\n", ran(0)));
        say(session, turn, new ChatFact.TurnFinished("done"));
    }

    private void examples() {
        failures();
        approval();
        whole();
        say("running", "t1", new ChatFact.UserMessage("m1", "panel", "How big is the workspace?"));
        say("running", "t1", new ChatFact.AssistantText("I count what is there.", "demo", "scripted"));
        say("running", "t1", new ChatFact.ToolStarted("c1", "run_command", spec(60_000, "du", "-sh", ".")));
    }

    private void whole() {
        String session = "hello";
        say(
                session,
                "t1",
                new ChatFact.UserMessage("m1", "panel", "Write a Python script that prints hello world and run it"));
        say(
                session,
                "t1",
                new ChatFact.AssistantText(
                        "Gladly. I put this into `hello.py`:\n\n```python\n" + CODE
                                + "```\n\nThen I run it in a fresh sandbox, which has **no network**.",
                        "demo",
                        "scripted"));
        JsonObject write =
                JsonObject.with("path", "hello.py").with("content", CODE).build();
        say(session, "t1", new ChatFact.ToolStarted("c1", "write_file", write));
        say(
                session,
                "t1",
                new ChatFact.ToolFinished(
                        "c1", "ok", "", JsonObject.with("bytes", CODE.length()).build()));
        say(session, "t1", new ChatFact.ToolStarted("c2", "run_command", spec(60_000, "python3", "hello.py")));
        say(session, "t1", new ChatFact.ToolFinished("c2", "ok", "hello world\n", ran(0)));
        say(
                session,
                "t1",
                new ChatFact.AssistantText(
                        "It printed `hello world` and ended well. What I did:\n\n1. wrote *one* file\n2. ran one command\n"
                                + "   - in bubblewrap\n   - for a tenth of a second\n\nMore on "
                                + "[Python](https://www.python.org/).",
                        "demo",
                        "scripted"));
        say(session, "t1", new ChatFact.TurnFinished("done"));
    }

    /// Control itself is asked, so that the card says what "always" would mean.
    private void always(ControlProcess control) {
        String session = "always";
        JsonObject shows = Effects.networkCommand("git", List.of("git", "push", "origin", "main"));
        String approval = control.as("runtime")
                .ask("gate.authorize", Effects.request("c2", "sandbox.run", shows))
                .text("approval");
        say(session, "t1", new ChatFact.UserMessage("m1", "panel", "Push what we have."));
        say(session, "t1", new ChatFact.ToolStarted("c2", "run_command", shows));
        say(session, "t1", new ChatFact.ApprovalAsked("c2", approval, "", shows));
    }

    private void memories() {
        memory(4, "Invoices are paid to the account DE00 1234 5678.", "billing", true);
        memory(3, "Anna’s birthday is on 3 May; she likes crème brûlée.", "birthday-plans", false);
        memory(
                2,
                "The heating is serviced each October by Meier & Söhne, +49 30 000000. Ask for Mrs Meier, who knows the"
                        + " boiler; the contract is in the blue folder on the shelf in the cellar.",
                "owner",
                false);
        memory(1, "I prefer short answers.", "owner", false);
    }

    private void memory(int id, String text, String source, boolean waiting) {
        runtime.memories.add(JsonObject.with("id", id)
                .with("sender", "owner")
                .with("text", text)
                .with("source", source)
                .with("at", 1_790_000_000_000L + id * 86_400_000L)
                .with("waiting", waiting)
                .build());
    }

    private void approval() {
        String session = "approval";
        say(session, "t1", new ChatFact.UserMessage("m1", "panel", "Run the long benchmark, it needs ten minutes."));
        JsonObject shows = spec(600_000, "python3", "-c", "import time\nfor i in range(600):\n    time.sleep(1)");
        say(session, "t1", new ChatFact.ToolStarted("c1", "run_command", shows));
        say(
                session,
                "t1",
                new ChatFact.ApprovalAsked(
                        "c1", "a1", "It may run for up to 10 minutes; the standing limit is 60 seconds.", shows));
    }

    private void failures() {
        String session = "failures";
        say(session, "t1", new ChatFact.UserMessage("m1", "host", "Run the tests"));
        say(
                session,
                "t1",
                new ChatFact.ToolStarted("c1", "run_command", spec(60_000, "python3", "-m", "pytest", "-q")));
        say(session, "t1", new ChatFact.ToolFinished("c1", "ok", "/usr/bin/python3: No module named pytest\n", ran(1)));
        say(
                session,
                "t1",
                new ChatFact.ToolStarted(
                        "c2", "read_file", JsonObject.with("path", "notes.txt").build()));
        say(session, "t1", new ChatFact.ToolFinished("c2", "failed", "There is no file notes.txt.", JsonObject.EMPTY));
        say(
                session,
                "t1",
                new ChatFact.Notice(
                        "model-unavailable",
                        "The model's service did not answer. Your message is kept; send it again."));
        say(session, "t1", new ChatFact.TurnFinished("failed"));
    }

    private static JsonObject spec(long millis, String... argv) {
        return JsonObject.with("argv", JsonArray.ofTexts(List.of(argv)))
                .with(
                        "env",
                        JsonObject.with("PATH", "/usr/bin:/bin")
                                .with("HOME", "/work")
                                .build())
                .with("directory", ".")
                .with("inputsSha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                .with(
                        "limits",
                        JsonObject.with("timeMillis", millis)
                                .with("memoryBytes", 512L << 20)
                                .with("processes", 64)
                                .with("outputBytes", 256L << 10)
                                .with("diskBytes", 64L << 20)
                                .build())
                .build();
    }

    private static JsonObject ran(int exit) {
        return JsonObject.with("exitCode", exit)
                .with("tookMillis", 112)
                .with("tier", "bubblewrap")
                .with("ending", "exited")
                .with("outputTruncated", JsonValue.of(false))
                .build();
    }
}
