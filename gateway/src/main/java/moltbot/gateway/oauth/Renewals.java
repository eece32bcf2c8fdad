package moltbot.gateway.oauth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import moltbot.contract.ContractException;

/// Runs what must not be broken off for one server: who was asked for a new token may have ended the old one already,
/// so the answer is kept even where nobody waits for it any more. Safe for several threads.
final class Renewals {
    private static final int MOST = 32;

    private final Semaphore free = new Semaphore(MOST);

    /// What comes of it. Where the thread that waits is interrupted, the work goes on to its end without it.
    <T> T whole(Supplier<T> work) {
        if (!free.tryAcquire()) {
            throw ContractException.refused("busy", "As many tokens as may be are asked for. Nothing was asked.");
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofVirtual().name("token-renewal").start(() -> {
            try {
                done.complete(worked(work));
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ContractException refusal =
                    ContractException.refused("sign-in", "The conversation ended while a token was renewed.");
            refusal.initCause(e);
            throw refusal;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException its) {
                throw its;
            }
            throw new IllegalStateException(e);
        }
    }

    private <T> T worked(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
