package moltbot.gateway.channel.slack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.Backoff;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.bot.Standing;
import moltbot.gateway.egress.EgressSocket;
import org.jspecify.annotations.Nullable;

/// Keeps a connection of Socket Mode, again and again with growing pauses, until it is closed. Where Slack says that it
/// will end one, the next is there before.
///
/// Slack wants each envelope acknowledged within three seconds, and says what was not three times more: at once,
/// after a minute and after five. Here one is acknowledged when its message is on disk, so a house that is slower is
/// told again, and knows the message by its number. What was written while no connection was there is asked for.
final class SocketMode {
    private static final System.Logger LOG = System.getLogger("slack");
    private static final int OLD_AND_NEW = 2;

    private final SlackApi api;
    private final Hearing hearing;
    private final Standing<Bot> standing;
    private final Timing timing;
    private final Backoff backoff;
    private volatile @Nullable Mail mail;

    /// The rest is the receiving thread's alone.
    private @Nullable Bot bot;

    private int failures;

    SocketMode(SlackApi api, Hearing hearing, Standing<Bot> standing, Timing timing) {
        this.api = api;
        this.hearing = hearing;
        this.standing = standing;
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
                LOG.log(System.Logger.Level.ERROR, "Something went wrong with Slack; it is connected anew.", e);
                ended(new Ending.Stalled());
            }
        }
    }

    /// From one connection to the next until one ends without another.
    private Ending round(Inbox inbox) throws InterruptedException {
        if (backoff.beginsAnew()) {
            bot = null;
        }
        if (bot == null) {
            SlackApi.Introduction introduction = api.introduce();
            bot = introduction.bot();
            if (bot == null) {
                return new Ending.Failed(introduction.reply());
            }
            hearing.as(bot);
        }
        Bot self = Objects.requireNonNull(bot);
        Mail mine = new Mail();
        mail = mine;
        List<Connection> open = new ArrayList<>();
        try {
            Attempt first = connect(self, mine);
            if (first.connection() == null) {
                return new Ending.Failed(first.reply());
            }
            open.add(first.connection());
            standing.become(Stage.CONNECTED, "", self);
            hearing.catchUp(inbox);
            failures = 0;
            return heard(self, mine, open, inbox);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A message waits: {0}", e.getMessage());
            return new Ending.Stalled();
        } finally {
            mail = null;
            open.forEach(Connection::close);
        }
    }

    /// What came of opening a connection.
    ///
    /// @param connection  null where there is none
    /// @param count       of this app's, as Slack counts them
    private record Attempt(@Nullable Connection connection, int count, Reply reply) {}

    private Attempt connect(Bot self, Mail mail) throws InterruptedException {
        Reply reply = api.post(self.appKey(), "apps.connections.open", JsonObject.EMPTY);
        if (!(reply instanceof Reply.Done(JsonObject found))) {
            return new Attempt(null, 0, reply);
        }
        EgressSocket socket = null;
        try {
            socket = api.socket(found.text("url"));
            Connection connection = new Connection(socket, mail);
            int count = connection.open(timing);
            socket = null;
            return new Attempt(connection, count, reply);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.INFO, "Slack is not there: {0}", e.getMessage());
            boolean said = e.reason().equals(Ending.DISABLED) || e.reason().equals(Ending.TOO_MANY);
            return new Attempt(null, 0, said ? new Reply.Refused(e.reason(), "", Duration.ZERO) : new Reply.NotSent());
        } finally {
            if (socket != null) {
                socket.close();
            }
        }
    }

    private Ending heard(Bot self, Mail mine, List<Connection> open, Inbox inbox) throws InterruptedException {
        while (true) {
            switch (mine.next()) {
                case Mail.Event.Envelope(Connection from, String id, JsonObject payload) -> {
                    String reply = hearing.hear(payload, inbox);
                    from.acknowledge(id, reply);
                }
                case Mail.Event.Leaving(Connection from) -> {
                    if (from.equals(open.getLast())) {
                        relieve(self, mine, open);
                        if (from.isOver()) {
                            hearing.catchUp(inbox);
                        }
                    }
                }
                case Mail.Event.Doubt() -> {
                    bot = null;
                    return new Ending.Closed();
                }
                case Mail.Event.Over(Connection from, Ending ending) -> {
                    boolean last = from.equals(open.getLast());
                    open.remove(from);
                    from.close();
                    if (last) {
                        return ending;
                    }
                }
            }
        }
    }

    /// Where there is no other, the one that leaves is listened to until its end.
    private void relieve(Bot self, Mail mine, List<Connection> open) throws InterruptedException {
        Attempt next = connect(self, mine);
        if (next.connection() == null) {
            return;
        }
        open.getLast().leave(timing.farewell());
        open.add(next.connection());
        // By now those of a house that died are gone.
        if (next.count() > OLD_AND_NEW) {
            standing.become(Stage.CONNECTED, Words.TAKEN, self);
            standing.ring(Trouble.CONTESTED);
        } else {
            standing.become(Stage.CONNECTED, "", self);
        }
        // The bot's key is another than the one of the connection, which knows nothing of it.
        api.introduce();
    }

    private void ended(Ending ending) {
        if (backoff.isClosed()) {
            return;
        }
        switch (ending) {
            case Ending.Closed() -> again(Words.AWAY, Duration.ZERO);
            case Ending.Silent() -> again(Words.SILENT, Duration.ZERO);
            case Ending.Stalled() -> again(Words.NOT_THERE, Duration.ZERO);
            case Ending.Refused(String reason) -> refused(reason);
            case Ending.Failed(Reply.NoKey none) -> {
                bot = null;
                standing.become(Stage.UNLINKED, Words.of(none), null);
                backoff.rest();
            }
            case Ending.Failed(Reply.Refused no) when no.error().equals(Ending.DISABLED) -> refused(no.error());
            case Ending.Failed(Reply.Refused no) when no.error().equals(Ending.TOO_MANY) -> refused(no.error());
            case Ending.Failed(Reply.Refused refused) when refused.ofKey() -> stop(Words.REVOKED, true);
            case Ending.Failed(Reply.Refused refused) when refused.ofScope() -> stop(Words.of(refused), false);
            case Ending.Failed(Reply.Refused refused) -> again(Words.of(refused), refused.retryAfter());
            case Ending.Failed(Reply reply) -> again(Words.of(reply), Duration.ZERO);
        }
    }

    private void refused(String reason) {
        if (reason.equals(Ending.DISABLED)) {
            stop(Words.DISABLED, false);
        } else {
            again(Words.MANY, timing.mostPause());
        }
    }

    private void stop(String why, boolean ofKey) {
        bot = null;
        standing.become(Stage.STOPPED, why, null);
        standing.ring(ofKey ? Trouble.REVOKED : Trouble.FORBIDDEN);
        backoff.rest();
    }

    private void again(String why, Duration least) {
        standing.become(Stage.CONNECTING, why, null);
        backoff.pause(failures++, least);
    }

    /// Slack did not take a key. The bot's is none that a connection would end for.
    void doubt() {
        Mail now = mail;
        if (now != null) {
            now.put(new Mail.Event.Doubt());
        }
    }

    /// There is another key: what is connected with the old one is connected anew.
    void tryAgain() {
        backoff.tryAgain();
        doubt();
    }

    void close() {
        backoff.close();
    }
}
