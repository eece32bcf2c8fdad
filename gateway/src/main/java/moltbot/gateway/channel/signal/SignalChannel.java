package moltbot.gateway.channel.signal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.channel.Typing;
import moltbot.gateway.channel.signal.Rpc.Reply;
import org.jspecify.annotations.Nullable;

/// Signal. One thread connects to signal-cli, subscribes, and hands each message over before it reads the next:
/// what is not taken yet stays with signal-cli. What is sent goes over a connection of its own.
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
    private static final String NOT_THERE =
            "signal-cli does not answer. './moltbot status' says whether it runs, './moltbot logs signal' why not.";
    private static final String UNLINKED = "No Signal account is linked yet. Link one with './moltbot signal link'.";

    private final Path socket;
    private final String wanted;
    private final InstantSource clock;
    private final Timing timing;
    private final RpcClient client;
    private final Linking linking;
    private final Receipts receipts;
    private final Reactions reactions = new Reactions();
    private final Quotes quotes = new Quotes();
    private final Typing typing;
    /// A file is text to signal-cli, several times over on its way: two large ones at once would not fit.
    private final ReentrantLock oneFile = new ReentrantLock(true);

    private volatile ChannelState state;
    private volatile String ownUuid = "";
    private volatile boolean closed;
    private @Nullable Thread receiver;

    /// Signal by a signal-cli that listens at a socket.
    ///
    /// @param account  the account to use, where several are linked; empty takes the first
    public SignalChannel(Path socket, String account, InstantSource clock) {
        this(socket, account, clock, Timing.STANDARD);
    }

    SignalChannel(Path socket, String account, InstantSource clock, Timing timing) {
        this.socket = socket;
        this.wanted = account;
        this.clock = clock;
        this.timing = timing;
        this.client = new RpcClient(socket);
        this.linking = new Linking(client);
        this.receipts = new Receipts(client, timing.send());
        this.typing = new Typing(this::showTyping, TYPING);
        this.state = new ChannelState(name(), Stage.CONNECTING, NOT_THERE, "", "", clock.millis());
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
        return state;
    }

    private void become(Stage stage, String why, String account) {
        ChannelState before = state;
        if (before.stage() != stage
                || !before.account().equals(account)
                || !before.why().equals(why)) {
            state = new ChannelState(name(), stage, why, account, "", clock.millis());
            LOG.log(System.Logger.Level.INFO, "Signal is {0}. {1}", stage, why);
        }
    }

    @Override
    public void open(Inbox inbox) {
        receiver = Thread.ofVirtual().name("signal-receive").start(() -> receive(inbox));
    }

    private void receive(Inbox inbox) {
        int failures = 0;
        while (!closed) {
            try (RpcConnection connection = RpcConnection.open(socket)) {
                String account = account(connection);
                failures = 0;
                listen(connection, account, inbox);
            } catch (IOException | ContractException e) {
                LOG.log(System.Logger.Level.DEBUG, "The connection to signal-cli ended.", e);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Something went wrong while Signal was read; it is read on.", e);
            }
            become(Stage.CONNECTING, NOT_THERE, state.account());
            pause(failures++);
        }
    }

    private void pause(int failures) {
        long bound = Math.min(timing.mostPause().toMillis(), timing.firstPause().toMillis() << Math.min(failures, 16));
        rest(Duration.ofMillis((long) (bound * ThreadLocalRandom.current().nextDouble(0.5, 1))));
    }

    private static void rest(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /// Waits until there is an account.
    private String account(RpcConnection connection) throws IOException {
        while (true) {
            JsonArray accounts = ask(connection, "listAccounts", JsonObject.EMPTY) instanceof JsonArray array
                    ? array
                    : JsonArray.EMPTY;
            Optional<String> found = accounts.objects().stream()
                    .map(account -> account.textOr("number", ""))
                    .filter(number -> !number.isEmpty() && (wanted.isEmpty() || number.equals(wanted)))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            become(Stage.UNLINKED, UNLINKED, "");
            if (closed) {
                throw new IOException("Closed.");
            }
            rest(timing.lookAgain());
        }
    }

    private static JsonValue ask(RpcConnection connection, String method, JsonObject parameters) throws IOException {
        String id = Rpc.newId();
        connection.write(Rpc.request(id, method, parameters));
        JsonObject answer;
        while ((answer = connection.read()) != null) {
            if (answer.textOr("id", "").equals(id)) {
                return switch (Rpc.reply(answer)) {
                    case Reply.Result(var value) -> value;
                    case Reply.Fault fault -> throw new IOException(method + ": " + fault.message());
                    case Reply.NotSent _, Reply.Lost _ -> throw new IOException(method);
                };
            }
        }
        throw new IOException("signal-cli ended.");
    }

    private void listen(RpcConnection connection, String account, Inbox inbox)
            throws IOException, InterruptedException {
        ask(connection, "subscribeReceive", JsonObject.with("account", account).build());
        become(Stage.CONNECTED, "", account);
        try (SilenceWatch watch = SilenceWatch.start(connection, timing)) {
            JsonObject said;
            while ((said = connection.read()) != null) {
                watch.heard();
                if (said.textOr("method", "").equals("receive")) {
                    watch.busy(true);
                    Optional<Incoming> message = message(said.objectOr("params", JsonObject.EMPTY), account);
                    if (message.isPresent()) {
                        inbox.take(message.get());
                    }
                    watch.busy(false);
                }
            }
        }
    }

    /// A message that cannot be understood must not stop those behind it.
    private Optional<Incoming> message(JsonObject parameters, String account) {
        try {
            JsonObject envelope = parameters.objectOr("result", parameters).objectOr("envelope", JsonObject.EMPTY);
            Envelope.ownUuid(account, envelope).ifPresent(uuid -> ownUuid = uuid);
            Optional<Envelope.Reaction> reaction = Envelope.reaction(account, ownUuid, envelope);
            return reaction.isPresent() ? reactions.read(reaction.get()) : Envelope.read(account, ownUuid, envelope);
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
        Reply reply = client.ask("send", request.build(), timing.send());
        Sending.timestamp(reply).ifPresent(at -> reactions.sent(to, at, message.replies()));
        return Sending.outcome(reply);
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
        Reply reply = client.ask("send", request.build(), timing.send());
        OptionalLong at = Sending.timestamp(reply);
        at.ifPresent(time -> reactions.sent(to, time, message.replies()));
        return new Shown(Sending.outcome(reply), at.isPresent() ? Long.toString(at.getAsLong()) : before);
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
            JsonObject request = Sending.request(to, to.id().equals(ownUuid), file);
            return Sending.outcome(client.ask("send", request, timing.send()));
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
        if (!message.self()) {
            quotes.keep(message);
            receipts.read(message);
            typing.begin(message.place());
        }
    }

    private void showTyping(Address to) throws InterruptedException {
        Reply reply = client.ask("sendTyping", Sending.to(to).build(), timing.send());
        if (!(reply instanceof Reply.Result)) {
            LOG.log(System.Logger.Level.DEBUG, "That an answer is on its way could not be shown: {0}", reply);
        }
    }

    /// Links an account; returns once it is.
    ///
    /// @param told  `{"uri"}` for each code to be shown, `{"linked"}` with the number at the end
    public void link(Consumer<JsonObject> told) throws InterruptedException {
        linking.link(told);
    }

    @Override
    public void close() {
        closed = true;
        Thread thread = receiver;
        if (thread != null) {
            thread.interrupt();
        }
        typing.close();
        client.close();
    }
}
