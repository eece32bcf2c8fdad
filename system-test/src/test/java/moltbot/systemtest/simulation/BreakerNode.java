package moltbot.systemtest.simulation;

import java.time.Duration;
import java.util.function.BiConsumer;
import moltbot.contract.json.JsonObject;

/// The breaker as a process: it serves one exchange of leases, takes trips and resets, and may die at any write.
final class BreakerNode {
    private final Agenda agenda;
    private final Truth truth;
    private final Side side;
    private final Sabotage sabotage;
    private boolean up;
    private int life;
    private int serving;
    private Runnable hangUp = () -> {};
    String diskFault = "";

    BreakerNode(Agenda agenda, Truth truth, Side side, Sabotage sabotage) {
        this.agenda = agenda;
        this.truth = truth;
        this.side = side;
        this.sabotage = sabotage;
    }

    boolean up() {
        return up;
    }

    void start() {
        up = true;
        agenda.tell("the breaker starts");
        JsonObject now = ask(agenda.line("start"));
        if (!now.text("trip").isEmpty()) {
            // It may have reached the disk before anybody was told of it.
            truth.tripBegan(now.text("trip"));
        }
        check(now);
    }

    void kill() {
        if (!up) {
            return;
        }
        up = false;
        life++;
        serving = 0;
        agenda.tell("the breaker dies");
        truth.leaseLost();
        hangUp.run();
        int mine = life;
        agenda.in(agenda.some(Duration.ofSeconds(3)), () -> {
            if (life == mine) {
                start();
            }
        });
    }

    /// Opens an exchange of leases; the one before is superseded.
    ///
    /// @return the breaker's state as it tells the guardian
    JsonObject hold(int exchange, Runnable whenGone) {
        serving = exchange;
        hangUp = whenGone;
        return frame(ask(agenda.line("look")));
    }

    boolean serves(int exchange) {
        return up && serving == exchange;
    }

    /// The other end of the exchange is gone.
    void ended(int exchange) {
        if (serves(exchange) && sabotage != Sabotage.HIDES_THE_END_OF_THE_EXCHANGE) {
            serving = 0;
            truth.leaseLost();
            agenda.tell("the breaker notices the end of the exchange");
            check(ask(agenda.line("gone")));
        }
    }

    /// A lease arrives, whatever it is; the answer goes back unless the breaker dies of it.
    void lease(int exchange, String sealed, BiConsumer<Integer, JsonObject> answer) {
        JsonObject now = ask(agenda.line("lease").with("sealed", sealed).with("fault", dyingNow()));
        if (now.has("crashed")) {
            // The lock had taken it before the disk was touched.
            kill();
            return;
        }
        if (now.flag("taken")) {
            truth.accepted(sealed);
        }
        check(now);
        answer.accept(exchange, frame(now));
    }

    /// One that nobody sends now.
    void strayLease(String sealed) {
        JsonObject now = ask(agenda.line("lease").with("sealed", sealed));
        agenda.must(!now.flag("taken"), "no lease is taken twice, nor a mangled one at all");
        check(now);
    }

    private String dyingNow() {
        if (diskFault.isEmpty() && agenda.mishap(400)) {
            return agenda.random().nextBoolean() ? "crash-before" : "crash-after";
        }
        return diskFault;
    }

    /// True where it was acknowledged; false where it has to be tried again.
    boolean trip(boolean exposure) {
        String fault = sabotage == Sabotage.ACKNOWLEDGES_BEFORE_THE_DISK ? "lying" : diskFault;
        if (fault.isEmpty() && agenda.mishap(8)) {
            fault = agenda.random().nextBoolean() ? "crash-before" : "crash-after";
        }
        agenda.tell("a trip arrives" + (fault.isEmpty() ? "" : ", and the disk: " + fault));
        JsonObject now = ask(agenda.line("trip").with("exposure", exposure).with("fault", fault));
        if (now.has("crashed")) {
            kill();
            return false;
        }
        truth.tripBegan(now.text("trip"));
        if (now.has("acknowledged")) {
            String kept =
                    sabotage == Sabotage.ACKNOWLEDGES_BEFORE_THE_DISK ? now.text("acknowledged") : now.text("kept");
            truth.tripAcknowledged(now.text("acknowledged"), now.number("epoch"), kept);
        }
        check(now);
        return now.has("acknowledged");
    }

    /// The operator names whatever trip is in force.
    void reset() {
        String id = ask(agenda.line("look")).text("trip");
        JsonObject now = ask(agenda.line("reset").with("id", id).with("fault", dyingNow()));
        if (now.has("crashed")) {
            kill();
            return;
        }
        agenda.tell("a reset: " + now.textOr("refused", "done"));
        if (!now.has("refused")) {
            truth.wasReset();
        }
        check(now);
    }

    long epoch() {
        return ask(agenda.line("look")).number("epoch");
    }

    String state() {
        return up ? ask(agenda.line("look")).text("state") : "DOWN";
    }

    /// The promises, at this moment.
    void check() {
        if (up) {
            check(ask(agenda.line("look")));
        }
    }

    private void check(JsonObject now) {
        truth.check(now);
    }

    private JsonObject ask(JsonObject.Builder line) {
        return side.ask(line);
    }

    private static JsonObject frame(JsonObject now) {
        JsonObject.Builder frame = JsonObject.with("epoch", now.number("epoch")).with("state", now.text("state"));
        return now.text("trip").isEmpty()
                ? frame.build()
                : frame.with(
                                "trip",
                                JsonObject.with("id", now.text("trip"))
                                        .with("check", "L2")
                                        .build())
                        .build();
    }
}
