package moltbot.gateway.channel.discord;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.Backoff;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.egress.EgressSocket;
import org.jspecify.annotations.Nullable;

/// Keeps a connection to the Gateway, again and again with growing pauses, until it is closed.
///
/// Discord keeps what happened for a session that comes back, from the event on whose number it is told. That is the
/// number of the last event that is done with, on disk or settled never to be; so what waited when a connection, or the
/// house, ended, comes again. Where a session is not taken up any more, what was written meanwhile is asked for channel
/// by channel, and only then the new session is the one to come back to.
final class Gateway {
    /// So often a server that a session is at is looked for; after that a new session is asked for.
    private static final int MOST_RESUMES = 3;

    private static final System.Logger LOG = System.getLogger("discord");

    /// The events that are looked at.
    static final Set<String> WANTED = Set.of(
            "READY",
            "RESUMED",
            "MESSAGE_CREATE",
            "MESSAGE_UPDATE",
            "MESSAGE_DELETE",
            "MESSAGE_DELETE_BULK",
            "INTERACTION_CREATE");

    /// Is told how the messenger stands.
    interface Watcher {
        void become(Stage stage, String why, @Nullable Bot known);
    }

    /// Is told of what only the owner can mend.
    interface Bell {
        void ring(Trouble trouble);
    }

    private final DiscordApi api;
    private final Hearing hearing;
    private final Marks marks;
    private final Watcher watcher;
    private final Bell bell;
    private final Timing timing;
    private final Backoff backoff;
    private volatile long done;

    /// The rest is the receiving thread's alone.
    private @Nullable Bot bot;

    private @Nullable Session session;
    private boolean behind;
    private int failures;

    Gateway(DiscordApi api, Hearing hearing, Marks marks, Watcher watcher, Bell bell, Timing timing) {
        this.api = api;
        this.hearing = hearing;
        this.marks = marks;
        this.watcher = watcher;
        this.bell = bell;
        this.timing = timing;
        this.backoff = new Backoff(timing.firstPause(), timing.mostPause());
    }

    /// Returns when it is closed.
    void run(Inbox inbox) {
        while (!backoff.isClosed()) {
            try {
                ended(round(inbox));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Something went wrong with Discord; it is connected anew.", e);
                ended(new Ending.Stalled());
            }
        }
    }

    /// One connection, until it ends.
    private Ending round(Inbox inbox) throws InterruptedException {
        if (backoff.beginsAnew()) {
            bot = null;
        }
        if (bot == null) {
            DiscordApi.Introduction introduction = api.introduce();
            bot = introduction.bot();
            if (bot == null) {
                return new Ending.Failed(introduction.reply());
            }
            hearing.as(bot);
            session = marks.session().orElse(null);
            done = session == null ? 0 : session.seq();
        }
        Bot self = Objects.requireNonNull(bot);
        Session before = session;
        String url;
        if (before != null) {
            url = before.url();
        } else {
            Reply reply = api.get(self.key(), "gateway/bot", "");
            if (!(reply instanceof Reply.Done(JsonObject gateway))) {
                return new Ending.Failed(reply);
            }
            JsonObject starts = gateway.objectOr("session_start_limit", JsonObject.EMPTY);
            if (starts.numberOr("remaining", 1) <= 0) {
                // One more would have Discord reset the token.
                return new Ending.Exhausted(Duration.ofMillis(Math.max(1_000, starts.numberOr("reset_after", 0))));
            }
            url = gateway.text("url");
        }
        return connected(self, before, url, inbox);
    }

