package moltbot.control.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import moltbot.contract.channel.Errand;
import moltbot.contract.json.JsonObject;
import moltbot.contract.mcp.ServerCall;
import moltbot.contract.mcp.ServerTools;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.web.WebFetch;

/// What "always" would mean for an effect, and whether what was said before covers one. Pure.
public final class Standing {
    /// Programs that run what others name: always saying yes to one of them is saying yes to anything.
    private static final Set<String> WRAPPERS = Set.of(
            "sh",
            "bash",
            "dash",
            "ash",
            "zsh",
            "ksh",
            "mksh",
            "fish",
            "csh",
            "tcsh",
            "busybox",
            "toybox",
            "env",
            "xargs",
            "parallel",
            "find",
            "nice",
            "nohup",
            "timeout",
            "setsid",
            "stdbuf",
            "unshare",
            "chroot",
            "sudo",
            "su",
            "doas",
            "runuser",
            "script",
            "watch",
            "time",
            "flock",
            "ionice",
            "taskset",
            "python",
            "pypy",
            "perl",
            "ruby",
            "node",
            "nodejs",
            "deno",
            "bun",
            "php",
            "lua",
            "luajit",
            "tclsh",
            "guile",
            "awk",
            "gawk",
            "mawk",
            "nawk",
            "sed",
            "ed",
            "ex",
            "vi",
            "vim",
            "emacs",
            "java",
            "jshell",
            "groovy",
            "scala",
            "kotlin",
            "make",
            "gmake",
            "cmake",
            "ninja",
            "npm",
            "npx",
            "pnpm",
            "yarn",
            "pip",
            "pipx",
            "uv",
            "cargo",
            "go",
            "git",
            "ssh",
            "scp",
            "rsync",
            "tar",
            "zip",
            "gdb",
            "strace",
            "expect",
            "screen",
            "tmux",
            "ld.so",
            "osascript");

    private static final Pattern VERSION = Pattern.compile("[-.]?[0-9][0-9.]*$");

    /// What "always" would mean.
    ///
    /// @param rules   empty where there is no such thing
    /// @param whyNot  a sentence, where there is none
    public record Offer(List<StandingRule> rules, String whyNot) {
        public Offer {
            rules = List.copyOf(rules);
        }

        /// There is no "always" for it.
        public static final Offer EACH_TIME = none("This is asked each time.");

        static Offer none(String why) {
            return new Offer(List.of(), why);
        }
    }

    private Standing() {}

    /// What the owner may say "always" to.
    public static Offer offer(Effect effect) {
        return switch (effect.effect()) {
            case SandboxSpec.EFFECT -> command(effect);
            case WebFetch.EFFECT ->
                new Offer(
                        List.of(new StandingRule.Pages(
                                WebFetch.fromJson(effect.shows()).origin())),
                        "");
            case ServerTools.EFFECT -> tools(ServerTools.fromJson(effect.shows()));
            case ServerCall.EFFECT -> calls(ServerCall.fromJson(effect.shows()));
            case Errand.EFFECT -> {
                Errand errand = Errand.fromJson(effect.shows());
                yield new Offer(List.of(new StandingRule.Message(errand.to(), errand.recipient())), "");
            }
            default -> Offer.EACH_TIME;
        };
    }

    private static Offer tools(ServerTools tools) {
        List<StandingRule> rules = new ArrayList<>();
        for (JsonObject definition : tools.definitions()) {
            rules.add(new StandingRule.Tool(tools.server(), definition.text("name"), ServerTools.digest(definition)));
        }
        return new Offer(rules, "");
    }

    private static Offer calls(ServerCall call) {
        return new Offer(List.of(new StandingRule.Calls(call.server(), call.tool(), call.definition())), "");
    }

    private static Offer command(Effect effect) {
        SandboxSpec spec = SandboxSpec.fromJson(effect.shows());
        if (spec.network().maxBytes() > SandboxNetwork.STANDARD_BYTES) {
            return Offer.none("So many bytes are asked for each time.");
        }
        List<StandingRule> rules = new ArrayList<>();
        for (NetworkRule rule : spec.network().rules()) {
            rules.add(new StandingRule.Network(rule));
        }
        if (!spec.limits().within(SandboxLimits.STANDARD)) {
            if (!spec.network().isNone()) {
                return Offer.none("So much of the machine together with the network is asked for each time.");
            }
            if (isWrapper(spec.argv())) {
                return Offer.none("'" + spec.argv().getFirst()
                        + "' runs whatever it is given, so always allowing it would" + " allow anything.");
            }
            rules.add(new StandingRule.Command(spec.argv(), spec.directory(), spec.limits()));
        }
        return new Offer(rules, "");
    }

    /// True if everything the effect would have to ask for was said "always" to.
    public static boolean covers(Collection<StandingRule> standing, Effect effect) {
        Offer needed = offer(effect);
        return !needed.rules().isEmpty() && needed.rules().stream().allMatch(need -> covered(standing, need));
    }

    private static boolean covered(Collection<StandingRule> standing, StandingRule need) {
        return standing.stream().anyMatch(rule -> switch (need) {
            case StandingRule.Command want ->
                rule instanceof StandingRule.Command said
                        && said.argv().equals(want.argv())
                        && said.directory().equals(want.directory())
                        && want.limits().within(said.limits());
            case StandingRule.Pages _, StandingRule.Tool _, StandingRule.Calls _ -> rule.equals(need);
            // Whatever they are called now.
            case StandingRule.Message(String to, String _) ->
                rule instanceof StandingRule.Message said && said.to().equals(to);
            case StandingRule.Network(NetworkRule want) ->
                rule instanceof StandingRule.Network(NetworkRule said) && covers(said, want);
        });
    }

    private static boolean covers(NetworkRule said, NetworkRule want) {
        return said.origin().equals(want.origin())
                && said.credential().equals(want.credential())
                && said.methods().containsAll(want.methods())
                && below(said.path(), want.path());
    }

    /// Whole parts only: `/a` covers `/a/b` and not `/ab`.
    private static boolean below(String said, String want) {
        String folder = said.endsWith("/") ? said : said + "/";
        return want.equals(said) || want.startsWith(folder);
    }

    private static boolean isWrapper(List<String> argv) {
        String program = argv.getFirst();
        String name = program.substring(program.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        // A program of the workspace's own is whatever the next command makes of it.
        boolean own = program.contains("/") && !program.startsWith("/");
        return own
                || WRAPPERS.contains(name)
                || WRAPPERS.contains(VERSION.matcher(name).replaceFirst(""));
    }
}
