package moltbot.gateway.channel;

import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;

/// One messenger. It connects by itself, again and again with growing pauses, and says how it stands. What comes
/// in is handed to the [Inbox] one after another; what goes out may come from several threads at once.
public interface Channel extends AutoCloseable {
    /// Its name, as in an [Address].
    String name();

    /// What it can do.
    Capabilities capabilities();

    /// Begins to connect, and to hand over what comes in.
    void open(Inbox inbox);

    /// Sends one message. Nothing is sent twice by a call; where it cannot be known whether it was sent, that is
    /// said.
    ///
    /// @param text  not blank and no longer than [Capabilities#maxChars]; styles it has no look for are left out
    Outcome send(Address to, Styled text) throws InterruptedException;

    /// As [#send(Address, Styled)], with as much of the rest as the messenger can do.
    default Outcome send(Address to, OutgoingText message) throws InterruptedException {
        return send(to, message.text());
    }

    /// What came of showing something.
    ///
    /// @param message  by which the messenger knows what is shown now, where that was sent
    record Shown(Outcome outcome, String message) {}

    /// Shows a text as a message that can be changed, or changes one into it; the same again changes nothing.
    ///
    /// @param before  as an earlier [Shown] named it; empty for a new one
    default Shown show(Address to, String before, OutgoingText message) throws InterruptedException {
        return new Shown(new Outcome.Never("Messages cannot be changed here."), before);
    }

    /// Takes back what was shown; false where that did not work, and it stays.
    default boolean takeBack(Address to, String shown) throws InterruptedException {
        return false;
    }

    /// How long a text is to the messenger, which may write its styles as signs within it.
    default int length(Styled text) {
        return text.text().length();
    }

    /// Sends one file, as [#send] does a text. Where a messenger takes none, whoever it is for is told of it instead.
    default Outcome send(Address to, OutgoingFile file) throws InterruptedException {
        return send(
                to,
                Styled.plain("(I made a file, " + file.name() + ", but cannot send files here. It is kept in my owner's"
                        + " panel, in this conversation.)"));
    }

    /// Fetches a file that came along with a message; asked only for what somebody wrote who is let in. It need not be
    /// longer than `most` bytes: what is comes as missing.
    default Fetched fetch(Incoming message, Incoming.Offered file, int most) throws InterruptedException {
        return new Fetched.Missing("files cannot be fetched here");
    }

    /// The house has a message that came in and will answer it: whoever wrote it may be shown so, where that is the
    /// custom. Returns at once; nothing is lost where it cannot be shown.
    default void seen(Incoming message) {}

    /// The house could not take a message that somebody may bring again; whoever wrote it is told so where that can be
    /// said. Returns at once.
    default void left(Incoming message) {}

    /// How it stands now.
    ChannelState state();

    @Override
    void close();
}
