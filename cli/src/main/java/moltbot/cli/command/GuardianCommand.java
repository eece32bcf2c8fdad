package moltbot.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import moltbot.cli.failure.CliException;
import moltbot.cli.host.Host;
import moltbot.cli.house.Layout;
import moltbot.cli.house.LonelyGuardian;
import moltbot.cli.option.DataOption;
import moltbot.cli.option.FactorOption;
import moltbot.cli.settings.Settings;
import moltbot.cli.terminal.GuardPrinter;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot guardian`: what the guard sees.
@Command(
        name = "guardian",
        description = "Shows what the guard checks and finds.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            GuardianCommand.ReportCommand.class,
            GuardianCommand.CheckCommand.class,
            GuardianCommand.HistoryCommand.class,
            GuardianCommand.BypassCommand.class
        })
final class GuardianCommand {
    private static final String JSON = "Prints JSON, for scripts.";

    private static JsonObject ask(Host host) {
        try (LinkClient breaker = host.link("breaker")) {
            return breaker.ask("guardian.report", JsonObject.EMPTY);
        }
    }

    private static void show(JsonObject report, boolean json) {
        Terminal terminal = new Terminal(System.out);
        if (json) {
            terminal.line(report.toString());
        } else {
            new GuardPrinter(terminal).print(report);
        }
    }

    /// `./moltbot guardian report`.
    @Command(
            name = "report",
            description = "Every check of the running house: last result, age, what was seen.",
            mixinStandardHelpOptions = true)
    static final class ReportCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--json", description = JSON)
        private boolean json;

        @Override
        public Integer call() {
            show(ask(data.host()), json);
            return 0;
        }
    }

    /// `./moltbot guardian check --once`.
    @Command(
            name = "check",
            description =
                    "Checks once, for cron and CI; without a running house, what can be checked without. Ends with 0 if all is"
                            + " clear, 1 for warnings, 2 if something blocks, 3 if something exposes, 4 if something could not be looked at.",
            mixinStandardHelpOptions = true)
    static final class CheckCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--once", description = "Once, and not again and again.")
        private boolean once;

        @Option(names = "--json", description = JSON)
        private boolean json;

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (!once) {
                throw CliException.refused("Say --once: what is checked again and again is the guard's own work, while"
                        + " the house runs.");
            }
            Layout layout = data.layout();
            JsonObject report = Files.exists(layout.hostFile())
                    ? ask(data.host())
                    : LonelyGuardian.report(layout, Settings.read(layout.settingsFile(), System.getenv(), ""));
            show(report, json);
            return GuardPrinter.exitCode(report);
        }
    }

    /// `./moltbot guardian bypass`.
    @Command(
            name = "bypass",
            description = "Lets what one check finds pass for a while; it stays visible everywhere.",
            mixinStandardHelpOptions = true)
    static final class BypassCommand implements Callable<Integer> {
        private static final Duration PATIENCE = Duration.ofSeconds(4);
        private static final Duration LOOK_EVERY = Duration.ofMillis(100);

        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "CHECK", description = "The check's id, such as S2.")
        private String check = "";

        @Option(names = "--for", paramLabel = "TIME", description = "How long: 30m, 24h, 7d; at most 30d.")
        private String life = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever reads it later.")
        private String reason = "";

        @Option(names = "--subject", paramLabel = "TEXT", description = "Only this finding, as report --json names it.")
        private String subject = "";

        @Option(names = "--end", description = "Ends it now.")
        private boolean end;

        @Mixin
        private FactorOption factor = new FactorOption();

        @Override
        public Integer call() throws IOException {
            Duration time = end ? Duration.ZERO : life();
            try (LinkClient breaker = data.host().link("breaker")) {
                breaker.ask(
                        "guardian.bypass",
                        JsonObject.with("check", check)
                                .with("subject", subject)
                                .with("reason", reason)
                                .with("lifeMillis", time.toMillis())
                                .with("factor", factor.ask(breaker))
                                .build());
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                while (inForce(breaker) == end) {
                    if (System.nanoTime() - deadline > 0) {
                        throw CliException.refused("The guardian has not taken the order. See ./moltbot status.");
                    }
                    LockSupport.parkNanos(LOOK_EVERY.toNanos());
                }
            }
            System.out.println(
                    end
                            ? "The check " + check + " counts again."
                            : "What " + check + " finds passes for " + life
                                    + ". It stays visible everywhere, and counts again"
                                    + " after that, or with: ./moltbot guardian bypass --end " + check);
            return 0;
        }

        private boolean inForce(LinkClient breaker) {
            return breaker.ask("guardian.report", JsonObject.EMPTY).list("bypasses").objects().stream()
                    .anyMatch(bypass -> bypass.text("check").equals(check)
                            && (end || bypass.text("subject").equals(subject)));
        }

        private Duration life() {
            if (!life.matches("[1-9][0-9]{0,4}[mhd]")) {
                throw CliException.refused("Say how long with --for, such as 30m, 24h or 7d. Nothing was changed.");
            }
            long number = Long.parseLong(life.substring(0, life.length() - 1));
            return switch (life.charAt(life.length() - 1)) {
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }

    /// `./moltbot guardian history`.
    @Command(
            name = "history",
            description = "What was found when, and when it was so no longer; oldest first.",
            mixinStandardHelpOptions = true)
    static final class HistoryCommand implements Callable<Integer> {
        private static final int LINES = 200;

        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--json", description = "Prints one JSON object a line, for scripts.")
        private boolean json;

        @Override
        public Integer call() {
            Path folder = data.layout().data().resolve("guardian");
            List<String> lines = new ArrayList<>();
            try {
                for (String name : List.of("findings.1.jsonl", "findings.jsonl")) {
                    if (Files.exists(folder.resolve(name))) {
                        lines.addAll(Files.readAllLines(folder.resolve(name)));
                    }
                }
            } catch (IOException e) {
                throw new CliException(
                        CliException.Code.REFUSED, "The history in " + folder + " cannot be read by this user.", e);
            }
            Terminal terminal = new Terminal(System.out);
            if (lines.isEmpty() && !json) {
                terminal.line("Nothing has been found yet.");
            }
            lines.subList(json ? 0 : Math.max(0, lines.size() - LINES), lines.size()).stream()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> terminal.line(json ? line : told(JsonObject.parse(line))));
            return 0;
        }

        private static String told(JsonObject line) {
            String at = line.text("at");
            return Terminal.plain(String.format(
                    Locale.ROOT,
                    "%s  %-5s %-4s %-8s %s %s",
                    at.substring(0, Math.min(19, at.length())).replace('T', ' '),
                    line.text("what"),
                    line.text("check"),
                    line.text("action").toLowerCase(Locale.ROOT),
                    line.text("reason"),
                    line.text("evidence").replace('\n', ' ')));
        }
    }
}
