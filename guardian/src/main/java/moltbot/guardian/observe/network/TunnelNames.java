package moltbot.guardian.observe.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Knows programs that carry people from elsewhere to a port of this machine. Tailscale is not among them: it says
/// itself what it carries.
final class TunnelNames {
    private static final Set<String> PROGRAMS = Set.of(
            "cloudflared",
            "ngrok",
            "frpc",
            "bore",
            "ssh",
            "dbclient",
            "plink",
            "zrok",
            "lt",
            "localtunnel",
            "loclx",
            "playit",
            "playit-cli",
            "pagekite",
            "pagekite.py",
            "rathole",
            "chisel",
            "gost",
            "jprq",
            "devtunnel",
            "code-tunnel",
            "inlets",
            "inlets-pro",
            "wstunnel",
            "telebit",
            "tunnelmole",
            "tmole",
            "expose",
            "pinggy",
            "holesail",
            "boringproxy",
            "octelium",
            "sirtunnel",
            "hypertunnel");
    private static final Set<String> SHELLS = Set.of("ssh", "dbclient", "plink");
    private static final Set<String> INTERPRETERS =
            Set.of("node", "python", "python3", "php", "ruby", "java", "bun", "deno", "MainThread");

    private TunnelNames() {}

    /// Under which of these names a program runs, or empty. Scripts are known by their first argument.
    ///
    /// @param name  as the kernel or `ps` has it
    static String of(String name, List<String> arguments) {
        String program = base(name);
        if (PROGRAMS.contains(program)) {
            return program;
        }
        if (INTERPRETERS.contains(program) && arguments.size() > 1 && PROGRAMS.contains(base(arguments.get(1)))) {
            return base(arguments.get(1));
        }
        return "";
    }

    /// True for a name that is worth looking at the arguments of.
    static boolean mayBe(String name) {
        return PROGRAMS.contains(base(name)) || INTERPRETERS.contains(base(name));
    }

    private static String base(String path) {
        Path file = Path.of(path.isEmpty() ? "-" : path).getFileName();
        return file == null ? path : file.toString();
    }

    /// The argument that names this port of this machine as where to carry people to, or empty. `ssh` names ports of
    /// the other end too, with `-L`: of it only what follows `-R` counts.
    static String pointsAt(String program, List<String> arguments, int port) {
        Pattern here = Pattern.compile("(.*[^0-9])?" + port + "(/.*)?");
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean back = argument.startsWith("-R")
                    || arguments.get(i - 1).equals("-R")
                    || argument.contains("RemoteForward");
            boolean where =
                    argument.startsWith("--metrics") || arguments.get(i - 1).equals("--metrics");
            if ((back || !SHELLS.contains(program))
                    && !where
                    && here.matcher(argument).matches()) {
                return argument;
            }
        }
        return "";
    }
}
