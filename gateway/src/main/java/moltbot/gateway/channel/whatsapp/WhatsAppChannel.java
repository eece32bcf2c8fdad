package moltbot.gateway.channel.whatsapp;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.hook.HookCall;
import moltbot.contract.hook.Taken;
import moltbot.contract.json.JsonArray;
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
import moltbot.gateway.channel.WebhookReceiver;
import moltbot.gateway.channel.bot.Limits;
import moltbot.gateway.channel.bot.Standing;
import moltbot.gateway.channel.whatsapp.notation.Notation;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.vault.Secrets;
import org.jspecify.annotations.Nullable;

/// WhatsApp, by a phone number of the house's own. What people write is brought by webhooks, whose caller learns that a
/// message is there when it is taken; what is said goes by the Graph API, and is sent when WhatsApp has it and did not
/// say soon after that it could not bring it.
public final class WhatsAppChannel implements Channel, WebhookReceiver {
    /// What it is called in an [Address], and in the path of its hook.
    public static final String NAME = "whatsapp";

    /// The name of the token in the vault.
    public static final String SECRET = "whatsapp-token";

    private static final Capabilities CAPABILITIES = new Capabilities(Notation.MOST, false, false)
            .offering(Sending.MOST_BUTTONS)
            .quoting();
    private static final System.Logger LOG = System.getLogger("whatsapp");

    private final GraphApi api;
    private final Standing<Line> standing;
    private final Watch watch;
    private final Limits limits = new Limits(System::nanoTime);
    private final Fates fates;
    private final Said said = new Said();
    private final Presence shown = new Presence(this::tell);
    private final Hearing hearing;
    private final Transfer transfer;
    private final Timing timing;
    private @Nullable Thread watcher;

    /// @param egress  which may reach nothing but [Home#origins], bound by [#limits]
    /// @param home    where the house is there
    /// @param alarm   hears what only the owner can mend
    public WhatsAppChannel(Egress egress, Secrets secrets, Home home, Alarm alarm, InstantSource clock) {
        this(new GraphApi(egress, secrets, home.place()), alarm, clock, Timing.STANDARD);
    }

    /// Where the house is in WhatsApp.
    ///
    /// @param base     where the Graph API is
    /// @param version  of the Graph API, such as `v24.0`
    /// @param number   the id of the house's phone number
    public record Home(URI base, String version, String number) {
        public Home {
            if (!version.matches("v[0-9]{1,3}\\.[0-9]{1,2}")) {
                throw ContractException.malformed("The setting 'whatsapp.api-version' must look like v24.0.");
            }
            if (!Line.isId(number)) {
                throw ContractException.malformed("The setting 'whatsapp.phone-number-id' must be the id of a phone"
                        + " number, in digits, as the page API Setup of the app at developers.facebook.com shows it.");
            }
        }

        private GraphApi.Place place() {
            return new GraphApi.Place(base, version, number);
        }

        /// The servers it may reach.
        public List<Origin> origins() {
            return place().origins();
        }
    }

    WhatsAppChannel(GraphApi api, Alarm alarm, InstantSource clock, Timing timing) {
        this.api = api;
        this.timing = timing;
        this.standing =
                new Standing<>(new Standing.Names(NAME, "WhatsApp", Words.NOT_THERE), alarm, clock, this::introduce);
        this.watch = new Watch(api, standing, timing);
        this.fates = new Fates(late -> alarm.undelivered(
                new Alarm.Undelivered(late.what().to(), late.what().file(), Words.why(late.error()), clock.millis())));
        this.hearing = new Hearing(api.number(), fates, said, shown, timing.delivery());
        this.transfer = new Transfer(api);
    }

    private Standing.Introduction<Line> introduce() throws InterruptedException {
        GraphApi.Introduction introduction = api.introduce();
        Reply reply = introduction.reply();
        Duration pause = reply instanceof Reply.Refused no && no.isLimited() ? Sending.pause(no) : Duration.ZERO;
        doubt(reply);
        return new Standing.Introduction<>(introduction.line(), Words.of(reply), pause);
    }

