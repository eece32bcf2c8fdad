package moltbot.control;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Errand;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.link.LinkCall;

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
        show.question();
        show.letter(control);
        Shown.fill(control);
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
        files();
        takenBack();
        say("running", "t1", new ChatFact.UserMessage("m1", "panel", "How big is the workspace?"));
        say("running", "t1", new ChatFact.AssistantText("I count what is there.", "demo", "scripted"));
        say("running", "t1", new ChatFact.ToolStarted("c1", "run_command", spec(60_000, "du", "-sh", ".")));
    }

    private void takenBack() {
        String session = "taken-back";
        ChatFact.Notice notice = new ChatFact.Notice(
                "taken-back",
                "Whoever wrote this took it back in their messenger, so no model is shown this message from here on. It is"
                        + " kept here for you, as are files that came with it and what was answered or done.");
        say(session, "t1", new ChatFact.UserMessage("m1", "signal", "My pin is 4711, please remember it."));
        say(session, "t1", new ChatFact.AssistantText("I would rather not keep a pin.", "demo", "scripted"));
        say(session, "t1", new ChatFact.TurnFinished("done"));
        say(session, "t1", notice);
        say(session, "t2", new ChatFact.UserMessage("m2", "signal", "Order pizza for ten."));
        say(session, "t2", notice);
        say(session, "t2", new ChatFact.TurnFinished("stopped"));
        say(session, "t3", new ChatFact.UserMessage("m3", "signal", "Sorry. Good morning!"));
        say(session, "t3", new ChatFact.AssistantText("Good morning!", "demo", "scripted"));
        say(session, "t3", new ChatFact.TurnFinished("done"));
    }

    private void files() {
        String session = "files";
        say(
                session,
                "t1",
                new ChatFact.UserMessage(
                        "m1",
                        "signal",
                        "What is this flower, and is the bill right?",
                        List.of(
                                new ChatFact.Received("received/flower.png", 84_211, "a".repeat(64)),
                                new ChatFact.Received("received/Stadtwerke Rechnung Oktober 2026.pdf", 184_211, ""))));
        say(
                session,
                "t1",
                new ChatFact.AssistantText("A cornflower. The bill adds up; here it is.", "demo", "scripted"));
        say(session, "t1", new ChatFact.FileGiven("c7", "sums/Stadtwerke geprüft.xlsx", 20_480, false));
        say(session, "t1", new ChatFact.FileGiven("c8", "sums/chart.png", 48_000, true));
        say(session, "t1", new ChatFact.TurnFinished("done"));
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

    private void question() {
        List<String> days = List.of("Tuesday at six", "Thursday, when Anna comes too", "Neither");
        String session = "question";
        say(session, "t1", new ChatFact.UserMessage("m1", "panel", "Book a table for the family."));
        say(session, "t1", new ChatFact.QuestionAsked("c1", "How many will you be?", List.of(), Long.MAX_VALUE));
        say(session, "t2", new ChatFact.UserMessage("m2", "panel", "Five, and the dog."));
        say(session, "t2", new ChatFact.TurnJoined("t1"));
        say(session, "t1", answered("c1", "They answered in their own words, which follow."));
        say(session, "t1", new ChatFact.AssistantText("Five it is.", "demo", "scripted"));
        say(session, "t1", new ChatFact.QuestionAsked("c2", "Which day suits you?", days, Long.MAX_VALUE));
        say(session, "t3", new ChatFact.UserMessage("m3", "panel", "1"));
        say(session, "t3", new ChatFact.TurnJoined("t1"));
        say(session, "t1", answered("c2", "They chose 1: Tuesday at six"));
        say(
                session,
                "t1",
                new ChatFact.QuestionAsked(
                        "c3",
                        "They have two tables left on that evening, one by the window and one in the garden, where the"
                                + " dog may stay. Which shall it be?",
                        List.of("By the window", "In the garden"),
                        Long.MAX_VALUE));
    }

    private static ChatFact answered(String call, String answer) {
        return new ChatFact.ToolFinished(
                call, "ok", answer, JsonObject.with("question", "answered").build());
    }

    private void letter(ControlProcess control) throws InterruptedException {
        String key = letIn(control);
        JsonObject shows = new Errand(
                        key,
                        "'Anna', in Signal",
                        Errand.FROM + "Dinner is on Tuesday at six, at Luigi's.\n\nThe dog may come along. Will you?")
                .toJson();
        String approval = control.as("runtime")
                .ask("gate.authorize", Effects.request("c4", Errand.EFFECT, shows))
                .text("approval");
        String session = "letter";
        say(session, "t1", new ChatFact.UserMessage("m1", "panel", "Tell Anna when and where."));
        say(session, "t1", new ChatFact.ToolStarted("c0", "send_message", shows));
        say(
                session,
                "t1",
                new ChatFact.ToolFinished("c0", "ok", "Message #1 to 'Anna', in Signal was sent.", JsonObject.EMPTY));
        say(session, "t1", new ChatFact.ToolStarted("c4", "send_message", shows));
        say(session, "t1", new ChatFact.ApprovalAsked("c4", approval, "", shows));
    }

    private static String letIn(ControlProcess control) throws InterruptedException {
        Address anna = new Address("signal", "+49", Address.Kind.DIRECT, "anna");
        JsonObject head = JsonObject.with("id", "knock")
                .with("who", anna.toJson())
                .with("place", anna.toJson())
                .with("name", "Anna")
                .with("self", false)
                .build();
        try (LinkCall call = control.as("gateway").open("channel.inbound", head)) {
            call.sendAll(new byte[0]);
            String code = call.reply().text("code");
            JsonObject yes = JsonObject.with("code", code).with("owner", false).build();
            control.as("host").ask("pairing.approve", yes);
        }
        return anna.key();
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
