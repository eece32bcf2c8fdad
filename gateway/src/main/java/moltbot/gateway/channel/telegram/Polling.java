package moltbot.gateway.channel.telegram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.Backoff;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import org.jspecify.annotations.Nullable;

/// Asks for news, again and again with growing pauses, until it is closed.
///
/// Telegram forgets an update when it is asked for a later one. So the question that says "I have all before this" is
/// asked only when all before it are on disk; nothing of that is kept here, and whoever starts anew is given again what
/// was not said to be taken. Numbers of updates may begin anew after a quiet week, so none is passed over for being
/// low.
final class Polling {
    private static final System.Logger LOG = System.getLogger("telegram");
    private static final int OK = 200;
    private static final int MOST_AT_ONCE = 20;

    /// An answer without news that takes less than this part of the time was not waited for.
    private static final int SOON = 10;

    private static final List<String> WANTED = List.of("message", "edited_message", "callback_query");

    /// How an answer with one update begins; what a person wrote comes later, and has its quotation marks escaped.
    private static final Pattern FIRST = Pattern.compile(
            "\\s*\\{\\s*\"ok\"\\s*:\\s*true\\s*,\\s*\"result\"\\s*:\\s*\\[\\s*\\{\\s*\"update_id\"\\s*:\\s*([0-9]{1,15})\\b.*",
            Pattern.DOTALL);

    /// Is told how the messenger stands.
    interface Watcher {
        void become(Stage stage, String why, @Nullable Bot known);
    }

    /// Is told of what only the owner can mend.
    interface Bell {
        void ring(Trouble trouble);
    }

    private final BotApi api;
    private final Watcher watcher;
    private final Bell bell;
    private final Timing timing;
    private final Backoff backoff;
    private final Taps taps;

    /// The rest is the receiving thread's alone.
    private @Nullable Bot bot;

    /// Whose numbers and messages the next two are about.
    private long numbersOf;

    private Earlier earlier = new Earlier();
    private OptionalLong next = OptionalLong.empty();
    private int most = MOST_AT_ONCE;
    private boolean contested;

    Polling(BotApi api, Watcher watcher, Bell bell, Timing timing) {
        this.api = api;
        this.watcher = watcher;
        this.bell = bell;
        this.timing = timing;
        this.taps = new Taps(api);
        this.backoff = new Backoff(timing.firstPause(), timing.mostPause());
    }

