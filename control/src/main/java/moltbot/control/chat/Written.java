package moltbot.control.chat;

/// Told what a person writes, in this compartment and before anybody else hears of it.
@FunctionalInterface
public interface Written {
    /// Returns once what must be kept of it is.
    ///
    /// @param files  whether files came along, which whoever sends them on need not have made
    void wrote(String sender, String session, String text, boolean files) throws InterruptedException;
}
