package moltbot.gateway.channel.signal.rpc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.signal.rpc.Rpc.Reply;
import org.jspecify.annotations.Nullable;

/// Asks signal-cli over a connection of its own, apart from the one that receives: a message that waits to be
/// taken never holds up an answer. The connection is made when it is needed. Safe for several threads.
public final class RpcClient implements AutoCloseable {
    private final Path socket;
    private @Nullable Line open;

    public RpcClient(Path socket) {
        this.socket = socket;
    }

    /// A connection and what is asked over it.
    private static final class Line {
        private final RpcConnection connection;
        private final Map<String, CompletableFuture<Reply>> asked = new ConcurrentHashMap<>();
        private volatile boolean over;

        Line(RpcConnection connection) {
            this.connection = connection;
        }

        private void listen() {
            try (connection) {
                JsonObject answer;
                while ((answer = connection.read()) != null) {
                    CompletableFuture<Reply> waiting = answer.has("id") ? asked.remove(answer.text("id")) : null;
                    if (waiting != null) {
                        waiting.complete(Rpc.reply(answer));
                    }
                }
            } catch (IOException | ContractException e) {
                System.getLogger("signal").log(System.Logger.Level.DEBUG, "A connection to signal-cli ended.", e);
            } finally {
                over = true;
                asked.values().forEach(waiting -> waiting.complete(new Reply.Lost("signal-cli ended.")));
            }
        }
    }

    /// Asks for something, and waits for what comes of it.
    public Reply ask(String method, JsonObject parameters, Duration patience) throws InterruptedException {
        String id = Rpc.newId();
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        Line line;
        try {
            line = line();
            line.asked.put(id, answer);
            line.connection.write(Rpc.request(id, method, parameters));
        } catch (IOException e) {
            return new Reply.NotSent("signal-cli is not there.");
        }
        if (line.over) {
            answer.complete(new Reply.Lost("signal-cli ended."));
        }
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Reply.Lost("signal-cli did not answer within " + patience.toSeconds() + " seconds.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            line.asked.remove(id);
        }
    }

    private synchronized Line line() throws IOException {
        Line current = open;
        if (current == null || current.over) {
            current = new Line(RpcConnection.open(socket));
            open = current;
            Thread.ofVirtual().name("signal-answers").start(current::listen);
        }
        return current;
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.connection.close();
        }
    }
}
