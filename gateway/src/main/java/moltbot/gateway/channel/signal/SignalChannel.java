package moltbot.gateway.channel.signal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.channel.Typing;
import moltbot.gateway.channel.signal.Outgoing.Went;
import moltbot.gateway.channel.signal.rpc.Rpc.Reply;
import moltbot.gateway.channel.signal.rpc.RpcClient;

/// Signal. One thread connects to signal-cli, subscribes, and hands each message over before it reads the next
/// ([Receiving]): what is not taken yet stays with signal-cli. What is sent goes over a connection of its own
/// ([Outgoing]).
///
/// signal-cli tells Signal's servers that it has a message as soon as it has written it to its socket. What lies
/// in the socket when this process dies is therefore lost; nothing on this side can change that.
public final class SignalChannel implements Channel {
    /// Signal shows longer texts too, but folds them away behind a tap.
    private static final Capabilities CAPABILITIES = new Capabilities(2_000, true, false)
            .offering(QuickReply.MOST)
            .quoting()
            // Signal takes ten changes of a message.
            .changing(8, Duration.ofSeconds(4));

    /// Signal shows it for fifteen seconds.
    private static final Typing.Times TYPING =
            new Typing.Times(Duration.ofMillis(700), Duration.ofSeconds(10), Duration.ofMinutes(1));

    private static final System.Logger LOG = System.getLogger("signal");
    /// What signal-cli says where a message came under a safety number that is not trusted; it keeps that message.
    private static final String UNTRUSTED = "UntrustedIdentityException";

    private final Timing timing;
    private final RpcClient client;
    private final Linking linking;
    private final Receipts receipts;
    private final Reactions reactions = new Reactions();
    private final Quotes quotes = new Quotes();
    private final Changes changes = new Changes();
    private final Typing typing;
    private final Pace pace;
    private final Standing standing;
    private final Receiving receiving;
    private final Outgoing outgoing;
    private final Identities identities;
    private final Notices notices;
    private final Earlier.Edits edits = new Earlier.Edits();
    /// A file is text to signal-cli, several times over on its way: two large ones at once would not fit.
    private final ReentrantLock oneFile = new ReentrantLock(true);

    private volatile String ownUuid = "";

    /// Signal by a signal-cli that listens at a socket.
    ///
    /// @param account  the account to use, where several are linked; empty takes the first
    /// @param folder   where the little is kept that outlives a start
    /// @param alarm    hears what only the owner can mend
    public SignalChannel(Path socket, String account, Path folder, Alarm alarm, InstantSource clock) {
        this(socket, account, folder, alarm, clock, Timing.STANDARD);
    }

    SignalChannel(Path socket, String account, Path folder, Alarm alarm, InstantSource clock, Timing timing) {
        this.timing = timing;
        this.client = new RpcClient(socket);
        this.linking = new Linking(client, timing.code());
        this.receipts = new Receipts(client, timing.send());
        this.typing = new Typing(this::showTyping, TYPING);
        this.pace = new Pace(clock);
        this.standing = new Standing(alarm, clock, this::notes);
        Kept kept = new Kept(folder.resolve("signal.json"));
        this.receiving = new Receiving(socket, account, timing, standing, kept);
        this.outgoing = new Outgoing(client, pace, changes, standing, receiving::doubt, timing.send());
        this.identities = new Identities(client, standing, changes, pace);
        this.notices = new Notices(kept, this::send);
    }

    /// What the owner should know though Signal receives.
    private String notes() {
        return (pace.words() + " " + changes.words()).strip();
    }

    @Override
    public String name() {
        return "signal";
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
        receiving.open((parameters, account) -> {
            Optional<Incoming> message = message(parameters, account);
            if (message.isPresent()) {
                inbox.take(message.get());
            }
            for (Incoming.Withdrawn one : withdrawn(parameters, account)) {
                inbox.withdraw(one);
            }
        });
    }

