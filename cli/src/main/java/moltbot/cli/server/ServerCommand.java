package moltbot.cli.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot server`: signing in to servers of tools that want it.
@Command(
        name = "server",
        description = "Servers of tools that want a sign-in: see, sign in, sign out.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServerCommand.ListCommand.class,
            ServerCommand.LoginCommand.class,
            ServerCommand.LogoutCommand.class
        })
public final class ServerCommand {
    /// `./moltbot server list`.
    @Command(name = "list", description = "Lists them, and where you are signed in.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--json", description = "Prints one JSON object, for scripts.")
        private boolean json;

        @Override
        public Integer call() {
            Terminal terminal = new Terminal(System.out);
            JsonObject state;
            try (LinkClient gateway = data.host().link("gateway")) {
                state = gateway.ask("server.state", JsonObject.EMPTY);
            }
            if (json) {
                terminal.line(state.toString());
                return 0;
            }
            List<JsonObject> servers = state.list("servers").objects();
            if (servers.isEmpty()) {
                terminal.line("No server of tools wants a sign-in: none has 'sign-in' in data/config/settings.yaml.");
            }
            servers.forEach(server -> terminal.line(Terminal.plain(line(server))));
            return 0;
        }

        private static String line(JsonObject server) {
            String scope = server.text("scope");
            String name = server.text("server");
            return name + "  " + server.text("url") + "  "
                    + switch (server.text("state")) {
                        case "signed in" ->
                            "signed in at " + server.text("issuer") + (scope.isEmpty() ? "" : ", with " + scope);
                        case "more wanted" -> "signed in, but it wants more rights: ./moltbot server login " + name;
                        default -> "not signed in: ./moltbot server login " + name;
                    };
        }
    }

    /// `./moltbot server login NAME`: works over SSH and without a browser on this machine.
    @Command(
            name = "login",
            description = "Signs in to a server: shows where, gives you an address for any browser, and takes the"
                    + " address that you are sent back to.",
            mixinStandardHelpOptions = true)
    static final class LoginCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "As in data/config/settings.yaml.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            SignInTalk talk = new SignInTalk(
                    name,
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                    new Terminal(System.out));
            try (LinkClient gateway = data.host().link("gateway");
                    LinkCall call = gateway.open(
                            "server.login", JsonObject.with("server", name).build())) {
                byte[] frame;
                while ((frame = call.next()) != null) {
                    JsonObject told = JsonObject.parse(frame);
                    if (told.has("signedIn")) {
                        talk.signedIn(told);
                        return 0;
                    }
                    call.send(talk.answer(told));
                }
            }
            return 1;
        }
    }

    /// `./moltbot server logout NAME`.
    @Command(
            name = "logout",
            description = "Forgets a sign-in, and tells the server that it is over.",
            mixinStandardHelpOptions = true)
    static final class LogoutCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "As in data/config/settings.yaml.")
        private String name = "";

        @Override
        public Integer call() {
            boolean told;
            try (LinkClient gateway = data.host().link("gateway");
                    LinkCall call = gateway.open(
                            "server.logout", JsonObject.with("server", name).build())) {
                call.end();
                told = call.reply().flag("told");
            }
            System.out.println(
                    told
                            ? "Forgotten: Moltbot has nothing of it any more."
                            : "Forgotten here. The server could not be told that it is over: take it away on the server's own"
                                    + " pages too.");
            return 0;
        }
    }
}
