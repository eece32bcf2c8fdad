package moltbot.gateway.model.demo;

import java.util.Locale;
import moltbot.contract.Cut;
import moltbot.contract.model.Content;

/// What the demo says and does. Each scene looks at how far it has come and names its next step; the last word on a
/// tool is always what the tool gave back.
final class DemoScript {
    private static final String TRY = """
            - Write a Python script that prints hello world and run it
            - list files
            - read hello.py
            - try something that fails
            - try something that needs my approval
            - look at https://example.org
            """;
    private static final String LIMITS = """
            I am only the built-in demo, but the limits here are the same for every model. Commands run in a sandbox: no \
            network, none of your files, gone when they end. I may read and write files of this conversation and read pages \
            whose address you write, and am not asked about it. Before anything else you are asked, and are shown exactly what \
            would happen: a command with network or more time, a page whose address I made up, a message to somebody. \
            `./moltbot policy explain` has the whole table.

            Try it:

            """;
    private static final String KEY = "`./moltbot secret set anthropic-api-key`";
    private static final int LONG_SECONDS = 600;
    private static final int SHOWN_CHARS = 2000;

    private DemoScript() {}

    static DemoStep next(DemoTalk talk) {
        boolean fails = talk.mentions("fail", "fails", "failure", "error");
        boolean asks = talk.mentions("approval", "approve", "long");
        boolean lists = talk.mentions("list", "files") && talk.mentions("list", "show", "what", "which");
        boolean writes =
                talk.mentions("python", "script", "program") || (talk.mentions("hello") && talk.mentions("world"));
        String file = talk.fileToRead();
        boolean reads = !file.isEmpty();
        String address = talk.address();
        if (!fails && !asks && !lists && !writes && !reads && address.isEmpty()) {
            return chat(talk);
        }
        if (!talk.tools()) {
            return DemoStep.say(
                    "Tools are off right now, so I can only chat: nothing was run or written. The strip at the"
                            + " top of the page, or `./moltbot status` on the host, says why. Ask me again when they are back.");
        }
        if (!address.isEmpty()) {
            return DemoSurf.next(talk, address);
        } else if (asks) {
            return approval(talk);
        } else if (fails) {
            return failure(talk);
        } else if (reads) {
            return reading(talk, file);
        } else if (lists) {
            return listing(talk);
        }
        return helloWorld(talk);
    }

    private static DemoStep chat(DemoTalk talk) {
        if (talk.mentions("thanks", "thank")) {
            return DemoStep.say("You are welcome! I am only the built-in demo, but that was kind.");
        }
        if (talk.mentions("limits") || (talk.mentions("before") && talk.mentions("ask"))) {
            return DemoStep.say(LIMITS + TRY);
        }
        boolean greeting = talk.wish().isEmpty() || talk.mentions("hi", "hello", "hey", "hallo", "help");
        String opening = greeting
                ? "Hello! I am Moltbot's built-in demo: a fixed script, not an AI, and nothing you write here leaves this"
                        + " machine."
                : "I am Moltbot's built-in demo: a fixed script, not an AI, so I do not understand that.";
        String offer = talk.tools()
                ? " I can show you how the house works, with real tools in a real sandbox. Try one of these:\n\n" + TRY
                : " Tools are off right now, so I can only chat.\n";
        return DemoStep.say(opening + offer + "\nFor a real model, set a key on the host: " + KEY
                + ". It works at once, without a restart.");
    }

    private static DemoStep helloWorld(DemoTalk talk) {
        return switch (talk.step()) {
            case 0 ->
                DemoStep.write(
                        "I will write that as `hello.py` and run it in the sandbox.",
                        "hello.py",
                        "print(\"Hello, world!\")\n");
            case 1 ->
                talk.last().failed()
                        ? stopped("The file could not be written, so I did not run anything", talk.last())
                        : DemoStep.run("The file is written. Now I run it.", "python3", "hello.py");
            default ->
                talk.last().failed()
                        ? stopped("The script is written to `hello.py`, but running it did not work", talk.last())
                        : DemoStep.say("Done. The script is in `hello.py`, and the sandbox answered:\n\n"
                                + quoted(talk.last()));
        };
    }

    private static DemoStep approval(DemoTalk talk) {
        if (talk.step() == 0) {
            return DemoStep.runAtMost(
                    "This one asks for more time than a command may have by itself, so it waits for your yes. Look at"
                            + " what would run, then approve or deny it.",
                    LONG_SECONDS,
                    "sleep",
                    "1");
        }
        if (!talk.last().failed()) {
            return DemoStep.say("You approved it, and it ran: exactly the command you saw, once. Nothing else was"
                    + " permitted by that.\n\n" + quoted(talk.last()));
        }
        return DemoStep.say(
                declined(talk.last())
                        ? "It was not approved, so it did not run and nothing was changed. That is how it should be: I do"
                                + " not try again behind your back."
                        : "It did not run to its end. This is what came back:\n\n" + quoted(talk.last()));
    }

    private static boolean declined(Content.ToolResult result) {
        String text = result.text().toLowerCase(Locale.ROOT);
        return text.contains("denied") || text.contains("expired") || text.contains("approv");
    }

    private static DemoStep failure(DemoTalk talk) {
        if (talk.step() == 0) {
            return DemoStep.run(
                    "I will run a command that ends with an error, so that you see how that looks.",
                    "python3",
                    "-c",
                    "raise SystemExit(3)");
        }
        return DemoStep.say(
                "The command failed, as it was meant to: `raise SystemExit(3)` ends Python with exit code 3,"
                        + " and every code but 0 means that something went wrong. Nothing was harmed: it ran in a sandbox of its"
                        + " own, which is gone now. This came back:\n\n" + quoted(talk.last()));
    }

    private static DemoStep reading(DemoTalk talk, String file) {
        if (talk.step() == 0) {
            return DemoStep.read("I will look into `" + file + "`.", file);
        }
        return talk.last().failed()
                ? stopped("I could not read `" + file + "`", talk.last())
                : DemoStep.say("Here is what `" + file + "` holds:\n\n" + quoted(talk.last()));
    }

    private static DemoStep listing(DemoTalk talk) {
        if (talk.step() == 0) {
            return DemoStep.list("I will look at the files of this conversation.");
        }
        return talk.last().failed()
                ? stopped("I could not list the files", talk.last())
                : DemoStep.say("These are the files of this conversation:\n\n" + quoted(talk.last()));
    }

    private static DemoStep stopped(String what, Content.ToolResult result) {
        return DemoStep.say(what + ". This came back:\n\n" + quoted(result));
    }

    /// What a tool gave back, as a block that its own text cannot end.
    static String quoted(Content.ToolResult result) {
        String text = result.text().strip();
        if (text.isEmpty()) {
            return "(nothing)";
        }
        String shown = text.length() > SHOWN_CHARS ? Cut.of(text, SHOWN_CHARS) + "\n…" : text;
        String fence = "```";
        while (shown.contains(fence)) {
            fence += "`";
        }
        return fence + "\n" + shown + "\n" + fence;
    }
}
