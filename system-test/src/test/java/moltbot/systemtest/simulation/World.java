package moltbot.systemtest.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import moltbot.contract.lease.LeaseLock;

/// The two processes, what befalls them, and an operator.
final class World {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    final Agenda agenda;
    final Truth truth;
    final BreakerNode breaker;
    final GuardianNode guardian;
    private final LeaseLock other;

    World(long seed, Side breakerSide, Side guardianSide, Sabotage sabotage) {
        agenda = new Agenda(seed);
        truth = new Truth(agenda);
        breaker = new BreakerNode(agenda, truth, breakerSide, sabotage);
        other = new LeaseLock("spawner", KEY, "boot", agenda::now);
        guardian = new GuardianNode(agenda, truth, guardianSide, breaker, other, sabotage);
        breaker.start();
        guardian.start();
        agenda.in(Duration.ofSeconds(5), this::befall);
        agenda.in(Duration.ofSeconds(5), this::operate);
    }

    void step() {
        agenda.step();
        breaker.check();
        if (other.fresh()) {
            truth.otherLockFresh();
        }
    }

    /// From now on nothing befalls anybody, and all is mended.
    void calm() {
        agenda.tell("calm");
        agenda.calm = true;
        guardian.goOn();
        guardian.blind = false;
        guardian.slowness = Duration.ofMillis(100);
        breaker.diskFault = "";
        truth.exposed(false);
    }

    void storm() {
        agenda.calm = false;
    }

    void expose() {
        agenda.tell("exposed");
        truth.exposed(true);
    }

    /// Steps until it is so, at most for that time.
    boolean within(Duration limit, java.util.function.BooleanSupplier so) {
        long began = agenda.now();
        while (agenda.since(began) < limit.toNanos()) {
            if (so.getAsBoolean()) {
                return true;
            }
            step();
        }
        return false;
    }

    private void befall() {
        agenda.in(agenda.some(Duration.ofSeconds(20)), this::befall);
        if (agenda.calm) {
            return;
        }
        switch (agenda.random().nextInt(17)) {
            case 0 -> guardian.kill();
            case 1 -> breaker.kill();
            case 2 -> {
                guardian.hang();
                agenda.in(agenda.some(Duration.ofSeconds(30)), guardian::goOn);
            }
            case 3, 4, 5 -> expose();
            case 6, 7, 8, 9 -> {
                agenda.tell("mended");
                truth.exposed(false);
                guardian.blind = false;
            }
            case 10 -> guardian.blind = true;
            case 11 -> guardian.slowness = Duration.ofMillis(agenda.oneIn(2) ? 100 : 20_000);
            case 12 -> breaker.diskFault = agenda.oneIn(3) ? "full" : "";
            case 13 -> breaker.diskFault = "";
            case 14 -> guardian.cut();
            case 15 -> clocks();
            default -> replay();
        }
    }

    /// Sleep stops the monotonic clock, and somebody may set the other one.
    private void clocks() {
        Duration jump = Duration.ofSeconds(3 + agenda.random().nextInt(10_000));
        agenda.tell("the clocks part by " + jump);
        agenda.wallJumps(agenda.oneIn(3) ? jump.negated() : jump);
        truth.looksAreVoid();
    }

    /// Old leases, true and mangled, reach the lock once more.
    private void replay() {
        truth.someAccepted(agenda.random()).ifPresent(lease -> {
            String sent = agenda.oneIn(2) ? lease : mangled(lease);
            if (breaker.up()) {
                breaker.strayLease(sent);
            }
        });
    }

    private String mangled(String lease) {
        int at = agenda.random().nextInt(lease.length());
        char instead = lease.charAt(at) == 'A' ? 'B' : 'A';
        return lease.substring(0, at) + instead + lease.substring(at + 1);
    }

    private void operate() {
        agenda.in(agenda.some(Duration.ofSeconds(agenda.calm ? 2 : 15)), this::operate);
        if (!breaker.up()) {
            return;
        }
        if (agenda.mishap(6)) {
            breaker.trip(false);
        } else {
            breaker.reset();
        }
    }
}