    /// Returns when it is closed.
    void run(Inbox inbox) {
        int failures = 0;
        while (!backoff.isClosed()) {
            try {
                Reply reply = round(inbox);
                if (reply instanceof Reply.Done) {
                    failures = 0;
                } else {
                    failed(reply, failures++);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Something went wrong while Telegram was read; it is read on.", e);
                failed(new Reply.Lost(), failures++);
            }
        }
    }

    /// One question, and what it brought.
    private Reply round(Inbox inbox) throws InterruptedException {
        if (backoff.beginsAnew()) {
            bot = null;
        }
        boolean first = bot == null;
        if (first) {
            BotApi.Introduction introduction = api.introduce();
            bot = introduction.bot();
            if (bot == null) {
                return introduction.reply();
            }
            if (bot.id() != numbersOf) {
                numbersOf = bot.id();
                next = OptionalLong.empty();
                earlier = new Earlier();
                taps.listCommands(bot);
            }
        }
        Bot self = Objects.requireNonNull(bot);
        // The first answer is wanted at once: it shows that all is well. Where another takes the messages it would not.
        boolean atOnce = first && !contested;
        long asked = System.nanoTime();
        Reply reply = api.call(self.key(), "getUpdates", question(atOnce));
        if (!(reply instanceof Reply.Done(JsonValue result))) {
            return reply instanceof Reply.Broken broken ? passedOver(broken) : reply;
        }
        contested = false;
        next = OptionalLong.empty();
        most = MOST_AT_ONCE;
        watcher.become(Stage.CONNECTED, "", self);
        List<JsonObject> updates = result instanceof JsonArray array ? array.objects() : List.of();
        take(updates, self, inbox);
        if (updates.isEmpty()
                && !atOnce
                && System.nanoTime() - asked < timing.poll().toNanos() / SOON) {
            // A server that does not wait for news is not to be asked without a pause.
            backoff.rest(timing.firstPause());
        }
        return reply;
    }

    private JsonObject question(boolean atOnce) {
        JsonObject.Builder question = JsonObject.with("limit", most)
                .with("timeout", atOnce ? 0 : timing.poll().toSeconds())
                .with("allowed_updates", JsonArray.ofTexts(WANTED));
        next.ifPresent(number -> question.with("offset", number));
        return question.build();
    }

    private void take(List<JsonObject> updates, Bot self, Inbox inbox) throws InterruptedException {
        List<JsonObject> inOrder = new ArrayList<>(updates);
        inOrder.sort(Comparator.comparingLong(update -> update.number("update_id")));
        for (JsonObject update : inOrder) {
            long number = update.number("update_id");
            if (!earlier.isTaken(Long.toString(number))) {
                take(update, self, inbox);
                earlier.taken(Long.toString(number));
            }
        }
        if (!inOrder.isEmpty()) {
            next = OptionalLong.of(inOrder.getLast().number("update_id") + 1);
        }
    }

    /// A message that cannot be understood must not stop those behind it.
    private void take(JsonObject json, Bot self, Inbox inbox) throws InterruptedException {
        if (Taps.isOne(json)) {
            tapped(json, self, inbox);
            return;
        }
        Update update;
        Optional<Incoming> message;
        try {
            update = new Update(self, json);
            message = update.incoming(earlier);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A message could not be understood: {0}", e.getMessage());
            return;
        }
        if (message.isPresent()) {
            inbox.take(message.get());
            update.keepIn(earlier);
        }
    }

    private void tapped(JsonObject json, Bot self, Inbox inbox) throws InterruptedException {
        try {
            Optional<Incoming> message = Taps.read(self, json);
            if (message.isPresent()) {
                inbox.take(message.get());
            }
            taps.taken(self, json);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "What was tapped could not be understood: {0}", e.getMessage());
        }
    }

    /// An answer that cannot be read would come again and again: it is asked for one by one, and the one that is at
    /// fault is left behind.
    private Reply passedOver(Reply.Broken broken) {
        if (broken.status() == OK) {
            Matcher one = FIRST.matcher(broken.body());
            if (most == 1 && one.matches()) {
                next = OptionalLong.of(Long.parseLong(one.group(1)) + 1);
            }
            most = 1;
        }
        return broken;
    }

    private void failed(Reply reply, int failures) {
        bot = null;
        switch (reply) {
            case Reply.NoKey() -> {
                watcher.become(Stage.UNLINKED, Words.of(reply), null);
                backoff.rest();
            }
            case Reply.Refused refused
            when refused.ofKey() -> {
                watcher.become(Stage.STOPPED, Words.of(reply), null);
                bell.ring(Trouble.REVOKED);
                backoff.rest();
            }
            case Reply.Refused refused
            when refused.code() == Reply.CONFLICT -> {
                contested = true;
                watcher.become(Stage.CONNECTING, Words.of(reply), null);
                bell.ring(Trouble.CONTESTED);
                backoff.pause(failures, timing.contested());
            }
            case Reply.Refused refused -> {
                watcher.become(Stage.CONNECTING, Words.of(reply), null);
                backoff.pause(failures, refused.retryAfter());
            }
            case Reply.Broken _, Reply.Lost _, Reply.NotSent _, Reply.Done _ -> {
                watcher.become(Stage.CONNECTING, Words.of(reply), null);
                backoff.pause(failures, Duration.ZERO);
            }
        }
    }

    /// There is another key.
    void tryAgain() {
        backoff.tryAgain();
    }

    void close() {
        backoff.close();
    }
}
