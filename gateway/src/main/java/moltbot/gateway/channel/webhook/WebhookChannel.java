package moltbot.gateway.channel.webhook;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.channel.Styled;
import moltbot.contract.hook.HookCall;
import moltbot.contract.hook.Taken;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;

/// Programs of the owner's that call the house. Whoever calls is the hook they call, by its name, which never changes;
/// nobody can be written to here. Safe for several threads.
public final class WebhookChannel implements Channel {
    /// Its name, as in an [Address].
    public static final String NAME = Address.WEBHOOK;

    /// The one account there is.
    public static final String ACCOUNT = "house";

    private final InstantSource clock;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private volatile Optional<Inbox> inbox = Optional.empty();
    private volatile ChannelState state;

    public WebhookChannel(InstantSource clock) {
        this.clock = clock;
        this.state = state(Stage.CONNECTING, "It is just being started.");
    }

    private ChannelState state(Stage stage, String why) {
        return new ChannelState(NAME, stage, why, ACCOUNT, "", clock.millis());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Words.MOST, false, false);
    }

    @Override
    public void open(Inbox taker) {
        inbox = Optional.of(taker);
        state = state(Stage.CONNECTED, "");
    }

    /// Takes what a program sent, as the words of its hook.
    public Taken receive(HookCall call, byte[] body) throws InterruptedException {
        Optional<Inbox> open = inbox;
        if (open.isEmpty()) {
            return Taken.LATER;
        }
        Optional<String> words = Words.of(call.type(), body);
        if (words.isEmpty()) {
            return Taken.UNREADABLE;
        }
        Address who = new Address(NAME, ACCOUNT, Kind.DIRECT, call.hook());
        String text = call.hook() + ":\n" + words.get();
        Incoming message = new Incoming(call.id(), who, who, call.hook(), false, false, text);
        String mark = mark(message);
        open.get().take(message);
        if (left.remove(mark)) {
            return Taken.LATER;
        }
        // Of what was not let in nothing is kept, and to say that it was would be untrue.
        return seen.remove(mark) ? Taken.DONE : Taken.UNREADABLE;
    }

    private static String mark(Incoming message) {
        return message.who().id() + " " + message.id();
    }

    @Override
    public void seen(Incoming message) {
        seen.add(mark(message));
    }

    @Override
    public void left(Incoming message) {
        left.add(mark(message));
    }

    @Override
    public Outcome send(Address to, Styled text) {
        return new Outcome.Never("A program only calls, and cannot be written to.");
    }

    @Override
    public ChannelState state() {
        return state;
    }

    @Override
    public void close() {
        inbox = Optional.empty();
        state = state(Stage.STOPPED, "It is being stopped.");
    }
}
