package moltbot.control.channel;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.control.audit.Audit;
import org.jspecify.annotations.Nullable;

/// Links a Signal account from the panel: codes as they come, until a phone has used one. One at a time, and only as
/// long as somebody looks: a page that is closed asks for the next no more. Safe for several threads.
public final class SignalLinking implements AutoCloseable {
    /// How long a page that asks waits for something new.
    private static final Duration WAIT = Duration.ofSeconds(10);

    /// How long it goes on unlooked at.
    static final Duration UNSEEN = Duration.ofSeconds(45);

    /// An address of this kind, and nothing else, is drawn for a phone to read.
    private static final Pattern CODE = Pattern.compile("sgnl://linkdevice\\?[!-~]{1,512}");

    private static final String LEFT = "Nothing was linked so far. The code that was shown last is good for a minute"
            + " still: should a phone use it, its account appears here.";

    private static final String LOST = "The part of the house that talks to Signal does not answer just now.";

    private final LinkClient gateway;
    private final Audit audit;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable LinkCall call;
    private News news = new News(0, "idle", "");
    private long seenNanos;

    /// What a page is told.
    ///
    /// @param number  greater than of what came before
    /// @param state   `idle`; `begun`; `code`, with an address to show as a QR code; `linked`, with the account's
    ///                number; `over`, with a sentence
    /// @param text    that address, number or sentence
    public record News(long number, String state, String text) {}

    public SignalLinking(LinkClient gateway, Audit audit, LongSupplier nanos) {
        this.gateway = gateway;
        this.audit = audit;
        this.nanos = nanos;
    }

    /// Begins, unless it is under way, and answers at once.
    public News begin(String by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            seenNanos = nanos.getAsLong();
            if (call == null) {
                audit.record("signal.link", JsonObject.with("by", by).build());
                LinkCall opened = gateway.open("signal.link", JsonObject.EMPTY);
                call = opened;
                tell("begun", "");
                Thread.ofVirtual().name("signal-link").start(() -> follow(opened));
                Thread.ofVirtual().name("signal-link-seen").start(() -> leaveUnseen(opened));
            }
            return news;
        } finally {
            lock.unlock();
        }
    }

    /// What is newer than what the page knows, or after a while the same again.
    public News after(long number) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = WAIT.toNanos();
            while (news.number() <= number && call != null && left > 0) {
                left = changed.awaitNanos(left);
            }
            seenNanos = nanos.getAsLong();
            return news;
        } finally {
            lock.unlock();
        }
    }

    /// Whoever linked has thought better of it.
    public void leave() {
        lock.lock();
        try {
            over(LEFT);
        } finally {
            lock.unlock();
        }
    }

    private void follow(LinkCall mine) {
        String end = LOST;
        try {
            mine.end();
            byte[] frame;
            while ((frame = mine.next()) != null) {
                JsonObject told = JsonObject.parse(frame);
                if (told.has("linked")) {
                    end = "";
                    String account = PlainName.of(told.text("linked"));
                    audit.record(
                            "signal.linked", JsonObject.with("account", account).build());
                    heard(mine, "linked", account);
                } else if (CODE.matcher(told.text("uri")).matches()) {
                    heard(mine, "code", told.text("uri"));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ContractException e) {
            if (e.code() == ContractException.Code.REFUSED) {
                end = String.valueOf(e.getMessage());
            }
        } finally {
            mine.close();
            ended(mine, end);
        }
    }

    private void heard(LinkCall mine, String state, String text) {
        lock.lock();
        try {
            if (call == mine) {
                tell(state, text);
            }
        } finally {
            lock.unlock();
        }
    }

    private void ended(LinkCall mine, String why) {
        lock.lock();
        try {
            if (call == mine) {
                call = null;
                if (!why.isEmpty()) {
                    tell("over", why);
                }
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void leaveUnseen(LinkCall mine) {
        lock.lock();
        try {
            while (call == mine) {
                long left = UNSEEN.toNanos() - (nanos.getAsLong() - seenNanos);
                if (left <= 0) {
                    over(LEFT);
                    return;
                }
                // Looked at again now and then by the machine's own clock: a test has another.
                boolean _ = changed.await(Math.min(left, TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// With the lock held.
    private void over(String why) {
        LinkCall mine = call;
        if (mine != null) {
            call = null;
            tell("over", why);
            mine.close();
        }
    }

    /// With the lock held.
    private void tell(String state, String text) {
        news = new News(news.number() + 1, state, text);
        changed.signalAll();
    }

    @Override
    public void close() {
        leave();
        gateway.close();
    }
}
