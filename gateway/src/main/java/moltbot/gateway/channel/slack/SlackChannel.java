package moltbot.gateway.channel.slack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
import moltbot.gateway.channel.bot.Standing;
import moltbot.gateway.channel.slack.notation.RichText;
import moltbot.gateway.channel.slack.notation.Ts;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.vault.Secrets;
import org.jspecify.annotations.Nullable;

/// Slack. One thread takes what Socket Mode tells, and hands each message over before it looks at the next; that a
/// message is there Slack learns when it is taken. What is sent goes beside it, by the Web API.
public final class SlackChannel implements Channel {
    /// What it is called in an [Address].
    public static final String NAME = "slack";

    /// The names of the two tokens in the vault: by the bot's the house speaks, by the app's it is told.
    public static final String BOT_SECRET = "slack-bot-token";

    public static final String APP_SECRET = "slack-app-token";

    private static final String USUAL = "https://slack.com";
    private static final Capabilities CAPABILITIES = new Capabilities(RichText.MOST, true, true)
            .offering(QuickReply.MOST)
            .changing(60, Duration.ofSeconds(3));
    private static final System.Logger LOG = System.getLogger("slack");
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final SlackApi api;
    private final Standing<Bot> standing;
    private final Places places;
    private final Hearing hearing;
    private final SocketMode socketMode;
    private final Transfer transfer;
    private final Reactions reactions;
    private @Nullable Thread receiver;

    /// @param egress  which may reach nothing but [#origins], bound by [#limits]
    /// @param base    where the Web API is
    /// @param folder  where it keeps how far it has read
    /// @param alarm   hears what only the owner can mend
    public SlackChannel(Egress egress, Secrets secrets, URI base, Path folder, Alarm alarm, InstantSource clock) {
        this(
                new SlackApi(egress, secrets, base),
                new Marks(folder.resolve("slack.json")),
                alarm,
                clock,
                Timing.STANDARD);
    }

    SlackChannel(SlackApi api, Marks marks, Alarm alarm, InstantSource clock, Timing timing) {
        this.api = api;
        this.standing =
                new Standing<>(new Standing.Names(NAME, "Slack", Words.NOT_THERE), alarm, clock, this::introduce);
        this.places = new Places(api, marks);
        this.hearing = new Hearing(api, places, marks);
        this.socketMode = new SocketMode(api, hearing, standing, timing);
        this.transfer = new Transfer(api);
        this.reactions = new Reactions(api, standing, timing.eyes());
        api.whenRefused(socketMode::doubt);
    }

    private Standing.Introduction<Bot> introduce() throws InterruptedException {
        SlackApi.Introduction introduction = api.introduce();
        Duration pause = introduction.reply() instanceof Reply.Refused no ? no.retryAfter() : Duration.ZERO;
        return new Standing.Introduction<>(introduction.bot(), Words.of(introduction.reply()), pause);
    }

    /// What its requests are bound by.
    public static EgressLimits limits() {
        return Timing.STANDARD.limits();
    }

    /// The servers it may reach: the Web API, and those below it, of which one has the files and others the sockets
    /// that Slack names. Where the Web API is elsewhere, it is all that very server.
    public static List<Origin> origins(URI base) {
        Origin api = Origin.of(base);
        return base.toString().replaceAll("/+$", "").equals(USUAL)
                ? List.of(api, Origin.anyUnder("slack.com"))
                : List.of(api);
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
    public int length(Styled text) {
        return RichText.length(text);
    }

    @Override
    public ChannelState state() {
        return standing.state();
    }

    @Override
    public void open(Inbox inbox) {
        receiver = Thread.ofVirtual().name("slack-receive").start(() -> socketMode.run(inbox));
    }

    /// There is another token: what was wrong may be so no more.
    public void keyChanged() {
        standing.keyChanged();
        reactions.keyChanged();
        socketMode.tryAgain();
    }

    @Override
    public Fetched fetch(Incoming message, Incoming.Offered file, int most) throws InterruptedException {
        Optional<Bot> from = standing.of(message.who().account());
        return from.isPresent()
                ? transfer.fetch(from.get(), file, most)
                : new Fetched.Missing("Slack could not give it");
    }

    @Override
    public void seen(Incoming message) {
        hearing.has(message);
        places.known(message.place()).ifPresent(hearing::spokeIn);
        reactions.begin(message);
    }

    @Override
    public Outcome send(Address to, Styled text) throws InterruptedException {
        return send(to, OutgoingText.of(text));
    }

    @Override
    public Outcome send(Address to, OutgoingText message) throws InterruptedException {
        reactions.end(to);
        return send(to, (from, spot) -> {
            Reply reply = api.post(from.key(), "chat.postMessage", Sending.request(spot, message));
            return Sending.outcome(
                    reply instanceof Reply.Refused no && no.ofBlocks()
                            ? api.post(from.key(), "chat.postMessage", Sending.plain(spot, message.text()))
                            : reply);
        });
    }

    @Override
    public Shown show(Address to, String before, OutgoingText message) throws InterruptedException {
        reactions.end(to);
        AtomicReference<String> now = new AtomicReference<>(before);
        Outcome outcome = send(to, (from, spot) -> {
            JsonObject request = Sending.request(spot, message);
            if (!before.isEmpty()) {
                JsonObject change = request.toBuilder().with("ts", before).build();
                return Sending.outcome(api.post(from.key(), "chat.update", change));
            }
            Reply reply = api.post(from.key(), "chat.postMessage", request);
            if (reply instanceof Reply.Done(JsonObject made)) {
                now.set(Ts.in(made, "ts"));
            }
            return Sending.outcome(reply);
        });
        return new Shown(outcome, now.get());
    }

    @Override
    public boolean takeBack(Address to, String shown) throws InterruptedException {
        Outcome outcome = send(
                to,
                (from, spot) -> Sending.outcome(api.post(
                        from.key(),
                        "chat.delete",
                        JsonObject.with("channel", spot.channel())
                                .with("ts", shown)
                                .build())));
        if (!(outcome instanceof Outcome.Sent)) {
            LOG.log(System.Logger.Level.DEBUG, "What was shown could not be taken back: {0}", outcome);
        }
        return outcome instanceof Outcome.Sent;
    }

    @Override
    public Outcome send(Address to, OutgoingFile file) throws InterruptedException {
        reactions.end(to);
        return send(to, (from, spot) -> transfer.send(from, spot, file));
    }

    /// Says something in a place.
    @FunctionalInterface
    private interface Say {
        Outcome there(Bot from, Places.Spot spot) throws InterruptedException;
    }

    private Outcome send(Address to, Say say) throws InterruptedException {
        return standing.send(to, from -> switch (places.spot(from, to)) {
            case Places.Found.Here(Places.Spot spot) -> {
                hearing.spokeIn(spot);
                yield say.there(from, spot);
            }
            case Places.Found.Unknown(Reply reply) -> Sending.before(reply);
        });
    }

    @Override
    public void close() {
        reactions.close();
        socketMode.close();
        Thread thread = receiver;
        if (thread != null) {
            thread.interrupt();
            try {
                // Whoever comes next reads what this one still writes down.
                if (!thread.join(LAST_WORDS)) {
                    LOG.log(System.Logger.Level.WARNING, "What was read last is not written down.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
