package moltbot.gateway.search;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import moltbot.contract.ContractException;

/// How many searches a day may have: engines are paid by the search, and a model in a loop knows no end. Counted anew
/// when this process starts. Safe for use by several threads.
public final class DailyCount {
    private final InstantSource clock;
    private final ZoneId zone;
    private final int most;
    private LocalDate day = LocalDate.EPOCH;
    private int count;

    public DailyCount(InstantSource clock, ZoneId zone, int most) {
        this.clock = clock;
        this.zone = zone;
        this.most = most;
    }

    /// Counts one more.
    ///
    /// @throws ContractException  `search-budget` where the day has had its searches
    public synchronized void one() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        if (!today.equals(day)) {
            day = today;
            count = 0;
        }
        if (count >= most) {
            throw ContractException.refused(
                    "search-budget",
                    "Today's " + most
                            + " searches are used up, so nothing was asked. The setting search.per-day has the"
                            + " limit.");
        }
        count++;
    }
}
