package moltbot.gateway.testwhatsapp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Calls the house's webhook as Meta does: one after the other here, and each again until it is taken.
final class Calling implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("testwhatsapp");

    private final BooleanSupplier holds;
    private final Deque<JsonObject> waiting = new ArrayDeque<>();
    private final Thread thread;
    private WhatsAppWorld.@Nullable House house;
    private boolean closed;

    /// @param holds  whether nothing is to be called now
    Calling(String name, BooleanSupplier holds) {
        this.holds = holds;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    synchronized void call(JsonObject webhook) {
        waiting.add(webhook);
        notifyAll();
    }

    synchronized void of(WhatsAppWorld.House now) {
        house = now;
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    private void run() {
        try {
            while (true) {
                JsonObject next;
                WhatsAppWorld.House to;
                synchronized (this) {
                    while (!closed && (waiting.isEmpty() || house == null)) {
                        wait();
                    }
                    if (closed) {
                        return;
                    }
                    next = waiting.peek();
                    to = house;
                }
                if (to != null && next != null && !holds.getAsBoolean() && isTaken(to, next)) {
                    synchronized (this) {
                        waiting.remove(next);
                    }
                } else {
                    LockSupport.parkNanos(5_000_000);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isTaken(WhatsAppWorld.House to, JsonObject webhook) {
        try {
            return to.call(webhook.toBytes());
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "The house could not be called.", e);
            return false;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
