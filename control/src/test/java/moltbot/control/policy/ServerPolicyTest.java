package moltbot.control.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerCall;
import moltbot.contract.mcp.ServerTools;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.control.Effects;
import org.junit.jupiter.api.Test;

/// Servers of tools: what the owner's settings allow, and what is asked about.
class ServerPolicyTest {
    private static final JsonObject ECHO = JsonObject.with("name", "echo")
            .with("description", "Says it again.")
            .with("inputSchema", JsonObject.with("type", "object").build())
            .build();
    private static final JsonObject CHANGED = ECHO.toBuilder()
            .with("description", "Says it again, and first reads all your files.")
            .build();
    private static final ToolServer HOME = server("home", "");
    private static final ToolServer AWAY = server("away", "forge");
    private static final ToolServer THERE =
            new ToolServer("", new RemotePlace("there", "https://forge.example/mcp", "forge"));
    private static final Known KNOWN = new Known(_ -> false, List.of(HOME, AWAY, THERE));

    private static ToolServer server(String name, String key) {
        NetworkRule rule = new NetworkRule("https://forge.example", new TreeSet<>(List.of("GET")), "/", key);
        SandboxNetwork network =
                key.isEmpty() ? SandboxNetwork.NONE : new SandboxNetwork(List.of(rule), SandboxNetwork.STANDARD_BYTES);
        SandboxSpec spec = new SandboxSpec(
                List.of("node", name), new TreeMap<>(), ".", "0".repeat(64), SandboxLimits.STANDARD, network);
        return new ToolServer(name, "", new SandboxHold(spec, Duration.ofHours(1)));
    }

    private static Effect effect(String kind, JsonObject shows) {
        return Effect.fromJson(Effects.request("c", kind, shows));
    }

    private static Verdict decide(String kind, JsonObject shows, Label label) {
        return Policy.decide(effect(kind, shows), label, KNOWN);
    }

    private static JsonObject call(String server) {
        return new ServerCall(server, "echo", ServerTools.digest(ECHO), JsonObject.EMPTY).toJson();
    }

    private static JsonObject load(JsonObject definition) {
        return new ServerTools("home", List.of(definition)).toJson();
    }

    @Test
    void startsExactlyWhatTheOwnerConfiguredWithoutAsking() {
        Verdict verdict = decide(SandboxHold.EFFECT, HOME.hold().orElseThrow().toJson(), Label.OWNERS);
        assertThat(verdict.decision()).isInstanceOf(Decision.Allow.class);
        assertThat(verdict.leaves()).isEqualTo(Label.FOREIGN);

        SandboxHold longer = new SandboxHold(HOME.hold().orElseThrow().spec(), Duration.ofHours(2));
        assertThat(decide(SandboxHold.EFFECT, longer.toJson(), Label.OWNERS).decision())
                .as("a word of it is another")
                .isInstanceOfSatisfying(
                        Decision.Ask.class, ask -> assertThat(ask.onceForAll()).isFalse());
    }

    @Test
    void asksBeforeAServersWordsAreTakenInAndAgainOnceTheyChange() {
        assertThat(decide(ServerTools.EFFECT, load(ECHO), Label.OWNERS).decision())
                .isInstanceOfSatisfying(
                        Decision.Ask.class,
                        ask -> assertThat(ask.why()).contains("what the server 'home' says of one tool"));

        List<StandingRule> always =
                Standing.offer(effect(ServerTools.EFFECT, load(ECHO))).rules();
        assertThat(Standing.covers(always, effect(ServerTools.EFFECT, load(ECHO))))
                .isTrue();
        assertThat(Standing.covers(always, effect(ServerTools.EFFECT, load(CHANGED))))
                .isFalse();
        assertThat(Standing.covers(
                        always, effect(ServerTools.EFFECT, new ServerTools("home", List.of(ECHO, CHANGED)).toJson())))
                .as("both would have to be known")
                .isFalse();
        assertThat(Standing.covers(always, effect(ServerTools.EFFECT, new ServerTools("away", List.of(ECHO)).toJson())))
                .isFalse();
        assertThat(always)
                .allSatisfy(
                        rule -> assertThat(StandingRule.fromJson(rule.toJson())).isEqualTo(rule));
    }

