package moltbot.runtime.browser;

import java.time.Duration;
import java.util.Set;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.held.Program;
import org.jspecify.annotations.Nullable;

/// One browser in its sandbox, with one page. For one thread at a time; closed from any.
final class Browser implements AutoCloseable {
    /// A browser may take some seconds to begin on a busy machine.
    private static final Duration START = Duration.ofSeconds(30);

    private final Wire wire;
    private final Events events;
    private final Page page;
    private final Set<String> origins;
    private final boolean sends;

    private Browser(Wire wire, Events events, Page page, Set<String> origins, boolean sends) {
        this.wire = wire;
        this.events = events;
        this.page = page;
        this.origins = Set.copyOf(origins);
        this.sends = sends;
    }

    /// Takes the program over and makes its page ready; closes it where that fails.
    ///
    /// @param origins  what it may reach, as was granted
    /// @param sends    whether it may send there as well as read
    static Browser begin(Program program, Set<String> origins, boolean sends) throws InterruptedException {
        Events events = new Events();
        Wire wire = Wire.over(program, events);
        boolean begun = false;
        try {
            Browser browser = begin(wire, events, origins, sends);
            begun = true;
            return browser;
        } finally {
            if (!begun) {
                wire.close();
            }
        }
    }

    private static Browser begin(Wire wire, Events events, Set<String> origins, boolean sends)
            throws InterruptedException {
        String target = firstPage(wire);
        JsonObject attached = wire.ask(
                "",
                "Target.attachToTarget",
                JsonObject.with("targetId", target).with("flatten", true).build(),
                START);
        String session = attached.textOr("sessionId", "");
        // The main frame of a page is named as its target is.
        events.about(wire, target, session, target);
        Page page = new Page(wire, events, session, target);
        page.begin();
        wire.ask(
                "",
                "Browser.setDownloadBehavior",
                JsonObject.with("behavior", "deny").with("eventsEnabled", true).build(),
                START);
        wire.ask(
                "",
                "Target.setDiscoverTargets",
                JsonObject.with("discover", true).build(),
                START);
        return new Browser(wire, events, page, origins, sends);
    }

    private static String firstPage(Wire wire) throws InterruptedException {
        JsonObject targets = wire.ask("", "Target.getTargets", JsonObject.EMPTY, START);
        return targets.listOr("targetInfos", JsonArray.EMPTY).objects().stream()
                .filter(info -> info.textOr("type", "").equals("page"))
                .map(info -> info.textOr("targetId", ""))
                .findFirst()
                .orElseThrow(() -> new BrowserException("The browser has no page."));
    }

    /// Before each thing that is wanted of it.
    void renew() {
        wire.renew();
        events.renew();
    }

    Page page() {
        return page;
    }

    Events events() {
        return events;
    }

    Set<String> origins() {
        return origins;
    }

    /// True if it may do all that without asking anybody.
    boolean mayReach(Set<String> wanted, boolean send) {
        return origins.containsAll(wanted) && (sends || !send);
    }

    /// Why it is over; null while it is not.
    @Nullable
    String over() {
        return wire.over();
    }

    @Override
    public void close() {
        wire.close();
    }
}
