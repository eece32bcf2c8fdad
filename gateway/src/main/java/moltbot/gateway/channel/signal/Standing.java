package moltbot.gateway.channel.signal;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.ChannelState.Stage;

/// How Signal stands, and what of it the owner was told. Safe for several threads.
final class Standing {
    private static final System.Logger LOG = System.getLogger("signal");
    private static final String NAME = "signal";

    private final Alarm alarm;
    private final InstantSource clock;
    private final Supplier<String> notes;
    private final Set<Trouble> rung = EnumSet.noneOf(Trouble.class);
    private volatile ChannelState state;
    private boolean takenOff;

    /// @param alarm  hears what only the owner can mend
    /// @param notes  what is not as it should be though it receives; empty where nothing is
    Standing(Alarm alarm, InstantSource clock, Supplier<String> notes) {
        this.alarm = alarm;
        this.clock = clock;
        this.notes = notes;
        this.state = new ChannelState(NAME, Stage.CONNECTING, Words.NOT_THERE, "", "", clock.millis());
    }

    ChannelState state() {
        ChannelState now = state;
        String why = now.stage() == Stage.CONNECTED ? notes.get() : "";
        return why.isEmpty()
                ? now
                : new ChannelState(NAME, Stage.CONNECTED, why, now.account(), now.called(), now.since());
    }

    /// The account that it receives with; empty where it does not.
    String connected() {
        ChannelState now = state;
        return now.stage() == Stage.CONNECTED ? now.account() : "";
    }

    /// signal-cli is not reached.
    synchronized void lost() {
        become(Stage.CONNECTING, Words.NOT_THERE, state.account());
    }

    /// It receives. What was wrong with the account is so no more.
    synchronized void connected(String account) {
        takenOff = false;
        settled(Trouble.REVOKED);
        become(Stage.CONNECTED, "", account);
    }

    /// The account that it received with is no more; the owner is told.
    synchronized void takenOff() {
        takenOff = true;
        ring(Trouble.REVOKED);
        become(Stage.UNLINKED, Words.TAKEN_OFF, "");
    }

    /// There is no account to receive with.
    ///
    /// @param known  whether there was one before this house was started
    synchronized void without(boolean known) {
        String why = takenOff ? Words.TAKEN_OFF : known ? Words.NOT_LOADED : Words.UNLINKED;
        become(Stage.UNLINKED, why, "");
    }

    /// Has the owner told, once until it is [#settled].
    synchronized void ring(Trouble trouble) {
        if (rung.add(trouble)) {
            alarm.ring(NAME, trouble, clock.millis());
        }
    }

    /// Has the owner told once more: it is so of another.
    synchronized void ringAnew(Trouble trouble) {
        settled(trouble);
        ring(trouble);
    }

    /// It is so no more; should it be again, that is news.
    synchronized void settled(Trouble trouble) {
        rung.remove(trouble);
    }

    private void become(Stage stage, String why, String account) {
        ChannelState before = state;
        if (before.stage() != stage
                || !before.account().equals(account)
                || !before.why().equals(why)) {
            state = new ChannelState(NAME, stage, why, account, "", clock.millis());
            LOG.log(System.Logger.Level.INFO, "Signal is {0}. {1}", stage, why);
        }
    }
}
