package moltbot.cli.terminal;

import java.util.stream.Collectors;
import moltbot.contract.Cut;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;

/// Prints one turn as it happens, for a person or, one event a line, for a script.
public final class ChatPrinter {
    private static final int LONGEST_OUTPUT = 4_000;

    private final Terminal terminal;
    private final boolean json;
    private final StringBuilder drafted = new StringBuilder();
    private String outcome = "";

    public ChatPrinter(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /// The turn is over, or waits for what is written next.
    public boolean over() {
        return !outcome.isEmpty();
    }

    public int exitCode() {
        return outcome.equals("done") ? 0 : 1;
    }

    public void print(ChatEvent event) {
        if (event.fact() instanceof ChatFact.TurnFinished(String how)) {
            outcome = how;
        } else if (event.fact() instanceof ChatFact.QuestionAsked
                || (event.fact() instanceof ChatFact.Notice(String code, String _) && code.equals("code-withheld"))) {
            outcome = "done";
        }
        if (json) {
            terminal.line(event.toJson().toString());
        } else {
            tell(event.fact());
        }
    }

    private void tell(ChatFact fact) {
        switch (fact) {
            case ChatFact.Draft(String text, boolean restart) -> {
                if (restart && !drafted.isEmpty()) {
                    terminal.line("");
                    terminal.line("[asking the model again]");
                    drafted.setLength(0);
                }
                drafted.append(text);
                terminal.piece(Terminal.plain(text));
            }
            case ChatFact.AssistantText said -> {
                // Drafts are for the eye and may lag; what is kept is complete.
                boolean begun = said.text().startsWith(drafted.toString());
                String rest = begun ? said.text().substring(drafted.length()) : "\n" + said.text();
                terminal.line(Terminal.plain(rest));
                drafted.setLength(0);
            }
            case ChatFact.ToolStarted started ->
                terminal.line("  ▸ " + started.tool() + "  " + Terminal.plain(shown(started.shows())));
            case ChatFact.ToolFinished finished -> {
                String plain = Terminal.plain(finished.output()).stripTrailing();
                String cut = plain.length() > LONGEST_OUTPUT ? Cut.of(plain, LONGEST_OUTPUT) + "\n…" : plain;
                cut.lines().forEach(line -> terminal.line("    " + line));
                terminal.line("  " + (finished.outcome().equals("ok") ? "✓ " : "✗ ") + finished.outcome()
                        + (finished.outcome().equals("denied")
                                ? "    Why: ./moltbot policy explain " + finished.call()
                                : ""));
            }
            case ChatFact.FileGiven given ->
                terminal.line("  A file for you: " + Terminal.plain(given.name())
                        + ". Open this conversation in the panel to save it.");
            case ChatFact.ApprovalAsked asked -> {
                terminal.line("  Your approval is needed. " + Terminal.plain(asked.why()));
                terminal.line("    " + Terminal.plain(asked.shows().toString()));
                terminal.line("    Yes: ./moltbot approve " + asked.approval() + "    No: ./moltbot approve --deny "
                        + asked.approval());
            }
            case ChatFact.ApprovalAnswered answered -> terminal.line("  " + answered.decision());
            case ChatFact.QuestionAsked asked -> {
                terminal.line("? The assistant asks: " + Terminal.plain(asked.question()));
                for (int i = 0; i < asked.choices().size(); i++) {
                    terminal.line("    " + (i + 1) + ". "
                            + Terminal.plain(asked.choices().get(i)));
                }
                terminal.line("  Your next message in this conversation is the answer; it permits nothing.");
            }
            case ChatFact.Notice notice -> terminal.line("! " + Terminal.plain(notice.text()));
            case ChatFact.TurnFinished(String how) -> {
                if (!how.equals("done")) {
                    terminal.line("(" + how + ")");
                }
            }
            case ChatFact.TurnJoined _ -> terminal.line("(goes on with what runs already)");
            case ChatFact.UserMessage _ -> terminal.piece("");
        }
    }

    private static String shown(JsonObject shows) {
        return shows.has("argv")
                ? shows.list("argv").texts().stream()
                        .map(word -> word.matches("[A-Za-z0-9_./:=+-]+") ? word : "'" + word + "'")
                        .collect(Collectors.joining(" "))
                : shows.textOr("path", shows.textOr("task", ""));
    }
}
