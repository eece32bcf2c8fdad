package moltbot.gateway.channel.bot;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The house's commands: what messengers are told of them, and how they are read where a messenger takes what begins
/// with a slash for itself. What a command does, and who may say it, is control's.
public final class Commands {
    /// One command.
    ///
    /// @param name      without its slash
    /// @param explains  in a few words
    /// @param word      what is said after it; empty where nothing is
    /// @param needed    whether it says nothing without that
    public record Command(String name, String explains, String word, boolean needed) {
        private Command(String name, String explains) {
            this(name, explains, "", false);
        }
    }

    /// Those that can be said in a messenger, the most used first.
    public static final List<Command> ALL = List.of(
            new Command("help", "What I understand"),
            new Command("stop", "End what I am doing here"),
            new Command("new", "Begin a new conversation"),
            new Command("status", "How the house stands"),
            new Command("model", "Show the models, or choose one", "name", false),
            new Command("compact", "Sum up this conversation's older part"),
            new Command("usage", "What was spent"),
            new Command("memory", "What I remember", "forget NUMBER", false),
            new Command("schedule", "What I do later", "pause, resume or delete NUMBER", false),
            new Command("approve", "Say yes to a question of mine", "code", true),
            new Command("deny", "Say no to a question of mine", "code", true));

    private static final Pattern COMMAND = Pattern.compile(
            "!(?=(?:" + ALL.stream().map(Command::name).collect(Collectors.joining("|")) + ")(?:\\s|$))");

    private Commands() {}

    /// What is said behind a messenger's one command for all of the house's: the house's own where it is one, words
    /// where it is not, and nothing at all asks for help.
    public static String behind(String text) {
        String words = text.strip();
        if (words.isEmpty()) {
            return "/help";
        }
        String[] parts = words.split("\\s+", 2);
        String first = parts[0].toLowerCase(Locale.ROOT);
        boolean more = parts.length > 1;
        boolean command = ALL.stream()
                .anyMatch(
                        one -> one.name().equals(first) && !(more && one.word().isEmpty()));
        return command ? "/" + first + (more ? " " + parts[1] : "") : slashed(words);
    }

    /// The same text, with a slash where a command begins with an exclamation mark.
    public static String slashed(String text) {
        return COMMAND.matcher(text).lookingAt() ? "/" + text.substring(1) : text;
    }
}
