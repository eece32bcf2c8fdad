package moltbot.guardian.lease;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import moltbot.contract.json.JsonObject;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Finding.Action;
import moltbot.guardian.judge.Sweep;
import moltbot.guardian.watch.Alarm;
import moltbot.guardian.watch.Board;
import moltbot.guardian.watch.SimulatedRound;

/// The guardian's half of the simulation in `system-test`, which knows it by name only: the real rounds, board, issuer
/// and view of the breaker, in time that the simulation governs. A line of JSON in, one out.
public final class SimulatedGuardian implements UnaryOperator<String>, Alarm, Evidence {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private long nanos;
    private long wallMillis;
    private int pending;
    private int pulled;
    private boolean poked;
    private boolean woken;
    private Board board = new Board(() -> nanos, this);
    private Map<String, SimulatedRound> rounds = Map.of();
    private BreakerView view = new BreakerView(() -> nanos);
    private BreakerListener listener = new BreakerListener(view, this, () -> woken = true);
    private Issuer issuer = newIssuer("none");

    private Issuer newIssuer(String name) {
        return new Issuer(this, view, new ClockWatch(() -> wallMillis, () -> nanos), () -> nanos, name, "boot");
    }

    @Override
    public String apply(String line) {
        JsonObject in = JsonObject.parse(line);
        nanos = in.number("nanos");
        wallMillis = in.number("wallMillis");
        pulled = 0;
        poked = false;
        woken = false;
        JsonObject.Builder out = act(in);
        return out.with("pulled", pulled)
                .with("pending", pending)
                .with("poked", poked)
                .with("woken", woken)
                .build()
                .toString();
    }

    private JsonObject.Builder act(JsonObject in) {
        JsonObject.Builder out = JsonObject.with("done", true);
        switch (in.text("op")) {
            case "start" -> begin(in.text("name"));
            case "look" -> find(in.text("check")).look(in.number("started"), in.text("saw"));
            case "heard" -> listener.state(in.object("frame"), in.flag("first"), in.number("asked"));
            case "lost" -> listener.lost();
            case "delivered" -> {
                view.tripped(in.number("epoch"));
                pending--;
                woken = true;
            }
            case "decide" -> decide(in.text("lock"), out);
            default -> throw new IllegalArgumentException(in.text("op"));
        }
        return out;
    }

    private SimulatedRound find(String check) {
        return Optional.ofNullable(rounds.get(check)).orElseThrow();
    }

    /// A new process.
    private void begin(String name) {
        pending = 0;
        board = new Board(() -> nanos, this);
        rounds = new LinkedHashMap<>();
        rounds.put("L2", new SimulatedRound("L2", 1, Duration.ofSeconds(2), Action.TRIP, board));
        rounds.put("S2", new SimulatedRound("S2", 2, Duration.ofSeconds(12), Action.TRIP, board));
        rounds.put("H1", new SimulatedRound("H1", 2, Duration.ofSeconds(45), Action.HOLD, board));
        view = new BreakerView(() -> nanos);
        listener = new BreakerListener(view, this, () -> woken = true);
        issuer = newIssuer(name);
    }

    private void decide(String lock, JsonObject.Builder out) {
        switch (issuer.decide(lock, KEY)) {
            case Decision.Give(String sealed) -> out.with("sealed", sealed);
            case Decision.Withhold(String why) -> out.with("withheld", why);
            case Decision.End(String why) -> out.with("ended", why);
        }
    }

    @Override
    public void began(Finding finding) {
        if (finding.action().trips()) {
            pull();
        }
        woken |= finding.blocks();
    }

    private void pull() {
        pending++;
        pulled++;
    }

    @Override
    public void ended(Finding finding) {
        // Kept in the history only.
    }

    @Override
    public void swept() {
        woken = true;
    }

    @Override
    public Optional<Sweep> sweep() {
        return board.sweep();
    }

    @Override
    public String objection() {
        return board.objection();
    }

    @Override
    public boolean alarmed() {
        return pending > 0 || !board.mustTrip().isEmpty();
    }

    @Override
    public void demandFresh() {
        board.demandFresh();
        poked = true;
    }

    @Override
    public void refresh() {
        poked = true;
    }

    @Override
    public void standsTripped(String trip, String check) {
        // Nobody is told here.
    }

    @Override
    public void notTripped() {
        if (pending == 0) {
            board.mustTrip().forEach(finding -> pull());
        }
    }
}
