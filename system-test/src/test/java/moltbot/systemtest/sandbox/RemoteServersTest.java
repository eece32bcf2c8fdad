package moltbot.systemtest.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
import moltbot.runtime.link.LinkRemote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers of tools over HTTP: the runtime's client, the real gateway, and a server that speaks the wire format.
final class RemoteServersTest {
    private static final String KEY = "key-of-the-owner-0123456789";

    @TempDir
    Path folder;

    private final HttpTools tools = new HttpTools();
    private RemotePlace place;
    private LinkServer audit;
    private CompartmentProcess gateway;

    RemoteServersTest() throws Exception {}

    @BeforeEach
    void start() throws Exception {
        place = new RemotePlace("there", tools.url(), "forge");
        Path control = Files.createDirectories(folder.resolve("run/control")).resolve("link.sock");
        audit = CompartmentProcess.audit(control);
        JsonObject settings = Settings.read(folder.resolve("none"), Map.of(), "").forGateway().toBuilder()
                .with("servers", JsonArray.of(List.of(place.toJson())))
                .build();
        gateway = CompartmentProcess.gateway(folder, settings, control);
        gateway.host()
                .ask("secret.set", JsonObject.with("name", "task-forge").build(), KEY.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        gateway.close();
        audit.close();
        tools.close();
    }

    private static JsonObject how(String how) {
        return JsonObject.with("how", how).build();
    }

    @Test
    void speaksWithTheOwnersPlaceAndSaysClearlyWhatWentWrong() throws Exception {
        try (var _ = gateway.lease();
                ToolUser user = new ToolUser(folder, gateway, new ToolServer("", place))) {
            assertThat(user.load("there").output()).contains("| say");
            user.load("there", "say");
            assertThat(user.call("mcp__there__say", how("hello")).output()).contains("| hello\n");
            assertThat(user.call("mcp__there__say", how("stream")).output()).contains("| streamed\n");
            assertThat(user.call("mcp__there__say", how("forbid")).output())
                    .contains("The server wants a key, or another one (status 401).");
            assertThat(user.call("mcp__there__say", how("break")).output()).contains("The server gave no answer.");
            assertThat(user.call("mcp__there__say", how("nonsense")).output()).contains("[The server refused it.]");
            assertThat(user.call("mcp__there__say", how("again")).output()).contains("| again\n");
            assertThat(tools.heard)
                    .startsWith(
                            "initialize - - Bearer " + KEY,
                            "notifications/initialized session-1 2025-11-25 Bearer " + KEY,
                            "tools/list session-1 2025-11-25 Bearer " + KEY);
            assertThat(user.shown.toString()).contains("\"key\":\"forge\"").doesNotContain(KEY);
        }
    }

    @Test
    void goesNowhereElseNorWithoutLeaseOrGrant() throws Exception {
        LinkRemote remote = new LinkRemote(gateway.runtime());
        String good = CompartmentProcess.grant(RemotePlace.EFFECT, place.digest());
        assertThatThrownBy(() -> remote.open("there", good)).hasMessageContaining("Tools are off");
        try (var _ = gateway.lease()) {
            assertThatThrownBy(() -> remote.open("elsewhere", good)).hasMessageContaining("no server of tools");
            RemotePlace other = new RemotePlace("there", "https://evil.example/mcp", "forge");
            assertThatThrownBy(() -> remote.open("there", CompartmentProcess.grant(RemotePlace.EFFECT, other.digest())))
                    .hasMessageContaining("not what was allowed");
            assertThatThrownBy(() -> remote.open("there", CompartmentProcess.grant("web.fetch", place.digest())))
                    .hasMessageContaining("not what was allowed");
            remote.open("there", good).close();
            assertThatThrownBy(() -> remote.open("there", good))
                    .as("a grant is good once")
                    .hasMessageContaining("not what was allowed");
        }
        assertThat(tools.heard).isEmpty();
    }
}
