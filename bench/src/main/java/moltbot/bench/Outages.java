package moltbot.bench;

import static moltbot.bench.Figures.percentile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How long an owner is still served once the guardian is killed, or hangs.
final class Outages implements Part {
    private static final int TIMES = 20;

    @Override
    public String name() {
        return "outages";
    }

    @Override
    public void measure(Report report) throws Exception {
        Guarded.each(guarded -> {
            List<Duration> killed = times(guarded, false);
            report.figure("guardian_killed_p50_ms", "guardian SIGKILL until blocked, p50", percentile(killed, 0.5));
            report.figure("guardian_killed_max_ms", "the longest of " + TIMES + " (aim 100)", percentile(killed, 1));
            List<Duration> stopped = times(guarded, true);
            report.figure("guardian_stopped_p50_ms", "guardian SIGSTOP until blocked, p50", percentile(stopped, 0.5));
            report.figure("guardian_stopped_max_ms", "the longest of " + TIMES + " (aim 5500)", percentile(stopped, 1));
        });
    }

    private static List<Duration> times(Guarded guarded, boolean stop) throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            long guardian = guarded.house().pid("guardian");
            times.add(guarded.untilBlocked(() -> Guarded.signal(guardian, stop ? "STOP" : "KILL")));
            if (stop) {
                Guarded.signal(guardian, "CONT");
            }
            guarded.house().awaitState("CLOSED", Guarded.PATIENCE);
        }
        return times;
    }
}
