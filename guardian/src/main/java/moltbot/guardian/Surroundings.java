package moltbot.guardian;

import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.watch.Board;

/// What every group is made with.
///
/// @param owners     users who may own what lies in the data folder
/// @param canary     the guardian's key that the breaker knows and that opens nothing
/// @param listeners  the TCP listeners of this machine as they were seen last
/// @param board      where results go
record Surroundings(
        Settings settings,
        Set<Long> owners,
        String canary,
        Supplier<Listeners> listeners,
        Board board,
        LongSupplier nanos) {}
