package moltbot.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import moltbot.cli.failure.CliException;
import moltbot.cli.hook.HookCommand;
import moltbot.cli.memory.MemoryCommand;
import moltbot.cli.messenger.OutboxCommand;
import moltbot.cli.messenger.PairingCommand;
import moltbot.cli.messenger.SignalCommand;
import moltbot.cli.schedule.ScheduleCommand;
import moltbot.cli.server.ServerCommand;
import moltbot.cli.skill.SkillCommand;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.ContractException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `./moltbot`: the list of commands, and how every failure is told: one plain sentence on standard error.
@Command(
        name = "moltbot",
        description = "A self-hosted AI assistant that cannot be exposed by mistake.",
        mixinStandardHelpOptions = true,
        version = "Moltbot 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class MoltbotCommand implements Runnable {
    private static final System.Logger LOG = System.getLogger("cli");

    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /// Runs one command line; its exit code.
    public static int execute(String... arguments) {
        CommandLine line = line(arguments);
        line.setExecutionExceptionHandler((failure, _, _) -> tell(failure));
        line.setParameterExceptionHandler((failure, _) -> {
            System.err.println("moltbot: " + Terminal.plain(sentence(failure)) + " See ./moltbot "
                    + name(failure.getCommandLine()) + "--help.");
            return CliException.Code.USAGE.exit();
        });
        return line.execute(arguments);
    }

    /// What is wrong with a command line; near words are named where one was mistyped.
    private static String sentence(CommandLine.ParameterException failure) {
        if (failure instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            List<String> near = unmatched.getSuggestions();
            return "'" + unmatched.getUnmatched().getFirst() + "' is nothing I know here."
                    + (near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?");
        }
        String message = String.valueOf(failure.getMessage());
        return message.endsWith(".") ? message : message + ".";
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("up", UpCommand::new);
        commands.put("guard", GuardCommand::new);
        commands.put("down", DownCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("code", CodeCommand::new);
        commands.put("certificate", CertificateCommand::new);
        commands.put("chat", ChatCommand::new);
        commands.put("approve", ApproveCommand::new);
        commands.put("trip", TripCommand::new);
        commands.put("reset", ResetCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("guardian", GuardianCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("policy", PolicyCommand::new);
        commands.put("pairing", PairingCommand::new);
        commands.put("outbox", OutboxCommand::new);
        commands.put("memory", MemoryCommand::new);
        commands.put("schedule", ScheduleCommand::new);
        commands.put("skill", SkillCommand::new);
        commands.put("server", ServerCommand::new);
        commands.put("signal", SignalCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("secret", SecretCommand::new);
        commands.put("usage", UsageCommand::new);
        commands.put("token", TokenCommand::new);
        commands.put("hook", HookCommand::new);
        commands.put("train", TrainCommand::new);
        return commands;
    }

    /// Reads the one command that is meant; all of them only for help and for what is none, because reading
    /// each takes its time at every start.
    private static CommandLine line(String... arguments) {
        CommandLine line = new CommandLine(new MoltbotCommand());
        Supplier<Object> meant = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (meant != null) {
            line.addSubcommand(arguments[0], meant.get());
        } else {
            COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
        }
        return line;
    }

    /// With the commands it is below, as it is typed.
    private static String name(CommandLine line) {
        CommandLine parent = line.getParent();
        return parent == null ? "" : name(parent) + line.getCommandName() + " ";
    }

    private static int tell(Exception failure) {
        return switch (failure) {
            case CliException e -> {
                System.err.println("moltbot: " + e.getMessage());
                yield e.code().exit();
            }
            case ContractException e -> {
                System.err.println("moltbot: " + told(e));
                yield CliException.Code.REFUSED.exit();
            }
            default -> {
                LOG.log(System.Logger.Level.ERROR, "A command failed.", failure);
                System.err.println("moltbot: Something went wrong that this command did not expect; the line above says"
                        + " what. Nothing more was done.");
                yield CliException.Code.REFUSED.exit();
            }
        };
    }

    private static String told(ContractException e) {
        return switch (e.code()) {
            case UNAVAILABLE -> "That compartment does not answer. See ./moltbot status.";
            case LOST -> "The link broke before the answer came; see ./moltbot status and try again.";
            case TIMEOUT -> "That compartment took too long to answer. See ./moltbot status.";
            case UNAUTHENTICATED ->
                "The running house does not know this key; it may have been started anew. Try again.";
            case MALFORMED, TOO_LARGE, REFUSED -> Terminal.plain(String.valueOf(e.getMessage()));
        };
    }
}
