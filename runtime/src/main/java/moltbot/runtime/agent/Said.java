package moltbot.runtime.agent;

import moltbot.contract.model.ModelMessage;

/// One message of the running turn as a model sees it.
///
/// @param step  its place in the turn, from 0, the person's own message
public record Said(int step, Origin origin, ModelMessage message) {}
