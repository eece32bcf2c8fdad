package moltbot.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import moltbot.cli.failure.CliException;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.ChatPrinter;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./moltbot chat`: one message from the host and the streamed answer.
@Command(
        name = "chat",
        description = "Sends a message from this machine and prints the answer as it comes.",
        mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--session", paramLabel = "NAME", description = "The conversation (default: host).")
    private String session = "host";

    @Option(names = "--json", description = "Prints one event a line, for scripts.")
    private boolean json;

    @Option(names = "--read", description = "Sends nothing; prints what is kept of the conversation.")
    private boolean read;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "What to say.")
    private String[] text = {};

    @Override
    public Integer call() {
        if (read != (text.length == 0)) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "Say something, or --read what was said. Nothing was sent.");
        }
        try (LinkClient control = data.host().link("control")) {
            if (read) {
                return print(control);
            }
            JsonObject accepted = control.ask(
                    "chat.submit",
                    JsonObject.with("id", UUID.randomUUID().toString())
                            .with("session", session)
                            .build(),
                    String.join(" ", text).getBytes(StandardCharsets.UTF_8));
            if (accepted.has("said")) {
                new Terminal(System.out).line(json ? accepted.toString() : Terminal.plain(accepted.text("said")));
                return 0;
            }
            return follow(control, accepted.text("turn"), accepted.number("seq"));
        }
    }

    /// Prints the newest of what is kept.
    private int print(LinkClient control) {
        Terminal terminal = new Terminal(System.out);
        ChatPrinter printer = new ChatPrinter(terminal, json);
        JsonObject head = JsonObject.with("session", session).with("after", -1).build();
        try (LinkCall watch = control.open("chat.watch", head)) {
            watch.end();
            byte[] frame;
            while ((frame = watch.next()) != null) {
                JsonObject said = JsonObject.parse(frame);
                if (said.text("type").equals("ready")) {
                    return 0;
                }
                ChatEvent event = ChatEvent.fromJson(said);
                if (!json && event.fact() instanceof ChatFact.UserMessage message) {
                    terminal.line("> " + Terminal.plain(message.text()));
                } else {
                    printer.print(event);
                }
            }
        }
        throw CliException.refused("The conversation could not be read to its end; see ./moltbot status.");
    }

    /// Prints what happens in this turn, or in the one it joined, until it is over.
    private int follow(LinkClient control, String turn, long seq) {
        ChatPrinter printer = new ChatPrinter(new Terminal(System.out), json);
        String followed = turn;
        JsonObject head = JsonObject.with("session", session).with("after", seq).build();
        try (LinkCall watch = control.open("chat.watch", head)) {
            watch.end();
            byte[] frame;
            while ((frame = watch.next()) != null) {
                JsonObject said = JsonObject.parse(frame);
                if (!said.text("type").equals("ready") && said.text("turn").equals(followed)) {
                    ChatEvent event = ChatEvent.fromJson(said);
                    printer.print(event);
                    followed = event.fact() instanceof ChatFact.TurnJoined(String into) ? into : followed;
                    if (printer.over()) {
                        return printer.exitCode();
                    }
                }
            }
        }
        throw CliException.refused(
                "The assistant stopped answering. The message is kept and will be answered; see ./moltbot status.");
    }
}
