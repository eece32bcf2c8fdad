package moltbot.runtime.browser;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The browsers that are open, one for each conversation at most. Each ends by itself: in silence, with its life, and
/// with the guardian's lease, all of which the spawner sees to. Safe for several threads.
public final class Browsers implements AutoCloseable {
    /// Each costs some hundred megabytes.
    private static final int MOST = 3;

    private final Map<String, Browser> open = new HashMap<>();

    /// The conversation's browser, if it is still there.
    ///
    /// @param conversation  what its workspace is called
    synchronized Optional<Browser> find(String conversation) {
        return Optional.ofNullable(open.get(conversation)).filter(browser -> browser.over() == null);
    }

    /// Why the conversation's last browser is over, if it ended and nobody was told.
    synchronized Optional<String> takeEnd(String conversation) {
        Browser last = open.get(conversation);
        String why = last == null ? null : last.over();
        if (why != null) {
            open.remove(conversation);
        }
        return Optional.ofNullable(why);
    }

    /// False where there are too many.
    synchronized boolean hasRoom() {
        open.values().removeIf(browser -> browser.over() != null);
        return open.size() < MOST;
    }

    synchronized void put(String conversation, Browser browser) {
        Browser before = open.put(conversation, browser);
        if (before != null) {
            before.close();
        }
    }

    /// Closes the conversation's browser; true if there was one.
    synchronized boolean close(String conversation) {
        Browser browser = open.remove(conversation);
        if (browser == null) {
            return false;
        }
        boolean was = browser.over() == null;
        browser.close();
        return was;
    }

    @Override
    public synchronized void close() {
        open.values().forEach(Browser::close);
        open.clear();
    }
}