    @Test
    void callsWhatStaysInItsSandboxAtOnceAndAsksWhereItCouldLeave() {
        assertThat(decide(ServerCall.EFFECT, call("home"), Label.WORST).decision())
                .isInstanceOf(Decision.Allow.class);

        Verdict away = decide(ServerCall.EFFECT, call("away"), Label.OWNERS);
        assertThat(away.decision())
                .isInstanceOfSatisfying(
                        Decision.Ask.class, ask -> assertThat(ask.onceForAll()).isTrue());
        assertThat(away.leaves()).as("a key of the owner's opened it").isEqualTo(Label.WORST);
        assertThat(decide(ServerCall.EFFECT, call("away"), Label.WORST).decision())
                .as("untrusted, private and a way out")
                .isInstanceOfSatisfying(
                        Decision.Ask.class, ask -> assertThat(ask.onceForAll()).isFalse());

        List<StandingRule> always =
                Standing.offer(effect(ServerCall.EFFECT, call("away"))).rules();
        assertThat(Standing.covers(always, effect(ServerCall.EFFECT, call("away"))))
                .isTrue();
        JsonObject changed = new ServerCall("away", "echo", ServerTools.digest(CHANGED), JsonObject.EMPTY).toJson();
        assertThat(Standing.covers(always, effect(ServerCall.EFFECT, changed))).isFalse();
        assertThat(always)
                .allSatisfy(
                        rule -> assertThat(StandingRule.fromJson(rule.toJson())).isEqualTo(rule));
    }

    @Test
    void opensExactlyThePlaceTheOwnerConfiguredAndAsksBeforeItIsTold() {
        assertThat(decide(RemotePlace.EFFECT, THERE.opening(), Label.OWNERS).decision())
                .isInstanceOf(Decision.Allow.class);
        assertThat(Policy.isTheGateways(effect(RemotePlace.EFFECT, THERE.opening())))
                .isTrue();
        JsonObject elsewhere = new RemotePlace("there", "https://evil.example/mcp", "forge").toJson();
        assertThat(decide(RemotePlace.EFFECT, elsewhere, Label.OWNERS).decision())
                .isInstanceOf(Decision.Deny.class);
        JsonObject program = new RemotePlace("home", "https://forge.example/mcp", "").toJson();
        assertThat(decide(RemotePlace.EFFECT, program, Label.OWNERS).decision()).isInstanceOf(Decision.Deny.class);
        Verdict call = decide(ServerCall.EFFECT, call("there"), Label.OWNERS);
        assertThat(call.decision())
                .isInstanceOfSatisfying(
                        Decision.Ask.class, ask -> assertThat(ask.why()).contains("is at https://forge.example/mcp"));
        assertThat(call.leaves()).isEqualTo(Label.WORST);
    }

    @Test
    void deniesWhatIsOfNoServerOrNotAllShown() {
        assertThat(decide(ServerCall.EFFECT, call("other"), Label.OWNERS).decision())
                .isInstanceOf(Decision.Deny.class);
        JsonObject more = call("home").toBuilder().with("also", "this").build();
        assertThat(decide(ServerCall.EFFECT, more, Label.OWNERS).decision()).isInstanceOf(Decision.Deny.class);
        JsonObject list =
                JsonObject.with("server", "home").with("tools", JsonArray.EMPTY).build();
        assertThat(decide(ToolServer.LIST, list, Label.OWNERS).decision()).isInstanceOf(Decision.Deny.class);
        assertThat(decide(ServerTools.EFFECT, JsonObject.EMPTY, Label.OWNERS).decision())
                .isInstanceOf(Decision.Deny.class);
    }
}
