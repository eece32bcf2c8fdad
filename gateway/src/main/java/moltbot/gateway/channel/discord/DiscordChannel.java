package moltbot.gateway.channel.discord;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
import moltbot.gateway.channel.bot.Standing;
import moltbot.gateway.channel.discord.notation.Notation;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.vault.Secrets;
import org.jspecify.annotations.Nullable;

/// Discord. One thread takes what the Gateway tells, and hands each message over before it looks at the next; how far
/// that is Discord learns when it is said that the house is there, and when the house comes back. What is sent goes
/// beside it, by HTTP.
public final class DiscordChannel implements Channel {
    /// What it is called in an [Address].
    public static final String NAME = "discord";

    /// The name of the bot's token in the vault.
    public static final String SECRET = "discord-bot-token";

    private static final String USUAL = "https://discord.com";
    private static final Capabilities CAPABILITIES = new Capabilities(Notation.MOST, true, true)
            .offering(QuickReply.MOST)
            .quoting()
            .changing(60, Duration.ofSeconds(2));

    /// Discord shows it for ten seconds.
    private static final Typing.Times TYPING =
            new Typing.Times(Duration.ofMillis(700), Duration.ofSeconds(8), Duration.ofMinutes(1));

    private static final System.Logger LOG = System.getLogger("discord");
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final DiscordApi api;
    private final Standing<Bot> standing;
    private final Places places;
    private final Hearing hearing;
    private final Gateway gateway;
    private final Typing typing = new Typing(this::showTyping, TYPING);
    private @Nullable Thread receiver;

    /// @param egress  which may reach nothing but [#origins], bound by [#limits]
    /// @param base    where the HTTP API is
    /// @param folder  where it keeps how far it has read
    /// @param alarm   hears what only the owner can mend
    public DiscordChannel(Egress egress, Secrets secrets, URI base, Path folder, Alarm alarm, InstantSource clock) {
        this(
                new DiscordApi(egress, secrets, base),
                new Marks(folder.resolve("discord.json")),
                alarm,
                clock,
                Timing.STANDARD);
    }

    DiscordChannel(DiscordApi api, Marks marks, Alarm alarm, InstantSource clock, Timing timing) {
        this.api = api;
        this.standing =
                new Standing<>(new Standing.Names(NAME, "Discord", Words.NOT_THERE), alarm, clock, this::introduce);
        this.places = new Places(api, marks);
        this.hearing = new Hearing(api, places, marks);
        this.gateway = new Gateway(api, hearing, marks, standing::become, standing::ring, timing);
    }

    private Standing.Introduction<Bot> introduce() throws InterruptedException {
        DiscordApi.Introduction introduction = api.introduce();
        Duration pause = introduction.reply() instanceof Reply.Refused no ? no.retryAfter() : Duration.ZERO;
        return new Standing.Introduction<>(introduction.bot(), Words.of(introduction.reply()), pause);
    }

    /// What its requests are bound by.
    public static EgressLimits limits() {
        return Timing.STANDARD.limits();
    }

    /// The servers it may reach: the HTTP API, where files are kept, and the Gateways that may be named. Those are
    /// Discord's own, or, where the API is elsewhere, that very server.
    public static List<Origin> origins(URI base) {
        Origin api = Origin.of(base);
        if (!base.toString().replaceAll("/+$", "").equals(USUAL)) {
            return List.of(api);
        }
        List<Origin> all = new ArrayList<>(List.of(api, Origin.anyUnder("discord.gg")));
        DiscordApi.FILES.stream().sorted().forEach(host -> all.add(Origin.of(URI.create("https://" + host))));
        return List.copyOf(all);
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
        return new Notation(text).length();
    }

    @Override
    public ChannelState state() {
        return standing.state();
    }

    @Override
    public void open(Inbox inbox) {
        receiver = Thread.ofVirtual().name("discord-receive").start(() -> gateway.run(inbox));
    }

    /// There is another token: what was wrong may be so no more.
    public void keyChanged() {
        standing.keyChanged();
        gateway.tryAgain();
    }

    @Override
    public void seen(Incoming message) {
        hearing.has(message);
        places.known(message.place()).ifPresent(hearing::spokeIn);
        typing.begin(message.place());
    }

    private void showTyping(Address to) throws InterruptedException {
        Optional<Bot> from = standing.connected();
        Optional<String> channel = places.known(to);
        if (from.isPresent() && channel.isPresent()) {
            Reply reply = api.post(from.get().key(), "channels/" + channel.get() + "/typing", JsonObject.EMPTY);
            if (!(reply instanceof Reply.Done)) {
                LOG.log(System.Logger.Level.DEBUG, "That an answer is on its way could not be shown.");
            }
        }
    }

    @Override
    public Outcome send(Address to, Styled text) throws InterruptedException {
        return send(to, new OutgoingText(text, UUID.randomUUID().toString(), "", List.of()));
    }

    @Override
    public Outcome send(Address to, OutgoingText message) throws InterruptedException {
        typing.end(to);
        return send(to, (from, channel) -> api.post(from.key(), messages(channel), Sending.request(message)));
    }

    @Override
    public Shown show(Address to, String before, OutgoingText message) throws InterruptedException {
        typing.end(to);
        AtomicReference<String> now = new AtomicReference<>(before);
        // Where the same text is shown later, it is another message.
        OutgoingText made =
                new OutgoingText(message.text(), UUID.randomUUID().toString(), message.answers(), message.replies());
        Outcome outcome = send(to, (from, channel) -> {
            if (!before.isEmpty()) {
                return api.change(from.key(), messages(channel) + "/" + before, Sending.change(message));
            }
            Reply reply = api.post(from.key(), messages(channel), Sending.request(made));
            if (reply instanceof Reply.Done(JsonObject sent)) {
                now.set(Snowflake.in(sent, "id"));
            }
            return reply;
        });
        return new Shown(outcome, now.get());
    }

    @Override
    public boolean takeBack(Address to, String shown) throws InterruptedException {
        Outcome outcome = send(to, (from, channel) -> api.delete(from.key(), messages(channel) + "/" + shown));
        if (!(outcome instanceof Outcome.Sent)) {
            LOG.log(System.Logger.Level.DEBUG, "What was shown could not be taken back: {0}", outcome);
        }
        return outcome instanceof Outcome.Sent;
    }

    @Override
    public Outcome send(Address to, OutgoingFile file) throws InterruptedException {
        typing.end(to);
        return send(to, (from, channel) -> api.upload(from.key(), messages(channel), Files.request(file)));
    }

    @Override
    public Fetched fetch(Incoming message, Incoming.Offered file, int most) throws InterruptedException {
        return api.download(file.reference(), most);
    }

    private static String messages(String channel) {
        return "channels/" + channel + "/messages";
    }

    /// Says something in a channel.
    @FunctionalInterface
    private interface Say {
        Reply there(Bot from, String channel) throws InterruptedException;
    }

    private Outcome send(Address to, Say say) throws InterruptedException {
        return standing.send(to, from -> switch (places.channel(from, to)) {
            case Places.Found.Channel(String channel) -> {
                hearing.spokeIn(channel);
                yield Sending.outcome(say.there(from, channel));
            }
            case Places.Found.Elsewhere() -> new Outcome.Never("The thread in that server is gone.");
            case Places.Found.Unknown(Reply reply) ->
                Sending.outcome(reply) instanceof Outcome.Unknown(String why)
                        ? new Outcome.Later(why, Duration.ZERO)
                        : Sending.outcome(reply);
        });
    }

    @Override
    public void close() {
        typing.close();
        gateway.close();
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
