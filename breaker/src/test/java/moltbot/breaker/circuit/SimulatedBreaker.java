package moltbot.breaker.circuit;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.LeaseLock;
import moltbot.contract.lease.VerifiedLease;

/// The breaker's half of the simulation in `system-test`, which knows it by name only: the real circuit and the real
/// lock, on time and a disk that the simulation governs. A line of JSON in, one out.
public final class SimulatedBreaker implements UnaryOperator<String> {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Duration DWELL = Duration.ofSeconds(3);

    /// The process dies here.
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private long nanos;
    private long names;
    private String fault = "";
    private boolean taken;
    private Latch disk = Latch.NONE;
    private LeaseLock lock = newLock();
    private Circuit circuit = newCircuit(lock);

    private LeaseLock newLock() {
        return new LeaseLock("breaker", KEY, "boot", () -> nanos);
    }

    private Circuit newCircuit(LeaseLock mine) {
        Circuit made = new Circuit(
                new Circuit.Surroundings(() -> nanos, Clock.systemUTC(), mine::current, () -> "id-" + ++names),
                new Disk(),
                DWELL);
        made.watch((before, after) -> {
            if (after.epoch() != before.epoch()) {
                mine.revoke(after.epoch());
            }
        });
        mine.revoke(made.view().epoch());
        return made;
    }

    private final class Disk implements Latches {
        @Override
        public Latch load() {
            return disk;
        }

        @Override
        public void save(Latch latch) {
            if (fault.equals("crash-before")) {
                throw new Crash();
            }
            if (fault.equals("full")) {
                throw new ContractException(Code.UNAVAILABLE, "The disk is full.");
            }
            if (!fault.equals("lying")) {
                disk = latch;
            }
            if (fault.equals("crash-after")) {
                throw new Crash();
            }
        }
    }

    @Override
    public String apply(String line) {
        JsonObject in = JsonObject.parse(line);
        nanos = in.number("nanos");
        fault = in.textOr("fault", "");
        taken = false;
        try {
            return act(in).toString();
        } catch (Crash e) {
            return JsonObject.with("crashed", true).build().toString();
        } catch (ContractException e) {
            return state().with("refused", e.reason()).build().toString();
        }
    }

    private JsonObject act(JsonObject in) {
        switch (in.text("op")) {
            case "start" -> {
                lock = newLock();
                circuit = newCircuit(lock);
            }
            case "lease" -> {
                VerifiedLease lease = lock.accept(in.text("sealed"));
                taken = true;
                circuit.held(lease);
            }
            case "gone" -> {
                lock.revoke(0);
                circuit.lost("gone");
            }
            case "trip" -> {
                Trip trip = circuit.trip("L2", "reason", "evidence", in.flag("exposure"));
                return state().with("acknowledged", trip.id()).build();
            }
            case "reset" -> circuit.reset(in.text("id"));
            default -> {}
        }
        return state().build();
    }

    private JsonObject.Builder state() {
        View view = circuit.view();
        return JsonObject.with("state", view.state().name())
                .with("epoch", view.epoch())
                .with("trip", view.trip().map(Trip::id).orElse(""))
                .with("exposure", view.trip().map(Trip::exposure).orElse(false))
                .with("kept", disk.trip().map(Trip::id).orElse(""))
                .with("taken", taken)
                .with("local", view.admits(true))
                .with("strangers", view.admits(false))
                .with("hides", view.hidesFromStrangers());
    }
}
