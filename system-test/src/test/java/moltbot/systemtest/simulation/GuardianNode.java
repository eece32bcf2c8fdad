package moltbot.systemtest.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.LeaseLock;

/// The guardian as a process: its rounds of looks, its line to the breaker, its trips, and a lease for another lock.
/// What [moltbot.guardian] does on threads of its own is a step of the agenda here.
final class GuardianNode {
    /// In this order: that of [Map#of] is another in each process, and a seed would be another life in each.
    private static final Map<String, Duration> PERIODS = new TreeMap<>(
            Map.of("L2", Duration.ofMillis(250), "S2", Duration.ofSeconds(5), "H1", Duration.ofSeconds(5)));
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(50);

    private final Agenda agenda;
    private final Truth truth;
    private final Side side;
    private final BreakerNode breaker;
    private final LeaseLock other;
    private final Sabotage sabotage;
    private final Map<String, Integer> turns = new HashMap<>();
    private final Map<String, Integer> blindFor = new HashMap<>();
    private final List<Runnable> frozen = new ArrayList<>();
    private boolean up;
    private boolean hung;
    private int life;
    private int exchanges;
    private int exchange;
    private int beat;
    private boolean reached;
    private boolean answered;
    private int pending;
    /// What a look cannot see at present, and how long one takes at most.
    boolean blind;

    Duration slowness = Duration.ofMillis(100);

    GuardianNode(Agenda agenda, Truth truth, Side side, BreakerNode breaker, LeaseLock other, Sabotage sabotage) {
        this.agenda = agenda;
        this.truth = truth;
        this.side = side;
        this.breaker = breaker;
        this.other = other;
        this.sabotage = sabotage;
    }

    /// Runs if this process still does; where it hangs, once it goes on.
    private void later(Duration time, Runnable what) {
        int mine = life;
        agenda.in(time, () -> runUnlessGone(mine, what));
    }

    private void runUnlessGone(int mine, Runnable what) {
        if (life != mine || !up) {
            return;
        }
        if (hung) {
            frozen.add(() -> runUnlessGone(mine, what));
        } else {
            what.run();
        }
    }

    void start() {
        up = true;
        hung = false;
        reached = false;
        exchange = 0;
        pending = 0;
        blindFor.clear();
        agenda.tell("the guardian starts");
        truth.guardianBegins();
        ask(line("start").with("name", "guardian-" + life));
        for (String check : PERIODS.keySet()) {
            look(check);
        }
        connect();
    }

    void kill() {
        if (!up) {
            return;
        }
        agenda.tell("the guardian dies");
        up = false;
        life++;
        frozen.clear();
        truth.guardianEnds();
        other.revoke(0);
        breaker.ended(exchange);
        int mine = life;
        agenda.in(Duration.ofMillis(100).plus(agenda.some(Duration.ofSeconds(3))), () -> {
            if (life == mine) {
                start();
            }
        });
    }

    void hang() {
        if (up && !hung) {
            agenda.tell("the guardian hangs");
            hung = true;
        }
    }

    void goOn() {
        if (hung) {
            agenda.tell("the guardian goes on");
            hung = false;
            List<Runnable> waiting = List.copyOf(frozen);
            frozen.clear();
            waiting.forEach(Runnable::run);
        }
    }

    /// A look sees as it begins, and ends whenever it does.
    private void look(String check) {
        int turn = turns.merge(check, 1, Integer::sum);
        long started = agenda.now();
        String saw = blind ? "nothing" : check.equals("L2") && truth.exposed() ? "wrong" : "well";
        later(agenda.some(slowness), () -> {
            looked(check, started, saw);
            later(PERIODS.getOrDefault(check, BEAT), () -> {
                if (turns.getOrDefault(check, 0) == turn) {
                    look(check);
                }
            });
        });
    }

    private void looked(String check, long started, String saw) {
        boolean sabotaged = saw.equals("nothing") && sabotage == Sabotage.TAKES_BLINDNESS_FOR_WELL;
        int dark = saw.equals("nothing") ? blindFor.merge(check, 1, Integer::sum) : 0;
        blindFor.put(check, dark);
        if (dark == 0 || dark >= (check.equals("L2") ? 1 : 2)) {
            truth.looked(check, started, saw.equals("well"));
        }
        long dated = sabotage == Sabotage.DATES_LOOKS_BY_THEIR_END ? agenda.now() : started;
        ask(line("look").with("check", check).with("started", dated).with("saw", sabotaged ? "well" : saw));
    }

