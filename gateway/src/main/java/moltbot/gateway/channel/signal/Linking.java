package moltbot.gateway.channel.signal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.signal.rpc.Rpc;
import moltbot.gateway.channel.signal.rpc.Rpc.Reply;
import moltbot.gateway.channel.signal.rpc.RpcClient;
import org.jspecify.annotations.Nullable;

/// Links an account as a phone's further device: an address to be shown as a QR code, good for a minute or so,
/// and another when it has run out. One at a time.
final class Linking {
    private static final System.Logger LOG = System.getLogger("signal");
    private static final String DEVICE = "Moltbot";
    private static final int MOST_CODES = 5;
    private static final Duration START = Duration.ofSeconds(60);
    /// Longer than a code is good for.
    private static final Duration FINISH = Duration.ofMinutes(5);

    private final RpcClient client;
    private final Duration tooSoon;
    private final Semaphore place = new Semaphore(1);

    /// @param tooSoon  a code that fails sooner did not run out, and another would not help
    Linking(RpcClient client, Duration tooSoon) {
        this.client = client;
        this.tooSoon = tooSoon;
    }

    /// Returns once an account is linked.
    ///
    /// @param told  `{"uri"}` for each code, `{"linked"}` with the number at the end
    void link(Consumer<JsonObject> told) throws InterruptedException {
        if (!place.tryAcquire()) {
            throw ContractException.refused(
                    "busy",
                    "A code that was shown before may still be used by a phone. Wait some minutes, then try again.");
        }
        boolean mine = true;
        try {
            for (int codes = 0; codes < MOST_CODES; codes++) {
                String uri = start();
                told.accept(JsonObject.with("uri", uri).build());
                long since = System.nanoTime();
                CompletableFuture<Reply> finishing = finish(uri);
                Reply finished;
                try {
                    finished = finishing.get();
                } catch (InterruptedException e) {
                    // signal-cli waits on for a phone, and cannot be told not to: until then there is no other code.
                    mine = false;
                    CompletableFuture<Reply> _ = finishing.whenComplete((reply, _) -> leftAlone(reply));
                    throw e;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                }
                if (finished instanceof Reply.Result(JsonValue value)) {
                    String number = value instanceof JsonObject object ? object.textOr("number", "") : "";
                    told.accept(JsonObject.with("linked", number).build());
                    return;
                }
                if (System.nanoTime() - since < tooSoon.toNanos()) {
                    throw failed(finished);
                }
            }
        } finally {
            if (mine) {
                place.release();
            }
        }
        throw ContractException.refused(
                "no-link", "No phone used any of the codes, so nothing was linked. Try again when it is at hand.");
    }

    private CompletableFuture<Reply> finish(String uri) {
        CompletableFuture<Reply> finishing = new CompletableFuture<>();
        JsonObject code =
                JsonObject.with("deviceLinkUri", uri).with("deviceName", DEVICE).build();
        Thread.ofVirtual().name("signal-finish-link").start(() -> {
            try {
                finishing.complete(client.ask("finishLink", code, FINISH));
            } catch (InterruptedException | RuntimeException e) {
                finishing.completeExceptionally(e);
            }
        });
        return finishing;
    }

    private void leftAlone(@Nullable Reply reply) {
        place.release();
        if (reply instanceof Reply.Result) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A phone used the last code after whoever asked for it had left: Signal's account is linked.");
        }
    }

    private String start() throws InterruptedException {
        Reply started = client.ask("startLink", JsonObject.EMPTY, START);
        if (started instanceof Reply.Result(JsonObject object) && object.has("deviceLinkUri")) {
            return object.text("deviceLinkUri");
        }
        throw failed(started);
    }

    private static ContractException failed(Reply reply) {
        String why = switch (reply) {
            case Reply.NotSent _, Reply.Lost _ ->
                "signal-cli does not answer. './moltbot status' says whether it runs.";
            case Reply.Fault fault
            when fault.code() == Rpc.NETWORK ->
                "Signal's servers could not be reached. Check this machine's connection.";
            case Reply.Fault _, Reply.Result _ ->
                "Signal did not take it: the account may be linked here already. './moltbot logs signal' says more.";
        };
        return ContractException.refused("no-link", why + " Nothing was linked; then try again.");
    }
}
