package moltbot.systemtest.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import moltbot.cli.settings.Settings;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkServer;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ToolServer;
import moltbot.runtime.tool.Tool;

/// What the protocol's conformance suite starts as the client under test: the runtime's own client, behind a real
/// gateway.
/// Loads every tool the server has and calls each once.
final class ConformanceClient {
    private ConformanceClient() {}

    /// The server's address comes last.
    public static void main(String[] arguments) throws Exception {
        RemotePlace place = new RemotePlace("suite", arguments[arguments.length - 1], "");
        Path folder = Files.createTempDirectory("conformance");
        Path control = Files.createDirectories(folder.resolve("run/control")).resolve("link.sock");
        try (LinkServer _ = CompartmentProcess.audit(control);
                CompartmentProcess gateway = CompartmentProcess.gateway(folder, settings(place), control);
                var _ = gateway.lease();
                ToolUser user = new ToolUser(folder, gateway, new ToolServer("", place))) {
            System.err.println(user.load("suite").output());
            use(user);
        }
        System.exit(0);
    }

    private static void use(ToolUser user) throws InterruptedException {
        for (String name : user.names()) {
            user.load("suite", name);
        }
        for (Tool tool : user.loaded()) {
            System.err.println(
                    user.call(tool.spec().name(), arguments(tool.spec().inputSchema()))
                            .output());
        }
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
