package moltbot.gateway.egress;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import moltbot.contract.ContractException;

/// How much a day may have of what is paid by the piece: a model in a loop knows no end. Counted anew when this process
/// starts. Safe for use by several threads.
public final class DailyCount {
    private final InstantSource clock;
    private final ZoneId zone;
    private final int most;
    private final String reason;
    private final String what;
    private LocalDate day = LocalDate.EPOCH;
    private int count;

    /// @param reason  of the refusal where the day has had its share
    /// @param what    the end of the sentence that says so
    public DailyCount(InstantSource clock, ZoneId zone, int most, String reason, String what) {
        this.clock = clock;
        this.zone = zone;
        this.most = most;
        this.reason = reason;
        this.what = what;
    }

    /// Counts one more.
    ///
    /// @throws ContractException  where the day has had its share
    public synchronized void one() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        if (!today.equals(day)) {
            day = today;
            count = 0;
        }
        if (count >= most) {
            throw ContractException.refused(reason, "Today's " + most + " " + what);
        }
        count++;
    }
}
