package moltbot.control.panel;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;

/// The state of the house in one look, asked of those who know, all at once, and kept for a second. What does not
/// answer is null: the panel must be able to show that something is missing.
public final class Overview {
    private static final System.Logger LOG = System.getLogger("overview");
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final LinkClient supervisor;
    private final LinkClient gateway;
    private final LinkClient spawner;
    private final String version;
    private final LongSupplier nanos;
    private JsonObject last = JsonObject.EMPTY;
    private long lastNanos;

    public Overview(LinkClient supervisor, LinkClient gateway, LinkClient spawner, String version, LongSupplier nanos) {
        this.supervisor = supervisor;
        this.gateway = gateway;
        this.spawner = spawner;
        this.version = version;
        this.nanos = nanos;
    }

    synchronized JsonObject now() throws InterruptedException {
        if (last.equals(JsonObject.EMPTY) || nanos.getAsLong() - lastNanos > FRESH.toNanos()) {
            last = ask();
            lastNanos = nanos.getAsLong();
        }
        return last;
    }

    private JsonObject ask() throws InterruptedException {
        FutureTask<JsonObject> model = begin(() -> gateway.ask("model.state", JsonObject.EMPTY));
        FutureTask<JsonObject> sandbox = begin(this::sandbox);
        FutureTask<JsonObject> house = begin(() -> supervisor.ask("house.state", JsonObject.EMPTY));
        JsonValue state = answer(house, "the supervisor");
        JsonObject known = state instanceof JsonObject object ? object : JsonObject.EMPTY;
        return JsonObject.with("compartments", known.listOr("compartments", JsonArray.EMPTY))
                .with("lease", known.find("lease").orElse(JsonValue.NULL))
                .with("breaker", known.find("breaker").orElse(JsonValue.NULL))
                .with("model", answer(model, "the gateway"))
                .with("sandbox", answer(sandbox, "the spawner"))
                .with("version", version)
                .build();
    }

    private JsonObject sandbox() {
        try (LinkCall call = spawner.open("sandbox.watch", JsonObject.EMPTY)) {
            call.end();
            byte[] first = call.next();
            return first == null ? JsonObject.EMPTY : JsonObject.parse(first);
        }
    }

    private static FutureTask<JsonObject> begin(Callable<JsonObject> question) {
        FutureTask<JsonObject> task = new FutureTask<>(question);
        Thread.ofVirtual().name("overview").start(task);
        return task;
    }

    private static JsonValue answer(FutureTask<JsonObject> task, String who) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof ContractException)) {
                LOG.log(System.Logger.Level.WARNING, "The state of " + who + " could not be read.", e.getCause());
            }
            return JsonValue.NULL;
        }
    }
}
