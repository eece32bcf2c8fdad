package moltbot.guardian.watch;

import java.time.Duration;
import java.util.Optional;
import moltbot.guardian.judge.CheckResult;

/// One check as the board knows it.
///
/// @param bound    how old its result may be
/// @param inGrace  true where no result is needed yet
/// @param result   the last finished one
public record Standing(String check, Duration bound, boolean inGrace, Optional<CheckResult> result) {}
