package moltbot.control;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.contract.sandbox.SandboxAvailability;

/// Runtime, gateway, spawner and supervisor, as far as control can see them.
public final class StandInHouse implements AutoCloseable {
    private final StandInRuntime runtime = new StandInRuntime();
    private final Map<String, Boot.Reach> reaches;
    private final List<LinkServer> servers;
    private LinkServer runtimeServer;
    private volatile JsonValue trip = JsonValue.NULL;

    StandInHouse(Map<String, Boot.Reach> reaches) {
        this.reaches = reaches;
        this.runtimeServer = serve("runtime", runtime.addTo(new LinkRoutes()));
        this.servers = List.of(
                serve(
                        "gateway",
                        new LinkRoutes()
                                .on(
                                        "control",
                                        "model.state",
                                        exchange -> exchange.reply(JsonObject.with("provider", "demo")
                                                .with("model", "scripted")
                                                .with("demo", true)
                                                .build()))
                                .on("control", "signal.link", exchange -> signal.handle(exchange))
                                .on("control", "signal.trust", exchange -> signal.handle(exchange))
                                .on("control", "model.list", exchange -> exchange.reply(models()))
                                .on(
                                        "control",
                                        "channel.state",
                                        exchange -> exchange.reply(JsonObject.with("channels", JsonArray.of(channels))
                                                .build()))),
                serve("spawner", new LinkRoutes().on("control", "sandbox.watch", exchange -> {
                            exchange.send(new SandboxAvailability(true, true, "bubblewrap", "").toJson());
                            Thread.sleep(Duration.ofMinutes(5));
                        })),
                serve(
                        "supervisor",
                        new LinkRoutes()
                                .on("control", "house.state", exchange -> exchange.reply(state()))
                                .on(
                                        "control",
                                        "house.skills",
                                        exchange -> exchange.reply(JsonObject.with("skills", JsonArray.of(skills))
                                                .build()))));
    }

    /// What the gateway does when a Signal account is to be linked.
    public volatile LinkHandler signal = exchange -> exchange.reply(JsonObject.EMPTY);

    /// What the gateway says of its messengers, and the supervisor of skills.
    public final List<JsonObject> channels = new CopyOnWriteArrayList<>();

    public final List<JsonObject> skills = new CopyOnWriteArrayList<>();

    private static JsonObject models() {
        return JsonObject.with(
                        "models",
                        JsonArray.of(List.of("anthropic/claude-big", "openai/gpt-middle", "ollama/small").stream()
                                .map(name -> JsonObject.with("name", name)
                                        .with("demo", false)
                                        .with("rests", name.startsWith("openai"))
                                        .build())
                                .toList()))
                .build();
    }

    private LinkServer serve(String peer, LinkHandler handler) {
        Boot.Reach reach = requireNonNull(reaches.get(peer));
        return LinkServer.start(reach.socket(), List.of(reach.capability()), handler, LinkLimits.DEFAULT);
    }

    public StandInRuntime runtime() {
        return runtime;
    }

    /// The runtime dies; what it kept is kept.
    public void stopRuntime() {
        runtimeServer.close();
    }

    public void startRuntime() {
        runtimeServer = serve("runtime", runtime.addTo(new LinkRoutes()));
    }

    /// The breaker trips.
    public void trips(JsonObject why) {
        trip = why;
    }

    private JsonObject state() {
        List<JsonObject> compartments =
                List.of("breaker", "control", "gateway", "runtime", "spawner", "guardian").stream()
                        .map(name -> JsonObject.with("name", name)
                                .with("state", "running")
                                .with("pid", 4000L + name.length())
                                .with("uptimeSeconds", 3725)
                                .with("rssBytes", 58_000_000L)
                                .with("pssBytes", 31_000_000L + name.length() * 1_700_000L)
                                .with("restarts", name.equals("runtime") ? 1 : 0)
                                .build())
                        .toList();
        return JsonObject.with(
                        "breaker",
                        JsonObject.with("state", trip.equals(JsonValue.NULL) ? "CLOSED" : "OPEN")
                                .with("why", "")
                                .with("trip", trip)
                                .build())
                .with("lease", JsonObject.with("ageMillis", 412).build())
                .with("compartments", JsonArray.of(compartments))
                .build();
    }

    @Override
    public void close() {
        runtimeServer.close();
        servers.forEach(LinkServer::close);
    }
}
