package moltbot.runtime.browser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.words.Words;
import org.jspecify.annotations.Nullable;

/// What a page's browser tells unasked, and what is done about it at once: messages are dismissed, windows closed,
/// crashes noticed. Written by the thread that reads, read by the one that acts.
final class Events implements Wire.Listener {
    /// Most messages a page may open between two things that are wanted.
    static final int MOST_DIALOGS = 30;

    private static final int MOST_TOLD = 5;
    private static final int MOST_CHARS = 300;
    private static final Duration QUIET = Duration.ofMillis(300);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> told = new ArrayList<>();
    private @Nullable Wire wire;
    private String target = "";
    private String session = "";
    private String mainFrame = "";
    private String unreachable = "";
    private String download = "";
    private boolean loading;
    private boolean fresh;
    private int dialogs;
    private long lastNanos = System.nanoTime();

    /// From here on what is heard is about this page.
    ///
    /// @param frame  its main frame
    void about(Wire its, String itsTarget, String itsSession, String frame) {
        locked(() -> {
            wire = its;
            target = itsTarget;
            session = itsSession;
            mainFrame = frame;
        });
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void heard(String from, String method, JsonObject params) {
        lock.lock();
        try {
            Wire its = wire;
            if (its == null) {
                return;
            }
            switch (method) {
                case "Page.javascriptDialogOpening" -> dialog(its, from, params);
                case "Page.windowOpen" -> tell("A new window was not opened; its address:", params.textOr("url", ""));
                case "Page.frameStartedLoading" -> main(params, "frameId", _ -> loading = true);
                case "Page.frameStoppedLoading" -> main(params, "frameId", _ -> loading = false);
                case "Page.frameNavigated" -> main(params.object("frame"), "id", this::navigated);
                case "Browser.downloadWillBegin" -> offered(params);
                case "Target.targetCreated" -> window(its, params.object("targetInfo"));
                case "Target.detachedFromTarget", "Inspector.targetCrashed" -> crashed(its, from, params);
                default -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    private void main(JsonObject about, String field, Consumer<JsonObject> change) {
        if (about.textOr(field, "").equals(mainFrame)) {
            change.accept(about);
            lastNanos = System.nanoTime();
            changed.signalAll();
        }
    }

    private void navigated(JsonObject frame) {
        fresh = true;
        unreachable = frame.textOr("unreachableUrl", "");
    }

    /// A page that asks whether it may be left is left; everything else is answered with no.
    private void dialog(Wire its, String from, JsonObject params) {
        boolean leaving = params.textOr("type", "").equals("beforeunload");
        its.tell(
                from,
                "Page.handleJavaScriptDialog",
                JsonObject.with("accept", leaving).build());
        if (!leaving) {
            tell("The page opened a message, which was dismissed:", params.textOr("message", ""));
        }
        if (++dialogs > MOST_DIALOGS) {
            its.end("The page opened one message after another, so the browser was closed.");
        }
    }

    private void offered(JsonObject params) {
        download = params.textOr("url", "");
        tell("The page offers a file, which was not kept; its name:", params.textOr("suggestedFilename", ""));
    }

    /// There is one page; what else opens is closed before it shows anything.
    private void window(Wire its, JsonObject info) {
        String other = info.text("targetId");
        if (info.text("type").equals("page") && !other.equals(target)) {
            its.tell(
                    "", "Target.closeTarget", JsonObject.with("targetId", other).build());
        }
    }

    private void crashed(Wire its, String from, JsonObject params) {
        if (from.equals(session) || params.textOr("sessionId", "").equals(session)) {
            its.end("The page crashed, so the browser was closed. Open it anew if it is worth it.");
        }
    }

    private void tell(String what, String theirs) {
        if (told.size() < MOST_TOLD) {
            told.add(what + " " + Words.line(theirs, MOST_CHARS));
        }
    }

    /// Something new is wanted.
    void renew() {
        locked(() -> {
            dialogs = 0;
            told.clear();
        });
    }

    /// What the page did that nobody asked for, and that was not let happen. The ends of the sentences are the page's
    /// own words.
    List<String> told() {
        lock.lock();
        try {
            return List.copyOf(told);
        } finally {
            lock.unlock();
        }
    }

    /// True once after each new document.
    boolean takeFresh() {
        lock.lock();
        try {
            boolean was = fresh;
            fresh = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /// The address that the page could not be had from, or empty.
    String unreachable() {
        lock.lock();
        try {
            return unreachable;
        } finally {
            lock.unlock();
        }
    }

    /// The address of the file that was offered last, or empty.
    String download() {
        lock.lock();
        try {
            return download;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until nothing loads and nothing began to for a moment; goes on all the same when `most` is over.
    void settle(Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        lock.lockInterruptibly();
        try {
            lastNanos = System.nanoTime();
            while (true) {
                long now = System.nanoTime();
                long until = loading ? deadline : Math.min(deadline, lastNanos + QUIET.toNanos());
                if (now >= until) {
                    return;
                }
                changed.await(until - now, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }
}