    /// A key that is refused is looked at by the watch alone, which says so once.
    private void doubt(Reply reply) {
        if (reply instanceof Reply.Refused no && (no.ofKey() || no.ofPermission())) {
            watch.tryAgain();
        }
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
    public String hook() {
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
        hearing.open(inbox);
        watcher = Thread.ofVirtual().name("whatsapp-watch").start(watch::run);
    }

    /// There is another token: what was wrong may be so no more.
    public void keyChanged() {
        standing.keyChanged();
        watch.tryAgain();
    }

    @Override
    public Taken receive(HookCall call, byte[] body) throws InterruptedException {
        return hearing.receive(body);
    }

    /// How much was brought that is not taken yet.
    int waiting() {
        return hearing.waiting();
    }

    @Override
    public Fetched fetch(Incoming message, Incoming.Offered file, int most) throws InterruptedException {
        Optional<Line> from = standing.of(message.who().account());
        return from.isPresent()
                ? transfer.fetch(from.get(), file, most)
                : new Fetched.Missing("WhatsApp could not give it");
    }

    @Override
    public void seen(Incoming message) {
        shown.begin(message);
    }

    private void tell(JsonObject request) throws InterruptedException {
        Optional<Line> from = standing.connected();
        if (from.isPresent() && !(api.message(from.get().key(), request) instanceof Reply.Done)) {
            LOG.log(System.Logger.Level.DEBUG, "That a message was read could not be shown.");
        }
    }

    @Override
    public Outcome send(Address to, Styled text) throws InterruptedException {
        return send(to, OutgoingText.of(text));
    }

    @Override
    public Outcome send(Address to, OutgoingText message) throws InterruptedException {
        shown.end(to);
        String written = new Notation(message.text()).toString();
        JsonObject request = Sending.text(to.id(), written, message.replies(), shown.wamid(to, message.answers()));
        return send(
                to,
                from -> say(
                        from, new Fates.Sent(to, false), request, message.text().text()));
    }

    /// Where WhatsApp takes no such file, whoever it is for is told of it instead.
    @Override
    public Outcome send(Address to, OutgoingFile file) throws InterruptedException {
        Optional<Kinds.Kind> kind = Kinds.of(file);
        if (kind.isEmpty()) {
            return send(
                    to,
                    Styled.plain("(I made a file, " + file.name() + ", which WhatsApp does not take. It is kept in my"
                            + " owner's panel, in this conversation.)"));
        }
        shown.end(to);
        return send(to, from -> {
            Reply brought = transfer.bring(from, kind.get(), file);
            doubt(brought);
            return brought instanceof Reply.Done(JsonObject found) && Line.isId(found.textOr("id", ""))
                    ? say(
                            from,
                            new Fates.Sent(to, true),
                            Sending.file(to.id(), kind.get(), found.text("id"), file.name()),
                            file.name())
                    : Sending.before(brought instanceof Reply.Done ? new Reply.Broken(Reply.OK) : brought);
        });
    }

    private Outcome send(Address to, Standing.Request<Line> request) throws InterruptedException {
        if (to.kind() != Address.Kind.DIRECT) {
            return new Outcome.Never("In WhatsApp the house writes to people alone, not to groups.");
        }
        Duration pause = limits.pause(to.id());
        return pause.isZero()
                ? standing.send(to, request)
                : new Outcome.Later("WhatsApp asks for fewer messages.", pause);
    }

    private Outcome say(Line from, Fates.Sent what, JsonObject message, String words) throws InterruptedException {
        String person = what.to().id();
        Reply reply = api.message(from.key(), message);
        doubt(reply);
        if (reply instanceof Reply.Refused no && no.isLimited()) {
            Duration _ = limits.close(no.code() == Reply.Refused.PAIR ? person : Limits.ALL, Sending.pause(no));
        }
        if (!(reply instanceof Reply.Done(JsonObject taken))) {
            return Sending.outcome(reply);
        }
        List<JsonObject> messages = taken.listOr("messages", JsonArray.EMPTY).objects();
        String id = messages.isEmpty() ? "" : messages.getFirst().textOr("id", "");
        if (id.isEmpty()) {
            return Sending.outcome(new Reply.Broken(Reply.OK));
        }
        said.keep(id, person, words);
        OptionalInt error = fates.await(id, what, timing.fate());
        return error.orElse(0) == 0 ? new Outcome.Sent() : Sending.failed(error.getAsInt());
    }

    @Override
    public void close() {
        shown.close();
        watch.close();
        hearing.close();
        Thread running = watcher;
        if (running != null) {
            running.interrupt();
        }
    }
}
