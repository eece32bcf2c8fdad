package moltbot.gateway.testmodel;

/// How the server answers. Called on the connection's own thread.
@FunctionalInterface
public interface Script {
    Reply answer(Asked asked) throws Exception;
}
