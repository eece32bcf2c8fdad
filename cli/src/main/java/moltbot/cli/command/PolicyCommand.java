package moltbot.cli.command;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot policy`: what the assistant may do, why it was allowed or not, and what you allowed for good.
@Command(
        name = "policy",
        description = "What the assistant may do, why, and what you allowed for good.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PolicyCommand.ExplainCommand.class,
            PolicyCommand.RulesCommand.class,
            PolicyCommand.ForgetCommand.class
        })
final class PolicyCommand {
    /// `./moltbot policy explain [CALL]`.
    @Command(
            name = "explain",
            description = "Prints why a call was allowed, asked about or denied; or what would be for an effect; or the"
                    + " whole table, with the way to each effect from what somebody else wrote.",
            mixinStandardHelpOptions = true)
    static final class ExplainCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(
                paramLabel = "CALL",
                arity = "0..1",
                description = "A call's id, as its card in the panel shows it.")
        private String call = "";

        @Option(names = "--effect", paramLabel = "EFFECT", description = "Such as sandbox.run.")
        private String effect = "";

        @Option(names = "--input", paramLabel = "WORD", description = "owner or untrusted (default).")
        private String input = "untrusted";

        @Option(names = "--secrecy", paramLabel = "WORD", description = "public or private (default).")
        private String secrecy = "private";

        @Option(names = "--json", description = "Prints one JSON object, for scripts.")
        private boolean json;

        @Override
        public Integer call() {
            JsonObject.Builder head = new JsonObject.Builder();
            if (!call.isEmpty()) {
                head.with("call", call);
            } else if (!effect.isEmpty()) {
                head.with("effect", effect).with("input", input).with("data", secrecy);
            }
            JsonObject answer;
            try (LinkClient control = data.host().link("control")) {
                answer = control.ask("policy.explain", head.build());
            }
            Terminal terminal = new Terminal(System.out);
            if (json) {
                terminal.line(answer.toString());
            } else if (answer.has("decided")) {
                decided(terminal, answer);
            } else if (answer.has("paths")) {
                everything(terminal, answer);
            } else {
                lines(terminal, answer.list("lines").objects());
            }
            return 0;
        }

        private static void decided(Terminal terminal, JsonObject answer) {
            JsonObject decided = answer.object("decided");
            JsonObject label = decided.object("label");
            terminal.line(Terminal.plain(decided.text("tool")) + " wanted " + decided.text("effect")
                    + (decided.text("destination").isEmpty() ? "" : ", which leads to " + decided.text("destination"))
                    + ".");
            terminal.line("  The conversation had read " + read(label.text("input")) + ", and "
                    + knows(label.text("data")) + ".");
            if (answer.has("line")) {
                JsonObject line = answer.object("line");
                terminal.line("  Line " + line.number("line") + " of the table says '" + line.text("decision") + "': "
                        + line.text("why"));
            }
            String by = decided.textOr("decidedBy", "policy");
            terminal.line("  It was "
                    + switch (decided.text("decision")) {
                        case "allow" -> by.equals("rules") ? "allowed, for you said “always”." : "allowed.";
                        case "ask" -> "asked about: nothing was done without your yes.";
                        default -> "denied. " + Terminal.plain(decided.textOr("why", ""));
                    });
        }

        private static String read(String word) {
            return word.equals("owner") ? "what you wrote alone" : "what others wrote, too";
        }

        private static String knows(String word) {
            return word.equals("public") ? "knew nothing of yours" : "knew what is yours";
        }

        private static void everything(Terminal terminal, JsonObject answer) {
            terminal.line("The first line that fits decides; what no line fits is denied.");
            terminal.line("");
            lines(terminal, answer.list("lines").objects());
            terminal.line("");
            terminal.line("The way to each effect from what somebody else wrote:");
            terminal.line("");
            for (JsonObject path : answer.list("paths").objects()) {
                terminal.line("  " + path.text("effect") + " to " + path.text("destination") + ": "
                        + path.text("decision")
                        + (path.text("withPrivate").equals(path.text("decision"))
                                ? ""
                                : ", and " + path.text("withPrivate") + " where it knows what is yours"));
                terminal.line("    " + path.text("path"));
            }
        }

        private static void lines(Terminal terminal, List<JsonObject> lines) {
            String form = "%5s  %-16s %-10s %-8s %-12s %-8s %s";
            terminal.line(form.formatted("line", "effect", "input", "data", "destination", "decision", "why"));
            for (JsonObject line : lines) {
                terminal.line(form.formatted(
                        line.number("line"),
                        line.text("effect"),
                        line.text("input"),
                        line.text("data"),
                        line.text("destination"),
                        line.text("decision"),
                        line.text("why")));
            }
        }
    }

    /// `./moltbot policy rules`.
    @Command(name = "rules", description = "Lists what you said “always” to.", mixinStandardHelpOptions = true)
    static final class RulesCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Override
        public Integer call() {
            List<JsonObject> rules;
            try (LinkClient control = data.host().link("control")) {
                rules = control.ask("policy.rules", JsonObject.EMPTY)
                        .list("rules")
                        .objects();
            }
            Terminal terminal = new Terminal(System.out);
            if (rules.isEmpty()) {
                terminal.line("You said “always” to nothing.");
            }
            for (JsonObject rule : rules) {
                terminal.line(rule.text("id") + "  " + Terminal.plain(rule.text("sentence")) + "  (since "
                        + Instant.ofEpochMilli(rule.number("made"))
                                .atZone(ZoneId.systemDefault())
                                .toLocalDate()
                        + ")");
            }
            return 0;
        }
    }

    /// `./moltbot policy forget RULE`.
    @Command(
            name = "forget",
            description = "Takes an “always” back: from now on it is asked again.",
            mixinStandardHelpOptions = true)
    static final class ForgetCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "RULE", description = "Its id, from ./moltbot policy rules.")
        private String rule = "";

        @Override
        public Integer call() {
            try (LinkClient control = data.host().link("control")) {
                control.ask("policy.forget", JsonObject.with("rule", rule).build());
            }
            System.out.println("Forgotten: it is asked again from now on.");
            return 0;
        }
    }
}
