package moltbot.gateway.model;

/// A model that may answer, and how its provider fares.
public record Candidate(Model model, ProviderHealth health) {}
