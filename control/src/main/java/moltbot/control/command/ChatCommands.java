package moltbot.control.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Choice;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.control.approval.MessengerQuestions;
import moltbot.control.channel.Beginnings;
import moltbot.control.channel.Commands;
import moltbot.control.channel.Spot;
import moltbot.control.chat.Conversations;
import moltbot.control.chat.Slash;

/// The commands. Everybody who is let in may stop and begin anew what is theirs; the rest is the owner's, who in a
/// messenger is that only directly and by their own address. No model is asked, and none reads this. Safe for several
/// threads.
public final class ChatCommands implements Commands, Slash {
    private static final Pattern COMMAND = Pattern.compile("/([A-Za-z]{1,20})(?:\\s+(.*))?", Pattern.DOTALL);
    private static final String NOT_DONE = "That could not be done just now. Please try again in a moment.";
    private static final String UNKNOWN = "I do not know that command. /help shows those that I know.";
    private static final String FOR_ALL = """
            /stop ends what I am doing here
            /new begins a new conversation
            /help shows this""";
    private static final String FOR_OWNER = """
            /status shows how the house stands
            /model shows the models; /model NAME chooses one for this conversation
            /compact sums up this conversation's older part now
            /usage shows what was spent
            /memory shows what I remember; /memory forget NUMBER
            /schedule shows what I do later; /schedule pause, resume or delete NUMBER
            """;
    private static final String ANSWERS = """
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

    /// A command, as it was said.
    private record Said(String command, List<String> words) {
        static Optional<Said> of(String text) {
            Matcher matcher = COMMAND.matcher(text.strip());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String rest = matcher.group(2) == null ? "" : matcher.group(2).strip();
            return Optional.of(new Said(
                    matcher.group(1).toLowerCase(Locale.ROOT),
                    rest.isEmpty() ? List.of() : List.of(rest.split("\\s+"))));
        }
    }

    @Override
    public Optional<String> answer(LinkExchange exchange, Spot spot, String text) throws InterruptedException {
        Optional<Said> said = Said.of(text);
        // What is chosen by a tap is for whoever asked.
        if (said.isEmpty() || Choice.of(text).isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(inMessenger(exchange, spot, said.get()));
        } catch (ContractException e) {
            return Optional.of(notDone(e, spot.owner()));
        }
    }

    @Override
    public Optional<String> answer(String session, String text, String by) throws InterruptedException {
        Optional<Said> said = Said.of(text);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (said.get().command()) {
                        case "help", "start" -> FOR_OWNER + FOR_ALL;
                        case "stop" -> stop(session);
                        case "new" -> "Open a new conversation beside this one: it begins empty.";
                        // Here a yes wants a fresh proof of who says it, or the host's own command.
                        case "approve", "deny" ->
                            "Here a question of mine is answered where it is shown. Nothing was answered.";
                        default -> owners(session, said.get(), by).orElse(UNKNOWN);
                    });
        } catch (ContractException e) {
            return Optional.of(notDone(e, true));
        }
    }

    private static String notDone(ContractException e, boolean owner) {
        return e.code() == ContractException.Code.REFUSED && owner ? String.valueOf(e.getMessage()) : NOT_DONE;
    }

    private String inMessenger(LinkExchange exchange, Spot spot, Said said) throws InterruptedException {
        return switch (said.command()) {
            case "help", "start" -> (spot.owner() ? FOR_OWNER + ANSWERS : "") + FOR_ALL;
            case "stop" -> stop(session(spot));
            case "new" -> begin(spot);
            case "status", "model", "compact", "usage", "memory", "schedule", "approve", "deny" ->
                spot.owner()
                        ? owners(exchange, spot, said)
                        : "Only my owner can do that, in a direct message. /help shows what you can do.";
            default -> UNKNOWN;
        };
    }

    private String owners(LinkExchange exchange, Spot spot, Said said) throws InterruptedException {
        String by = spot.who().channel();
        Optional<String> done = owners(session(spot), said, by);
        if (done.isPresent()) {
            return done.get();
        }
        return said.words().size() == 1
                ? questions.answer(
                        exchange,
                        spot.who(),
                        said.words().getFirst(),
                        said.command().equals("approve"))
                : "Write /" + said.command() + " and the code of the question, and nothing else. Nothing was answered.";
    }

    /// What the owner may say wherever they are. Empty for what is none of it.
    private Optional<String> owners(String session, Said said, String by) throws InterruptedException {
        return switch (said.command()) {
            case "status" -> Optional.of(house.status());
            case "model" -> Optional.of(kept.model(session, said.words(), by));
            case "compact" -> Optional.of(kept.compact(session, said.words(), by));
            case "usage" -> Optional.of(house.usage());
            case "memory" -> Optional.of(kept.memory(said.words(), by));
            case "schedule" -> Optional.of(kept.schedule(said.words(), by));
            default -> Optional.empty();
        };
    }

    private String session(Spot spot) {
        return conversations.nameOf(spot.who(), spot.place(), spot.owner(), beginnings.number(spot));
    }

    private String stop(String session) {
        JsonObject reply = conversations.stop(session);
        return reply.flagOr("stopped", false) ? "Stopped." : "Nothing runs here.";
    }

    private String begin(Spot spot) throws InterruptedException {
        stop(session(spot));
        beginnings.next(spot);
        return "This is a new conversation. I know nothing here of the one before.";
    }
}
