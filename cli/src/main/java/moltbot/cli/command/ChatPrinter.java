package moltbot.cli.command;

import java.util.stream.Collectors;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;

/// Prints one turn as it happens, for a person or, one event a line, for a script.
final class ChatPrinter {
    private static final int LONGEST_OUTPUT = 4_000;

    private final Terminal terminal;
    private final boolean json;
    private boolean drafted;
    private String outcome = "";

    ChatPrinter(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    boolean over() {
        return !outcome.isEmpty();
    }

    int exitCode() {
        return outcome.equals("done") ? 0 : 1;
    }

    void print(ChatEvent event) {
        if (event.fact() instanceof ChatFact.TurnFinished(String how)) {
            outcome = how;
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
                if (restart && drafted) {
                    terminal.line("");
                    terminal.line("[asking the model again]");
                }
                drafted = true;
                terminal.piece(Terminal.plain(text));
            }
            case ChatFact.AssistantText(String text, _, _) -> {
                terminal.line(drafted ? "" : Terminal.plain(text));
                drafted = false;
            }
            case ChatFact.ToolStarted(_, String tool, JsonObject shows) ->
                terminal.line("  ▸ " + tool + "  " + Terminal.plain(shown(shows)));
            case ChatFact.ToolFinished(_, String result, String output, _) -> {
                String plain = Terminal.plain(output).stripTrailing();
                String cut = plain.length() > LONGEST_OUTPUT ? plain.substring(0, LONGEST_OUTPUT) + "\n…" : plain;
                cut.lines().forEach(line -> terminal.line("    " + line));
                terminal.line("  " + (result.equals("ok") ? "✓ " : "✗ ") + result);
            }
            case ChatFact.ApprovalAsked(_, String approval, String why, JsonObject shows) -> {
                terminal.line("  Your approval is needed. " + Terminal.plain(why));
                terminal.line("    " + Terminal.plain(shows.toString()));
                terminal.line("    Yes: ./moltbot approve " + approval + "    No: ./moltbot approve --deny " + approval);
            }
            case ChatFact.ApprovalAnswered(_, _, String decision) -> terminal.line("  " + decision);
            case ChatFact.Notice(_, String text) -> terminal.line("! " + Terminal.plain(text));
            case ChatFact.TurnFinished(String how) -> {
                if (!how.equals("done")) {
                    terminal.line("(" + how + ")");
                }
            }
            case ChatFact.UserMessage _ -> terminal.piece("");
        }
    }

    private static String shown(JsonObject shows) {
        return shows.has("argv")
                ? shows.list("argv").texts().stream()
                        .map(word -> word.matches("[A-Za-z0-9_./:=+-]+") ? word : "'" + word + "'")
                        .collect(Collectors.joining(" "))
                : shows.textOr("path", "");
    }
}
