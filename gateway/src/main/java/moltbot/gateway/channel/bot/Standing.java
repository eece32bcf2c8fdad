package moltbot.gateway.channel.bot;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.channel.Address;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Outcome;
import org.jspecify.annotations.Nullable;

/// How a messenger stands, and as which bot the house is there. Safe for several threads.
///
/// After an answer that did not come, nothing more is sent before the messenger has said who the bot is: so a long
/// outage costs at most one doubt for each who writes at that moment.
///
/// @param <B>  what is known of the bot
public final class Standing<B extends Account> {
    private static final Duration LONG = Duration.ofMinutes(5);
    /// The owner is told of nothing that is over before they have read it.
    private static final Duration TOLD = Duration.ofMinutes(10);

    private static final Duration WELL = Duration.ofHours(1);

    /// What the messenger is called.
    ///
    /// @param name      as in an [Address]
    /// @param title     as people write it
    /// @param notThere  the owner is told so before it was reached
    public record Names(String name, String title, String notThere) {}

    /// What came of asking who the bot is.
    ///
    /// @param bot    null where that is not known
    /// @param why    it is not, for the owner
    /// @param pause  at least so long before it is asked again
    public record Introduction<B>(@Nullable B bot, String why, Duration pause) {}

    /// Asks the messenger who the bot is whose key is in the vault now.
    @FunctionalInterface
    public interface Introducer<B> {
        Introduction<B> ask() throws InterruptedException;
    }

    /// Sends something in the name of a bot.
    @FunctionalInterface
    public interface Request<B> {
        Outcome by(B from) throws InterruptedException;
    }

    private final Names names;
    private final System.Logger log;
    private final Alarm alarm;
    private final InstantSource clock;
    private final Introducer<B> introducer;
    private final Set<Trouble> rung = EnumSet.noneOf(Trouble.class);
    private volatile ChannelState state;
    private volatile @Nullable B bot;
    private volatile boolean doubtful = true;

    /// @param alarm  hears what only the owner can mend
    public Standing(Names names, Alarm alarm, InstantSource clock, Introducer<B> introducer) {
        this.names = names;
        this.log = System.getLogger(names.name());
        this.alarm = alarm;
        this.clock = clock;
        this.introducer = introducer;
        this.state = new ChannelState(names.name(), Stage.CONNECTING, names.notThere(), "", "", clock.millis());
    }

    public ChannelState state() {
        return state;
    }

    /// The bot, where the messenger is reached.
    public Optional<B> connected() {
        return state.stage() == Stage.CONNECTED ? Optional.ofNullable(bot) : Optional.empty();
    }

    /// The bot, where it is the one of that account.
    public Optional<B> of(String account) {
        return Optional.ofNullable(bot).filter(now -> now.account().equals(account));
    }

    /// From now on it stands like that.
    ///
    /// @param known  who the house is there, where that was said; null keeps what was known
    public synchronized void become(Stage stage, String why, @Nullable B known) {
        if (stage == Stage.UNLINKED) {
            bot = null;
        } else if (known != null) {
            bot = known;
        }
        B now = bot;
        String account = now == null ? "" : now.account();
        if (state.stage() != stage
                || !state.why().equals(why)
                || !state.account().equals(account)) {
            String called = now == null ? "" : now.called();
            forgetWhatIsOver();
            state = new ChannelState(names.name(), stage, why, account, called, clock.millis());
            log.log(System.Logger.Level.INFO, "{0} is {1}. {2}", names.title(), stage, why);
        }
    }

    /// What was well for long is news when it is not.
    private void forgetWhatIsOver() {
        if (state.stage() == Stage.CONNECTED && clock.millis() - state.since() >= WELL.toMillis()) {
            synchronized (rung) {
                rung.clear();
            }
        }
    }

    /// Has the owner told: once for a key, and again where all was well for an hour in between.
    public void ring(Trouble trouble) {
        synchronized (rung) {
            if (!rung.add(trouble)) {
                return;
            }
        }
        alarm.ring(names.name(), trouble, clock.millis());
    }

    /// There is another key: what was wrong may be so no more.
    public void keyChanged() {
        synchronized (rung) {
            rung.clear();
        }
        doubtful = true;
    }

    /// Sends something, in the name of the bot that the address knows and of no other.
    public Outcome send(Address to, Request<B> request) throws InterruptedException {
        if (state.stage() == Stage.STOPPED || state.stage() == Stage.UNLINKED) {
            return new Outcome.Later(state.why(), LONG);
        }
        B from = bot;
        if (doubtful || from == null) {
            Introduction<B> introduction = introducer.ask();
            from = introduction.bot();
            if (from == null) {
                return new Outcome.Later(introduction.why(), introduction.pause());
            }
            bot = from;
            doubtful = false;
        }
        if (!from.account().equals(to.account())) {
            return new Outcome.Never("They know another bot of yours, and this one may not write to them.");
        }
        Outcome outcome = request.by(from);
        if (outcome instanceof Outcome.Unknown) {
            doubtful = true;
        }
        // Only a messenger that wants to be left alone asks for so much.
        if (outcome instanceof Outcome.Later later && later.pause().compareTo(TOLD) >= 0) {
            ring(Trouble.LIMITED);
        }
        return outcome;
    }
}
