package moltbot.gateway.channel.whatsapp;

import java.time.Duration;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.Backoff;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.bot.Standing;

/// Asks again and again whether the number is there and the key is good: WhatsApp calls the house, so a house that
/// cannot answer any more would not notice it before somebody wrote.
final class Watch {
    private final GraphApi api;
    private final Standing<Line> standing;
    private final Timing timing;
    private final Backoff backoff;
    private int failures;

    Watch(GraphApi api, Standing<Line> standing, Timing timing) {
        this.api = api;
        this.standing = standing;
        this.timing = timing;
        this.backoff = new Backoff(timing.firstPause(), timing.mostPause());
    }

    /// Until it is closed.
    void run() {
        try {
            while (!backoff.isClosed()) {
                backoff.beginsAnew();
                look(api.introduce());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(GraphApi.Introduction introduction) {
        if (backoff.isClosed()) {
            return;
        }
        if (introduction.line() != null) {
            failures = 0;
            standing.become(Stage.CONNECTED, "", introduction.line());
            backoff.rest(timing.pulse());
            return;
        }
        switch (introduction.reply()) {
            case Reply.NoKey none -> {
                standing.become(Stage.UNLINKED, Words.of(none), null);
                backoff.rest();
            }
            case Reply.Refused no
            when no.ofKey() || no.ofPermission() -> {
                standing.become(Stage.STOPPED, Words.of(no), null);
                standing.ring(no.ofKey() ? Trouble.REVOKED : Trouble.FORBIDDEN);
                backoff.rest();
            }
            case Reply.Refused no -> again(no, no.isLimited() ? Sending.pause(no) : Duration.ZERO);
            case Reply reply -> again(reply, Duration.ZERO);
        }
    }

    private void again(Reply reply, Duration least) {
        standing.become(Stage.CONNECTING, Words.of(reply), null);
        backoff.pause(failures++, least);
    }

    /// There is another key, or the one there is was refused.
    void tryAgain() {
        backoff.tryAgain();
    }

    void close() {
        backoff.close();
    }
}