    /// With whatever else that message said before or after it was changed.
    private List<Incoming.Withdrawn> withdrawn(JsonObject parameters, String account) {
        try {
            JsonObject envelope = envelope(parameters);
            return Envelope.withdrawn(account, ownUuid, envelope).stream()
                    .flatMap(one ->
                            edits.all(one.id()).stream().map(id -> new Incoming.Withdrawn(id, one.who(), one.place())))
                    .toList();
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "What was taken back could not be understood: {0}", e.getMessage());
            return List.of();
        }
    }

    private static JsonObject envelope(JsonObject parameters) {
        return parameters.objectOr("result", parameters).objectOr("envelope", JsonObject.EMPTY);
    }

    /// A message that cannot be understood must not stop those behind it.
    private Optional<Incoming> message(JsonObject parameters, String account) {
        try {
            JsonObject told = parameters.objectOr("result", parameters);
            JsonObject envelope = envelope(parameters);
            String person = envelope.textOr("sourceUuid", "");
            changes.named(person, envelope.textOr("sourceName", ""));
            if (told.objectOr("exception", JsonObject.EMPTY).textOr("type", "").equals(UNTRUSTED)
                    && changes.found(person)) {
                standing.ringAnew(Alarm.Trouble.CHANGED);
            }
            Envelope.ownUuid(account, envelope).ifPresent(uuid -> ownUuid = uuid);
            Optional<Envelope.Reaction> reaction = Envelope.reaction(account, ownUuid, envelope);
            if (reaction.isPresent()) {
                return reactions.read(reaction.get());
            }
            Optional<Incoming> message = Envelope.read(account, ownUuid, envelope);
            message.ifPresent(one -> {
                notices.heard(one, Envelope.data(envelope));
                Envelope.before(envelope, one).ifPresent(before -> edits.edited(before, one.id()));
            });
            return message;
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A message could not be understood: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Outcome send(Address to, Styled text) throws InterruptedException {
        return send(to, OutgoingText.of(text));
    }

    @Override
    public Outcome send(Address to, OutgoingText message) throws InterruptedException {
        typing.end(to);
        Styled text = Reactions.explained(message, CAPABILITIES.maxChars());
        JsonObject.Builder request = Sending.request(to, to.id().equals(ownUuid), text).toBuilder();
        quotes.of(message.answers(), to).ifPresent(quote -> quote.fields().forEach(request::with));
        Went went = outgoing.send(to, request.build());
        went.at().ifPresent(at -> reactions.sent(to, at, message.replies()));
        return went.outcome();
    }

    /// Signal knows a message by when it was changed last.
    @Override
    public Shown show(Address to, String before, OutgoingText message) throws InterruptedException {
        typing.end(to);
        Styled text = Reactions.explained(message, CAPABILITIES.maxChars());
        JsonObject.Builder request = Sending.request(to, to.id().equals(ownUuid), text).toBuilder();
        if (!before.isEmpty()) {
            request.with("editTimestamp", Long.parseLong(before));
        }
        Went went = outgoing.send(to, request.build());
        went.at().ifPresent(time -> reactions.sent(to, time, message.replies()));
        return new Shown(
                went.outcome(), went.at().isPresent() ? Long.toString(went.at().getAsLong()) : before);
    }

    @Override
    public boolean takeBack(Address to, String shown) throws InterruptedException {
        boolean note = to.id().equals(ownUuid);
        JsonObject.Builder whom =
                note ? JsonObject.with("account", to.account()).with("noteToSelf", true) : Sending.to(to);
        Reply reply = client.ask(
                "remoteDelete",
                whom.with("targetTimestamp", Long.parseLong(shown)).build(),
                timing.send());
        if (!(reply instanceof Reply.Result)) {
            LOG.log(System.Logger.Level.DEBUG, "What was shown could not be taken back: {0}", reply);
        }
        return reply instanceof Reply.Result;
    }

    @Override
    public Outcome send(Address to, OutgoingFile file) throws InterruptedException {
        oneFile.lockInterruptibly();
        try {
            return outgoing.send(to, Sending.request(to, to.id().equals(ownUuid), file))
                    .outcome();
        } finally {
            oneFile.unlock();
        }
    }

    @Override
    public Fetched fetch(Incoming message, Incoming.Offered file, int most) throws InterruptedException {
        oneFile.lockInterruptibly();
        try {
            return Fetching.fetch(client, message.who().account(), file, most);
        } finally {
            oneFile.unlock();
        }
    }

    @Override
    public void seen(Incoming message) {
        notices.taken(message);
        if (!message.self()) {
            quotes.keep(message);
        }
        if (!message.self() && pace.held().isEmpty()) {
            receipts.read(message);
            typing.begin(message.place());
        }
    }

    private void showTyping(Address to) throws InterruptedException {
        if (pace.held().isPresent()) {
            return;
        }
        Reply reply = client.ask("sendTyping", Sending.to(to).build(), timing.send());
        if (!(reply instanceof Reply.Result)) {
            LOG.log(System.Logger.Level.DEBUG, "That an answer is on its way could not be shown: {0}", reply);
        }
    }

    /// Links an account; returns once it is.
    ///
    /// @param told  `{"uri"}` for each code to be shown, `{"linked"}` with the number at the end
    public void link(Consumer<JsonObject> told) throws InterruptedException {
        if (!standing.connected().isEmpty()) {
            throw ContractException.refused(
                    "linked",
                    "An account is linked already, so nothing was done. Take that one off first, on its phone: Settings,"
                            + " Linked devices.");
        }
        linking.link(told);
    }

    /// Safety numbers: of one person, or, where none is named, those that are not trusted.
    public JsonObject identities(String who) throws InterruptedException {
        return identities.list(who);
    }

    /// Trusts exactly this safety number of theirs.
    public void trust(String who, String number) throws InterruptedException {
        identities.trust(who, number);
    }

    /// `{"wanted","why"}`: whether Signal wants it proven that a person sends.
    public JsonObject challenge() {
        return identities.challenge();
    }

    /// Proves it, by what solving a captcha gave.
    public void answer(String captcha) throws InterruptedException {
        identities.answer(captcha);
    }

    @Override
    public void close() {
        receiving.close();
        typing.close();
        client.close();
    }
}
