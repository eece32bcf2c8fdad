package moltbot.gateway.channel.signal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.signal.rpc.Rpc.Reply;
import moltbot.gateway.channel.signal.rpc.RpcClient;

/// Shows people that what they wrote was read (`sendReceipt`). Only a few at once: what more there is is not shown, for
/// it matters less than the answers that use the same connection. Safe for several threads.
final class Receipts {
    private static final int AT_ONCE = 4;
    private static final System.Logger LOG = System.getLogger("signal");

    private final RpcClient client;
    private final Duration patience;
    private final Semaphore places = new Semaphore(AT_ONCE);

    Receipts(RpcClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    void read(Incoming message) {
        if (!places.tryAcquire()) {
            return;
        }
        Thread.ofVirtual().name("signal-receipt").start(() -> {
            try {
                send(message);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                places.release();
            }
        });
    }

    private void send(Incoming message) throws InterruptedException {
        JsonObject parameters = JsonObject.with("account", message.who().account())
                .with("recipient", JsonArray.ofTexts(List.of(message.who().id())))
                .with("targetTimestamp", Envelope.timestamp(message.id()))
                .with("type", "read")
                .build();
        Reply reply = client.ask("sendReceipt", parameters, patience);
        if (!(reply instanceof Reply.Result)) {
            LOG.log(System.Logger.Level.DEBUG, "A receipt could not be sent: {0}", reply);
        }
    }
}