    private Ending connected(Bot self, @Nullable Session before, String url, Inbox inbox) throws InterruptedException {
        try (EgressSocket socket = api.gateway(url);
                Connection connection = new Connection(
                        socket, () -> done, () -> ThreadLocalRandom.current().nextDouble())) {
            connection.open(self, before, timing.answer());
            try {
                return heard(connection, self, inbox);
            } finally {
                if (connection.lived()) {
                    failures = 0;
                }
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.INFO, "Discord is not there: {0}", e.getMessage());
            if (before != null && (e.code() == Code.REFUSED || failures >= MOST_RESUMES)) {
                forget();
            }
            return e.code() == Code.MALFORMED ? new Ending.Silent() : new Ending.Failed(new Reply.NotSent());
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "What Discord named as its gateway is no address.", e);
            forget();
            return new Ending.Failed(new Reply.NotSent());
        }
    }

    private Ending heard(Connection connection, Bot self, Inbox inbox) throws InterruptedException {
        while (true) {
            switch (connection.next()) {
                case Connection.Event.Over(Ending ending) -> {
                    return ending;
                }
                case Connection.Event.Dispatch dispatch -> {
                    try {
                        take(dispatch, self, inbox);
                    } catch (ContractException e) {
                        LOG.log(System.Logger.Level.WARNING, "A message waits: {0}", e.getMessage());
                        return new Ending.Stalled();
                    }
                }
            }
        }
    }

    private void take(Connection.Event.Dispatch dispatch, Bot self, Inbox inbox) throws InterruptedException {
        JsonObject data = dispatch.data();
        switch (dispatch.type()) {
            case "READY" -> {
                session = new Session(data.text("session_id"), data.text("resume_gateway_url"), dispatch.seq());
                behind = true;
                watcher.become(Stage.CONNECTED, "", self);
                hearing.listCommands(data);
                catchUp(inbox);
            }
            case "RESUMED" -> {
                watcher.become(Stage.CONNECTED, "", self);
                catchUp(inbox);
            }
            case "MESSAGE_CREATE", "MESSAGE_UPDATE" -> {
                watcher.become(Stage.CONNECTED, "", self);
                Session now = session == null || behind ? null : session.at(dispatch.seq());
                hearing.hear(data, dispatch.type().equals("MESSAGE_UPDATE"), now, inbox);
            }
            case "MESSAGE_DELETE", "MESSAGE_DELETE_BULK" -> hearing.deleted(data, inbox);
            case "INTERACTION_CREATE" -> hearing.tapped(data, inbox);
            default -> {}
        }
        done = dispatch.seq();
        Session now = session;
        if (now != null) {
            session = now.at(done);
        }
    }

    private void catchUp(Inbox inbox) throws InterruptedException {
        if (behind) {
            hearing.catchUp(inbox);
            behind = false;
            marks.keep(session);
        }
    }

    private void forget() {
        session = null;
        done = 0;
        marks.keep(null);
    }

    private void ended(Ending ending) {
        if (backoff.isClosed()) {
            return;
        }
        switch (ending) {
            case Ending.Closed over when !over.words().isEmpty() -> stop(over.words(), over.ofKey());
            case Ending.Closed over -> {
                if (over.ofSession()) {
                    forget();
                }
                again(Words.AWAY, Duration.ZERO);
            }
            case Ending.Silent() -> again(Words.SILENT, Duration.ZERO);
            case Ending.Stalled() -> again(Words.NOT_THERE, Duration.ZERO);
            case Ending.Reconnect() -> again(Words.AWAY, Duration.ZERO);
            case Ending.Refused(boolean resumable) -> {
                if (!resumable) {
                    forget();
                }
                again(Words.AWAY, timing.refused());
            }
            case Ending.Exhausted(Duration pause) -> again(Words.STARTS, pause);
            case Ending.Failed(Reply.NoKey none) -> {
                bot = null;
                watcher.become(Stage.UNLINKED, Words.of(none), null);
                backoff.rest();
            }
            case Ending.Failed(Reply.Refused refused) when refused.ofKey() -> stop(Words.REVOKED, true);
            case Ending.Failed(Reply.Refused refused) -> again(Words.of(refused), refused.retryAfter());
            case Ending.Failed(Reply reply) -> again(Words.of(reply), Duration.ZERO);
        }
    }

    private void stop(String why, boolean ofKey) {
        bot = null;
        watcher.become(Stage.STOPPED, why, null);
        bell.ring(ofKey ? Trouble.REVOKED : Trouble.FORBIDDEN);
        backoff.rest();
    }

    private void again(String why, Duration least) {
        watcher.become(Stage.CONNECTING, why, null);
        backoff.pause(failures++, least);
    }

    /// There is another key.
    void tryAgain() {
        backoff.tryAgain();
    }

    void close() {
        backoff.close();
    }
}
