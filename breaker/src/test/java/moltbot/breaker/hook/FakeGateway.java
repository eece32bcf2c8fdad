package moltbot.breaker.hook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import moltbot.breaker.House;
import moltbot.contract.assertion.AssertionVerifier;
import moltbot.contract.hook.HookCall;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;

/// Stands in for the gateway: the real link and the real assertion.
final class FakeGateway implements AutoCloseable {
    /// What came: who is said to have called, what, and with which body.
    record Came(String principal, HookCall call, String body) {}

    final Queue<Came> came = new ConcurrentLinkedQueue<>();
    final CountDownLatch silent = new CountDownLatch(1);
    volatile String taken = "done";
    /// How its messengers fare.
    volatile JsonObject state = JsonObject.EMPTY;
    private final AssertionVerifier verifier;
    private final LinkServer server;

    FakeGateway(House house) {
        verifier = new AssertionVerifier(house.boot.key("assertion.gateway"), System::nanoTime);
        server = LinkServer.start(
                house.gatewaySocket(),
                List.of(house.toGateway),
                new LinkRoutes()
                        .on("breaker", "hook.deliver", this::deliver)
                        .on("breaker", "channel.state", exchange -> exchange.reply(state)),
                LinkLimits.DEFAULT);
    }

    private void deliver(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        HookCall call = HookCall.fromJson(head);
        String principal =
                verifier.verify(head.text("assertion"), "POST", call.target()).principal();
        String body = new String(exchange.readBody(HookCall.MOST), StandardCharsets.UTF_8);
        came.add(new Came(principal, call, body));
        if (taken.isEmpty()) {
            silent.await();
        }
        exchange.reply(JsonObject.with("taken", taken).build());
    }

    @Override
    public void close() {
        server.close();
    }
}
