package moltbot.guardian.judge.docker;

import moltbot.guardian.fact.docker.Engines;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// A check of what engines run. Where nothing of ours runs in a container, an engine that cannot be looked into hides
/// nothing of ours; where something does, whoever hides it would have switched the guardian off.
abstract sealed class DockerRule implements Rule<Engines>
        permits PublishedPort, LeakyLoopback, EngineSocket, Powers, WideProxy, OldEngine {
    private final String id;
    private final boolean relied;

    DockerRule(String id, boolean relied) {
        this.id = id;
        this.relied = relied;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public Finding.Action whenBlind() {
        return relied ? Finding.Action.TRIP : Finding.Action.WARN;
    }
}
