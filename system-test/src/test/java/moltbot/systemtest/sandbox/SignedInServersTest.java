package moltbot.systemtest.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.cli.settings.Settings;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkServer;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerSignIn;
import moltbot.contract.mcp.ServerSignIn.As;
import moltbot.contract.mcp.ToolServer;
import moltbot.gateway.testoauth.ProtectedTools;
import moltbot.gateway.testoauth.StandInAuthorization;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that want a sign-in, and servers' own streams: the runtime's client, the real gateway, and stand-ins that
/// speak the wire format.
@Timeout(120)
final class SignedInServersTest {
    @TempDir
    Path folder;

    private final StandInAuthorization authorization = new StandInAuthorization();
    private final ProtectedTools tools = new ProtectedTools(authorization);
    private RemotePlace place;
    private LinkServer audit;
    private CompartmentProcess gateway;

    @BeforeEach
    void start() throws Exception {
        place = new RemotePlace(
                "wiki",
                tools.url(),
                "",
                Optional.of(new ServerSignIn(As.OWNER, "", "", authorization.url(), List.of())));
        Path control = Files.createDirectories(folder.resolve("run/control")).resolve("link.sock");
        audit = CompartmentProcess.audit(control);
        JsonObject settings = Settings.read(folder.resolve("none"), Map.of(), "").forGateway().toBuilder()
                .with("servers", JsonArray.of(List.of(place.toJson())))
                .build();
        gateway = CompartmentProcess.gateway(folder, settings, control);
    }

    @AfterEach
    void stop() {
        gateway.close();
        audit.close();
        tools.close();
        authorization.close();
    }

    private void login() throws Exception {
        Owner.login(gateway.host(), "wiki", authorization::browse);
    }

    private ToolUser user() throws Exception {
        return new ToolUser(folder, gateway, new ToolServer("", place));
    }

    private String call(ToolUser user, String tool) throws InterruptedException {
        return user.call("mcp__wiki__" + tool, JsonObject.EMPTY).output();
    }

    @Test
    void worksWithTheTokenRenewsItUnnoticedAndSaysInOneSentenceWhenTheOwnerMustSignIn() throws Exception {
        try (var _ = gateway.lease();
                ToolUser user = user()) {
            assertThat(user.load("wiki").output())
                    .contains("was not opened. The server 'wiki' wants a sign-in.")
                    .contains("./moltbot server login wiki");
            assertThat(tools.heard).as("nothing was asked").isEmpty();

            login();
            assertThat(user.load("wiki").output()).contains("| say");
            user.load("wiki", "say");
            assertThat(call(user, "say")).contains("| say was done");

            authorization.endAccess();
            assertThat(call(user, "say")).as("renewed, and sent again").contains("| say was done");
            assertThat(authorization.forms.getLast()).containsEntry("grant_type", "refresh_token");

            authorization.endAll();
            assertThat(call(user, "say"))
                    .startsWith("[The server wiki is closed. It ended: The server 'wiki' wants a sign-in.")
                    .contains("./moltbot server login wiki");
            assertThat(user.load("wiki").output()).contains("./moltbot server login wiki");

            login();
            assertThat(user.load("wiki").output()).contains("| say");
            assertThat(user.shown.toString()).doesNotContain("token-of-the-stand-in");
        }
        assertThat(authorization.given).isNotEmpty();
        assertThat(folder.resolve("gateway.log")).content().doesNotContain("token-of-the-stand-in");
    }

    @Test
    void renewsNoMoreThanOnceForARequest() throws Exception {
        tools.offer("say picky");
        login();
        try (var _ = gateway.lease();
                ToolUser user = user()) {
            user.load("wiki");
            user.load("wiki", "say", "picky");
            int before = authorization.forms.size();
            assertThat(call(user, "picky")).contains("wants a sign-in");
            assertThat(authorization.forms).hasSize(before + 1);
        }
    }

    @Test
    void asksForMoreRightsByTheOwnerAlone() throws Exception {
        tools.offer("say write");
        login();
        try (var _ = gateway.lease();
                ToolUser user = user()) {
            user.load("wiki");
            user.load("wiki", "say", "write");
            assertThat(call(user, "write"))
                    .contains("wants more rights for this than its owner gave it")
                    .contains("./moltbot server login wiki");
            assertThat(call(user, "say")).as("the rest goes on").contains("| say was done");
            login();
            assertThat(call(user, "write")).contains("| write was done");
        }
    }

    @Test
    void hearsOnTheServersOwnStreamThatItsToolsChangedAndTakesItUpAgain() throws Exception {
        tools.offerStream();
        login();
        try (var _ = gateway.lease();
                ToolUser user = user()) {
            user.load("wiki");
            user.load("wiki", "say");
            assertThat(call(user, "say")).contains("| say was done");
            tools.stream.add(
                    "id: one\nretry: 100\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n");
            tools.stream.add("");
            Await.until(
                    "the stream again", Duration.ofSeconds(20), () -> streams().size() == 2);
            assertThat(streams().getFirst()).endsWith("null");
            assertThat(streams().getLast()).endsWith(" one");
            tools.offer("say more");
            tools.stream.add(
                    "id: two\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n");
            Await.until(
                    "the new tool",
                    Duration.ofSeconds(20),
                    () -> user.load("wiki").output().contains("| more"));
        }
        assertThat(streams()).hasSize(2);
    }

    @Test
    void isContentWithAServerWithoutAStream() throws Exception {
        login();
        try (var _ = gateway.lease();
                ToolUser user = user()) {
            user.load("wiki");
            user.load("wiki", "say");
            call(user, "say");
            call(user, "say");
        }
        assertThat(streams()).as("405 means no").hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void takesUpAnAnswerThatBrokeOff() throws Exception {
        tools.offer("broken");
        login();
        try (var _ = gateway.lease();
                ToolUser user = user()) {
            user.load("wiki");
            user.load("wiki", "broken");
            assertThat(call(user, "broken")).contains("| after all");
        }
        assertThat(streams()).anyMatch(one -> one.endsWith(" broken-1"));
    }

    @Test
    void knowsNoServerWithoutASignIn() {
        assertThatThrownBy(() -> Owner.login(gateway.host(), "other", authorization::browse))
                .hasMessageContaining("There is: wiki.");
    }

    private List<String> streams() {
        return tools.heard.stream().filter(one -> one.startsWith("GET stream")).toList();
    }
}
