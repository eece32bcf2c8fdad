package moltbot.gateway.channel.telegram;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.Typing;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.vault.Secrets;
import org.jspecify.annotations.Nullable;

/// Telegram. One thread asks for news, and hands each message over before it looks at the next; that it has them
/// Telegram learns by its next question, once all of them are taken. What is sent goes beside it.
///
/// After an answer that did not come, nothing more is sent before Telegram has said who the bot is: so a long outage
/// costs at most one doubt for each who writes at that moment.
public final class TelegramChannel implements Channel {
    /// What it is called in an [Address].
    public static final String NAME = "telegram";

    /// The name of the bot's token in the vault.
    public static final String SECRET = "telegram-bot-token";

    /// In UTF-16 units; Telegram counts no more than that.
    private static final Capabilities CAPABILITIES = new Capabilities(4_096, true, true);

    /// Telegram shows it for five seconds.
    private static final Typing.Times TYPING =
            new Typing.Times(Duration.ofMillis(700), Duration.ofSeconds(4), Duration.ofMinutes(1));

    private static final System.Logger LOG = System.getLogger("telegram");
    private static final Duration LONG = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final BotApi api;
    private final Alarm alarm;
    private final Set<Trouble> rung = EnumSet.noneOf(Trouble.class);
    private final Polling polling;
    private final Fetching fetching;
    private final Typing typing = new Typing(this::showTyping, TYPING);
    private volatile ChannelState state;
    private volatile @Nullable Bot bot;
    private volatile boolean doubtful = true;
    private @Nullable Thread receiver;

    /// @param egress  which may reach nothing but `base`, bound by [#limits]
    /// @param base    where the Bot API is
    /// @param alarm   hears what only the owner can mend
    public TelegramChannel(Egress egress, Secrets secrets, URI base, Alarm alarm, InstantSource clock) {
        this(new BotApi(egress, secrets, base), alarm, clock, Timing.STANDARD);
    }

    TelegramChannel(BotApi api, Alarm alarm, InstantSource clock, Timing timing) {
        this.clock = clock;
        this.api = api;
        this.polling = new Polling(api, this::become, this::ring, timing);
        this.fetching = new Fetching(api, timing.firstPause());
        this.alarm = alarm;
        this.state = new ChannelState(NAME, Stage.CONNECTING, Words.NOT_THERE, "", "", clock.millis());
    }

    /// What its requests are bound by.
    public static EgressLimits limits() {
        return Timing.STANDARD.limits();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public ChannelState state() {
        return state;
    }

    /// @param known  who the house is there, where that was said; null keeps what was known
    private synchronized void become(Stage stage, String why, @Nullable Bot known) {
        if (stage == Stage.UNLINKED) {
            bot = null;
        } else if (known != null) {
            bot = known;
        }
        Bot now = bot;
        String account = now == null ? "" : now.account();
        if (state.stage() != stage
                || !state.why().equals(why)
                || !state.account().equals(account)) {
            String called = now == null || now.username().isEmpty() ? "" : "@" + now.username();
            state = new ChannelState(NAME, stage, why, account, called, clock.millis());
            LOG.log(System.Logger.Level.INFO, "Telegram is {0}. {1}", stage, why);
        }
    }

    private void ring(Trouble trouble) {
        synchronized (rung) {
            if (!rung.add(trouble)) {
                return;
            }
        }
        alarm.ring(NAME, trouble, clock.millis());
    }

    @Override
    public void open(Inbox inbox) {
        receiver = Thread.ofVirtual().name("telegram-receive").start(() -> polling.run(inbox));
    }

    /// There is another token: what was wrong may be so no more.
    public void keyChanged() {
        synchronized (rung) {
            rung.clear();
        }
        doubtful = true;
        polling.tryAgain();
    }

    @Override
    public Fetched fetch(Incoming message, Incoming.Offered file, int most) throws InterruptedException {
        Bot from = bot;
        return from != null && from.account().equals(message.who().account())
                ? fetching.fetch(from, file, most)
                : new Fetched.Missing("Telegram could not give it");
    }

    @Override
    public void seen(Incoming message) {
        typing.begin(message.place());
    }

    private void showTyping(Address to) throws InterruptedException {
        Bot from = bot;
        if (from != null && state.stage() == Stage.CONNECTED) {
            Reply reply = api.call(from.key(), "sendChatAction", Sending.typing(to));
            if (!(reply instanceof Reply.Done)) {
                LOG.log(System.Logger.Level.DEBUG, "That an answer is on its way could not be shown.");
            }
        }
    }

    /// Asks Telegram something in the name of a bot.
    @FunctionalInterface
    private interface Request {
        Reply by(Bot from) throws InterruptedException;
    }

    @Override
    public Outcome send(Address to, Styled text) throws InterruptedException {
        typing.end(to);
        JsonObject request = Sending.request(to, text);
        return send(to, from -> api.call(from.key(), "sendMessage", request));
    }

    /// What everybody can look at is a photo, as long as Telegram takes it for one.
    @Override
    public Outcome send(Address to, OutgoingFile file) throws InterruptedException {
        JsonObject place = Sending.place(to);
        return send(to, from -> {
            if (file.image().isPresent()) {
                Reply photo = api.upload(from.key(), "sendPhoto", Multipart.of(place, "photo", file));
                if (!(photo instanceof Reply.Refused refused) || refused.code() != Reply.BAD_REQUEST) {
                    return photo;
                }
            }
            return api.upload(from.key(), "sendDocument", Multipart.of(place, "document", file));
        });
    }

    private Outcome send(Address to, Request request) throws InterruptedException {
        if (state.stage() == Stage.STOPPED || state.stage() == Stage.UNLINKED) {
            return new Outcome.Later(state.why(), LONG);
        }
        Bot from = bot;
        if (doubtful || from == null) {
            BotApi.Introduction introduction = api.introduce();
            from = introduction.bot();
            if (from == null) {
                Duration pause = introduction.reply() instanceof Reply.Refused no ? no.retryAfter() : Duration.ZERO;
                return new Outcome.Later(Words.of(introduction.reply()), pause);
            }
            bot = from;
            doubtful = false;
        }
        if (!from.account().equals(to.account())) {
            return new Outcome.Never("They know another bot of yours, and this one may not write to them.");
        }
        Outcome outcome = Sending.outcome(request.by(from));
        if (outcome instanceof Outcome.Unknown) {
            doubtful = true;
        }
        return outcome;
    }

    @Override
    public void close() {
        typing.close();
        polling.close();
        Thread thread = receiver;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
