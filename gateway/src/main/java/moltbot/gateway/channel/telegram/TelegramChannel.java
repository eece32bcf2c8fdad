package moltbot.gateway.channel.telegram;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.channel.Typing;
import moltbot.gateway.channel.bot.Forms;
import moltbot.gateway.channel.bot.Limits;
import moltbot.gateway.channel.bot.Standing;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.vault.Secrets;
import org.jspecify.annotations.Nullable;

/// Telegram. One thread asks for news, and hands each message over before it looks at the next; that it has them
/// Telegram learns by its next question, once all of them are taken. What is sent goes beside it.
public final class TelegramChannel implements Channel {
    /// What it is called in an [Address].
    public static final String NAME = "telegram";

    /// The name of the bot's token in the vault.
    public static final String SECRET = "telegram-bot-token";

    /// In UTF-16 units; Telegram counts no more than that.
    private static final Capabilities CAPABILITIES = new Capabilities(4_096, true, true)
            .offering(QuickReply.MOST)
            .quoting()
            .changing(60, Duration.ofSeconds(2));

    /// Telegram shows it for five seconds.
    private static final Typing.Times TYPING =
            new Typing.Times(Duration.ofMillis(700), Duration.ofSeconds(4), Duration.ofMinutes(1));

    private static final System.Logger LOG = System.getLogger("telegram");

    private final BotApi api;
    private final Standing<Bot> standing;
    private final Polling polling;
    private final Fetching fetching;
    private final Limits limits = new Limits(System::nanoTime);
    private final Typing typing = new Typing(this::showTyping, TYPING);
    private @Nullable Thread receiver;

    /// @param egress  which may reach nothing but `base`, bound by [#limits]
    /// @param base    where the Bot API is
    /// @param alarm   hears what only the owner can mend
    public TelegramChannel(Egress egress, Secrets secrets, URI base, Alarm alarm, InstantSource clock) {
        this(new BotApi(egress, secrets, base), alarm, clock, Timing.STANDARD);
    }

    TelegramChannel(BotApi api, Alarm alarm, InstantSource clock, Timing timing) {
        this.api = api;
        this.standing =
                new Standing<>(new Standing.Names(NAME, "Telegram", Words.NOT_THERE), alarm, clock, this::introduce);
        this.polling = new Polling(api, standing::become, standing::ring, timing);
        this.fetching = new Fetching(api, timing.firstPause());
    }

    private Standing.Introduction<Bot> introduce() throws InterruptedException {
        BotApi.Introduction introduction = api.introduce();
        Duration pause = introduction.reply() instanceof Reply.Refused no ? no.retryAfter() : Duration.ZERO;
        return new Standing.Introduction<>(introduction.bot(), Words.of(introduction.reply()), pause);
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
        return standing.state();
    }

    @Override
    public void open(Inbox inbox) {
        receiver = Thread.ofVirtual().name("telegram-receive").start(() -> polling.run(inbox));
    }

    /// There is another token: what was wrong may be so no more.
    public void keyChanged() {
        standing.keyChanged();
        polling.tryAgain();
    }

    @Override
    public Fetched fetch(Incoming message, Incoming.Offered file, int most) throws InterruptedException {
        Optional<Bot> from = standing.of(message.who().account());
        return from.isPresent()
                ? fetching.fetch(from.get(), file, most)
                : new Fetched.Missing("Telegram could not give it");
    }

    @Override
    public void seen(Incoming message) {
        typing.begin(message.place());
    }

    private void showTyping(Address to) throws InterruptedException {
        Optional<Bot> from = standing.connected();
        if (from.isPresent()) {
            Reply reply = api.call(from.get().key(), "sendChatAction", Sending.typing(to));
            if (!(reply instanceof Reply.Done)) {
                LOG.log(System.Logger.Level.DEBUG, "That an answer is on its way could not be shown.");
            }
        }
    }

    @Override
    public Outcome send(Address to, Styled text) throws InterruptedException {
        return send(to, OutgoingText.of(text));
    }

    @Override
    public Outcome send(Address to, OutgoingText message) throws InterruptedException {
        typing.end(to);
        JsonObject request = Sending.request(to, message);
        return send(to, from -> outcome(to, api.call(from.key(), "sendMessage", request)));
    }

    /// Where a chat had too many messages, no more is asked for it until Telegram wants to hear of it again.
    private Outcome send(Address to, Standing.Request<Bot> request) throws InterruptedException {
        Duration pause = limits.pause(to.home().id());
        return pause.isZero() ? standing.send(to, request) : new Outcome.Later(Words.LIMITED, pause);
    }

    private Outcome outcome(Address to, Reply reply) {
        Outcome outcome = Sending.outcome(reply);
        if (outcome instanceof Outcome.Later later
                && reply instanceof Reply.Refused refused
                && refused.code() == Reply.TOO_MANY) {
            Duration _ = limits.close(to.home().id(), later.pause());
        }
        return outcome;
    }

    @Override
    public Shown show(Address to, String before, OutgoingText message) throws InterruptedException {
        typing.end(to);
        AtomicReference<String> now = new AtomicReference<>(before);
        JsonObject request = Sending.request(to, message);
        Outcome outcome = send(to, from -> {
            Reply reply = before.isEmpty()
                    ? api.call(from.key(), "sendMessage", request)
                    : api.call(from.key(), "editMessageText", Sending.change(request, before));
            if (before.isEmpty() && reply instanceof Reply.Done(JsonObject made)) {
                now.set(Long.toString(made.number("message_id")));
            }
            return Sending.isAsBefore(reply) ? new Outcome.Sent() : outcome(to, reply);
        });
        return new Shown(outcome, now.get());
    }

    @Override
    public boolean takeBack(Address to, String shown) throws InterruptedException {
        JsonObject request = Sending.place(to).toBuilder()
                .with("message_id", Long.parseLong(shown))
                .build();
        Outcome outcome = send(to, from -> outcome(to, api.call(from.key(), "deleteMessage", request)));
        if (!(outcome instanceof Outcome.Sent)) {
            LOG.log(System.Logger.Level.DEBUG, "What was shown could not be taken back: {0}", outcome);
        }
        return outcome instanceof Outcome.Sent;
    }

    /// What everybody can look at is a photo, as long as Telegram takes it for one.
    @Override
    public Outcome send(Address to, OutgoingFile file) throws InterruptedException {
        JsonObject place = Sending.place(to);
        return send(to, from -> outcome(to, give(from, place, file)));
    }

    private Reply give(Bot from, JsonObject place, OutgoingFile file) throws InterruptedException {
        if (file.image().isPresent()) {
            Reply photo = api.upload(from.key(), "sendPhoto", Forms.of(place, "photo", file));
            if (!(photo instanceof Reply.Refused refused) || refused.code() != Reply.BAD_REQUEST) {
                return photo;
            }
        }
        return api.upload(from.key(), "sendDocument", Forms.of(place, "document", file));
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
