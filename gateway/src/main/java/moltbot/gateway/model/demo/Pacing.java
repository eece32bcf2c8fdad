package moltbot.gateway.model.demo;

/// The breath between two pieces of the demo's text. Nothing in tests.
@FunctionalInterface
public interface Pacing {
    void pause() throws InterruptedException;
}
