package moltbot.gateway.mcp;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.ServerSentEvents;
import org.jspecify.annotations.Nullable;

/// The server's own stream (GET; Model Context Protocol 2025-11-25, transports): one a conversation, taken up again
/// where it broke off, and given up after eight connections in a row that brought nothing, or 64 in all. The
/// conversation's next message begins it anew. Of what comes, only that tools changed and what wants an answer is
/// passed on.
final class Listening {
    /// Opens the stream.
    @FunctionalInterface
    interface Opening {
        /// A new connection, from there on.
        ///
        /// @param lastId  the last event that was heard, or empty
        EgressAnswer open(String lastId) throws InterruptedException;
    }

    private static final int MOST_IN_VAIN = 8;
    private static final int MOST_CONNECTIONS = 64;
    private static final int MOST_QUESTIONS = 32;
    private static final long LEAST_MILLIS = 1_000;
    private static final long MOST_MILLIS = 60_000;
    private static final System.Logger LOG = System.getLogger("mcp");

    private final Opening opening;
    private final Rest rest;
    private final Consumer<JsonObject> heard;
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private @Nullable Thread thread;
    private boolean isOffered = true;
    private String lastId = "";
    private OptionalLong retryMillis = OptionalLong.empty();

    Listening(Opening opening, Rest rest, Consumer<JsonObject> heard) {
        this.opening = opening;
        this.rest = rest;
        this.heard = heard;
    }

    /// Listens from now on, if the server offers it and nobody does yet.
    ///
    /// @return the one who listens
    synchronized Optional<Thread> begin() {
        questions.set(0);
        connections.set(0);
        if (isOffered && (thread == null || !thread.isAlive())) {
            thread = Thread.ofVirtual().name("mcp-listen").start(this::run);
        }
        return Optional.ofNullable(thread);
    }

    synchronized void end() {
        isOffered = false;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        try {
            int inVain = 0;
            while (inVain < MOST_IN_VAIN && connections.incrementAndGet() <= MOST_CONNECTIONS) {
                boolean useful = connection();
                if (!isOffered()) {
                    return;
                }
                long least = Math.min(LEAST_MILLIS << (useful ? 0 : inVain), MOST_MILLIS);
                inVain = useful ? 0 : inVain + 1;
                rest.rest(Duration.ofMillis(Math.clamp(retryMillis.orElse(least), least, MOST_MILLIS)));
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "Nobody listens to a server of tools any more.");
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "The stream of a server is not listened to: {0}", e.getMessage());
        }
    }

    /// Hears one connection to its end; whether anything came of it.
    private boolean connection() throws InterruptedException {
        boolean useful = false;
        try (EgressAnswer answer = opening.open(lastId)) {
            boolean isStream =
                    answer.header("content-type").orElse("").startsWith("text/event-stream") && answer.status() == 200;
            if (!isStream && answer.status() < 500) {
                notOffered();
            }
            ServerSentEvents events = new ServerSentEvents(answer.lines(), RemoteServer.MOST_MESSAGE);
            try {
                byte[] data;
                while (isStream && (data = events.next()) != null) {
                    useful |= data.length > 0 && isPassedOn(JsonObject.parse(data));
                }
            } finally {
                lastId = events.lastId().isEmpty() ? lastId : events.lastId();
                retryMillis = events.retryMillis();
            }
        } catch (ContractException e) {
            if (e.code() == ContractException.Code.REFUSED) {
                throw e;
            }
            LOG.log(System.Logger.Level.DEBUG, "The stream of a server broke off: {0}", e.getMessage());
        }
        return useful;
    }

    private synchronized boolean isOffered() {
        return isOffered;
    }

    private synchronized void notOffered() {
        isOffered = false;
    }

    private boolean isPassedOn(JsonObject said) {
        String method = said.textOr("method", "");
        boolean asks = said.has("id") && !method.isEmpty() && questions.incrementAndGet() <= MOST_QUESTIONS;
        if (asks || method.equals("notifications/tools/list_changed")) {
            heard.accept(said);
            return true;
        }
        return false;
    }
}
