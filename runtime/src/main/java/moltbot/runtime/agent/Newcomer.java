package moltbot.runtime.agent;

import moltbot.contract.label.Label;
import moltbot.contract.model.ModelMessage;

/// A message that came while another's turn runs, and may steer it.
///
/// @param turn  the turn it would begin by itself
/// @param message  as the model reads it
/// @param wrote    as the person wrote it
/// @param label    of the conversation, now that it has come
public record Newcomer(String turn, ModelMessage message, String wrote, Label label) {}
