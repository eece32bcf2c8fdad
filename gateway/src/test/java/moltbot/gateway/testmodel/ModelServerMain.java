package moltbot.gateway.testmodel;

import java.util.concurrent.CountDownLatch;

/// Runs the model server with [AgentScript] until it is stopped: `ModelServerMain [PORT]`. Prints its URL.
public final class ModelServerMain {
    private ModelServerMain() {}

    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        try (ModelServer server = ModelServer.start(port, new AgentScript())) {
            System.out.println(server.url());
            new CountDownLatch(1).await();
        }
    }
}
