package moltbot.control.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.control.approval.MessengerQuestions;
import moltbot.control.channel.Beginnings;
import moltbot.control.channel.Commands;
import moltbot.control.channel.Spot;
import moltbot.control.chat.Conversations;

/// The commands. Everybody who is let in may stop and begin anew what is theirs; the rest is the owner's, who is that
/// only directly and by their own address. No model is asked, and none reads this. Safe for several threads.
public final class ChatCommands implements Commands {
    private static final Pattern COMMAND = Pattern.compile("/([A-Za-z]{1,20})(?:\\s+(.*))?", Pattern.DOTALL);
    private static final String NOT_DONE = "That could not be done just now. Please try again in a moment.";
    private static final String FOR_ALL = """
            /stop ends what I am doing here
            /new begins a new conversation
            /help shows this""";
    private static final String FOR_OWNER = """
            /status shows how the house stands
            /model shows which model answers
            /usage shows what was spent
            /memory shows what I remember; /memory forget NUMBER
            /schedule shows what I do later; /schedule pause, resume or delete NUMBER
            /approve CODE, /deny CODE answer a question of mine
            """;

    private final Conversations conversations;
    private final Beginnings beginnings;
    private final MessengerQuestions questions;
    private final HouseWords house;
    private final KeptWords kept;

    public ChatCommands(
            Conversations conversations,
            Beginnings beginnings,
            MessengerQuestions questions,
            HouseWords house,
            KeptWords kept) {
        this.conversations = conversations;
        this.beginnings = beginnings;
        this.questions = questions;
        this.house = house;
        this.kept = kept;
    }

    @Override
    public Optional<String> answer(LinkExchange exchange, Spot spot, String text) throws InterruptedException {
        Matcher command = COMMAND.matcher(text.strip());
        if (!command.matches()) {
            return Optional.empty();
        }
        String rest = command.group(2) == null ? "" : command.group(2).strip();
        List<String> words = rest.isEmpty() ? List.of() : List.of(rest.split("\\s+"));
        try {
            return Optional.of(run(exchange, spot, command.group(1).toLowerCase(Locale.ROOT), words));
        } catch (ContractException e) {
            return Optional.of(
                    e.code() == ContractException.Code.REFUSED && spot.owner()
                            ? String.valueOf(e.getMessage())
                            : NOT_DONE);
        }
    }

    private String run(LinkExchange exchange, Spot spot, String command, List<String> words)
            throws InterruptedException {
        return switch (command) {
            case "help", "start" -> (spot.owner() ? FOR_OWNER : "") + FOR_ALL;
            case "stop" -> stop(spot) ? "Stopped." : "Nothing runs here.";
            case "new" -> begin(spot);
            case "status", "model", "usage", "memory", "schedule", "approve", "deny" ->
                spot.owner()
                        ? owners(exchange, spot, command, words)
                        : "Only my owner can do that, in a direct message. /help shows what you can do.";
            default -> "I do not know that command. /help shows those that I know.";
        };
    }

    private String owners(LinkExchange exchange, Spot spot, String command, List<String> words)
            throws InterruptedException {
        return switch (command) {
            case "status" -> house.status();
            case "model" -> house.model();
            case "usage" -> house.usage();
            case "memory" -> kept.memory(words, spot.who().channel());
            case "schedule" -> kept.schedule(words, spot.who().channel());
            default ->
                words.size() == 1
                        ? questions.answer(exchange, spot.who(), words.getFirst(), command.equals("approve"))
                        : "Write /" + command
                                + " and the code of the question, and nothing else. Nothing was answered.";
        };
    }

    private boolean stop(Spot spot) {
        JsonObject reply = conversations.stop(spot.who(), spot.place(), spot.owner(), beginnings.number(spot));
        return reply.flagOr("stopped", false);
    }

    private String begin(Spot spot) throws InterruptedException {
        stop(spot);
        beginnings.next(spot);
        return "This is a new conversation. I know nothing here of the one before.";
    }
}