    private void connect() {
        if (!breaker.up()) {
            later(AGAIN, this::connect);
            return;
        }
        int mine = ++exchanges;
        exchange = mine;
        answered = false;
        long asked = agenda.now();
        JsonObject frame = breaker.hold(mine, () -> cut(mine));
        later(agenda.some(Duration.ofMillis(50)), () -> heard(mine, frame, asked));
    }

    /// The other end is gone, or the line.
    void cut() {
        int mine = exchange;
        if (up && mine != 0) {
            agenda.tell("the line is cut");
            breaker.ended(mine);
            cut(mine);
        }
    }

    private void cut(int mine) {
        later(agenda.some(Duration.ofMillis(20)), () -> {
            if (exchange == mine) {
                exchange = 0;
                if (reached) {
                    reached = false;
                    ask(line("lost"));
                }
                later(AGAIN, this::connect);
            }
        });
    }

    private void heard(int from, JsonObject frame, long asked) {
        if (from != exchange) {
            return;
        }
        boolean first = !reached;
        reached = true;
        answered = true;
        ask(line("heard").with("frame", frame).with("first", first).with("asked", asked));
        turn(Duration.ZERO);
    }

    /// Decides anew after that time, unless something wakes it before.
    private void turn(Duration time) {
        int mine = ++beat;
        later(time, () -> {
            if (beat == mine) {
                decide();
            }
        });
    }

    private void decide() {
        if (exchange == 0) {
            return;
        }
        otherLock();
        JsonObject decision = ask(line("decide").with("lock", "breaker"));
        if (decision.has("ended")) {
            agenda.tell("the breaker's lease is ended: " + decision.text("ended"));
            breaker.ended(exchange);
            exchange = 0;
            int after = exchanges;
            later(BEAT, () -> {
                if (exchange == 0 && exchanges == after) {
                    connect();
                }
            });
            return;
        }
        if (decision.has("sealed") && answered) {
            answered = false;
            send(exchange, decision.text("sealed"));
        }
        turn(BEAT);
    }

    private void send(int mine, String sealed) {
        truth.issued(sealed, pending);
        long asked = agenda.now();
        agenda.in(agenda.some(Duration.ofMillis(agenda.mishap(20) ? 6_000 : 50)), () -> {
            if (breaker.serves(mine)) {
                breaker.lease(mine, sealed, (exchanged, frame) -> answered(exchanged, frame, asked));
            }
        });
    }

    private void answered(int mine, JsonObject frame, long asked) {
        later(agenda.some(Duration.ofMillis(50)), () -> heard(mine, frame, asked));
    }

    private void otherLock() {
        JsonObject decision = ask(line("decide").with("lock", "spawner"));
        if (decision.has("ended")) {
            other.revoke(0);
        } else if (decision.has("sealed")) {
            truth.issued(decision.text("sealed"), pending);
            try {
                other.accept(decision.text("sealed"));
            } catch (ContractException e) {
                agenda.tell("the other lock refused: " + e.getMessage());
            }
        }
    }

    /// A trip that does not rest until the breaker has it on disk.
    private void deliver() {
        later(agenda.some(Duration.ofMillis(20)), () -> {
            boolean kept = breaker.up() && breaker.trip(true);
            if (!kept) {
                later(AGAIN, this::deliver);
                return;
            }
            long epoch = breaker.epoch();
            later(
                    agenda.some(Duration.ofMillis(20)),
                    () -> ask(line("delivered").with("epoch", epoch)));
        });
    }

    private JsonObject.Builder line(String op) {
        return agenda.line(op);
    }

    private JsonObject ask(JsonObject.Builder line) {
        if (sabotage == Sabotage.HIDES_THE_WALL_CLOCK) {
            line.with("wallMillis", agenda.now() / 1_000_000);
        }
        JsonObject said = side.ask(line);
        pending = said.integer("pending");
        for (int i = 0; i < said.integer("pulled"); i++) {
            if (sabotage != Sabotage.KEEPS_TRIPS_TO_ITSELF) {
                deliver();
            }
        }
        if (said.flag("poked")) {
            PERIODS.keySet().forEach(check -> later(Duration.ZERO, () -> look(check)));
        }
        if (said.flag("woken") && exchange != 0) {
            turn(Duration.ZERO);
        } else if (said.flag("woken") && reached) {
            // Between two exchanges: the line opens the next now.
            reopen();
        }
        return said;
    }

    private void reopen() {
        int mine = exchanges;
        later(Duration.ZERO, () -> {
            if (exchange == 0 && exchanges == mine) {
                connect();
            }
        });
    }
}
