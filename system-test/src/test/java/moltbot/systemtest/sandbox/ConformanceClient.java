package moltbot.systemtest.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.cli.settings.Settings;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkServer;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerSignIn;
import moltbot.contract.mcp.ServerSignIn.As;
import moltbot.contract.mcp.ToolServer;
import moltbot.gateway.testoauth.StandInAuthorization;
import moltbot.runtime.tool.Tool;

/// What the protocol's conformance suite starts as the client under test: the runtime's own client, behind a real
/// gateway.
/// Signs in where a scenario is about that, loads every tool the server has and calls each once.
final class ConformanceClient {
    private ConformanceClient() {}

    private static final Pattern ISSUER = Pattern.compile("write it as 'issuer: ([^']+)'");
    private static final int MOST_SIGN_INS = 3;
    private static final String CLIENT_KEY = "suite";

    /// The server's address comes last.
    public static void main(String[] arguments) throws Exception {
        String url = arguments[arguments.length - 1];
        String scenario = System.getenv().getOrDefault("MCP_CONFORMANCE_SCENARIO", "");
        if (!scenario.startsWith("auth/")) {
            run(new RemotePlace("suite", url, ""), "");
            System.exit(0);
        }
        // As an owner would: whoever signs in on this machine is named in the settings.
        String told = run(place(url, scenario, ""), clientSecret());
        Matcher issuer = ISSUER.matcher(told);
        if (issuer.find()) {
            run(place(url, scenario, issuer.group(1)), clientSecret());
        } else if (told.contains("does not say where one signs in")) {
            run(place(url, scenario, url.replaceFirst("/mcp$", "")), clientSecret());
        }
        System.exit(0);
    }

    private static JsonObject context() {
        return JsonObject.parse(System.getenv().getOrDefault("MCP_CONFORMANCE_CONTEXT", "{}"));
    }

    private static String clientSecret() {
        return context().textOr("client_secret", "");
    }

    private static RemotePlace place(String url, String scenario, String issuer) {
        String client = scenario.equals("auth/basic-cimd")
                ? "https://conformance-test.local/client-metadata.json"
                : context().textOr("client_id", "");
        As as = scenario.startsWith("auth/client-credentials") ? As.MACHINE : As.OWNER;
        String key = clientSecret().isEmpty() ? "" : CLIENT_KEY;
        return new RemotePlace("suite", url, "", Optional.of(new ServerSignIn(as, client, key, issuer, List.of())));
    }

    /// Signs in where that is wanted and uses the server; what was refused, if anything was.
    private static String run(RemotePlace place, String clientSecret) throws Exception {
        Path folder = Files.createTempDirectory("conformance");
        Path control = Files.createDirectories(folder.resolve("run/control")).resolve("link.sock");
        try (LinkServer _ = CompartmentProcess.audit(control);
                CompartmentProcess gateway = CompartmentProcess.gateway(folder, settings(place), control);
                var _ = gateway.lease();
                ToolUser user = new ToolUser(folder, gateway, new ToolServer("", place))) {
            if (!clientSecret.isEmpty()) {
                gateway.host()
                        .ask(
                                "secret.set",
                                JsonObject.with("name", "task-" + CLIENT_KEY).build(),
                                clientSecret.getBytes(StandardCharsets.UTF_8));
            }
            for (int signIns = 0; signIns < MOST_SIGN_INS; signIns++) {
                if (place.signIn().isPresent()) {
                    signIn(gateway);
                }
                String said = use(user);
                System.err.println(said);
                if (!said.contains("./moltbot server login")) {
                    break;
                }
            }
            return "";
        } catch (ContractException e) {
            System.err.println("Refused: " + e.getMessage());
            return String.valueOf(e.getMessage());
        }
    }

    private static void signIn(CompartmentProcess gateway) throws Exception {
        try (StandInAuthorization browser = new StandInAuthorization()) {
            Owner.login(gateway.host(), "suite", browser::browse);
        }
    }

    private static String use(ToolUser user) throws InterruptedException {
        StringBuilder said = new StringBuilder(user.load("suite").output());
        for (String name : user.names()) {
            said.append(user.load("suite", name).output());
        }
        for (Tool tool : user.loaded()) {
            said.append(user.call(tool.spec().name(), arguments(tool.spec().inputSchema()))
                    .output());
        }
        return said.toString();
    }

    private static JsonObject arguments(JsonObject schema) {
        JsonObject.Builder arguments = new JsonObject.Builder();
        schema.objectOr("properties", JsonObject.EMPTY).fields().forEach((name, property) -> {
            if (property instanceof JsonObject kind && kind.textOr("type", "").equals("number")) {
                arguments.with(name, 5);
            } else {
                arguments.with(name, "five");
            }
        });
        return arguments.build();
    }

    private static JsonObject settings(RemotePlace place) throws IOException {
        return Settings.read(Path.of("none"), Map.of(), "").forGateway().toBuilder()
                .with("servers", JsonArray.of(List.of(place.toJson())))
                .build();
    }
}
