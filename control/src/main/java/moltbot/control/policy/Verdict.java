package moltbot.control.policy;

import moltbot.contract.label.Label;

/// A decision and what it rests on.
///
/// @param label        the conversation's, as it was decided under
/// @param destination  where the effect leads; empty for what is no effect
/// @param line         of the table of decisions; 0 where none fits
/// @param leaves       what the conversation has read once the effect is done
public record Verdict(Decision decision, Label label, String destination, int line, Label leaves) {}
