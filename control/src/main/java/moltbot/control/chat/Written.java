package moltbot.control.chat;

/// Told what a person writes, in this compartment and before anybody else hears of it.
@FunctionalInterface
public interface Written {
    /// Returns once what must be kept of it is.
    void wrote(String sender, String session, String text) throws InterruptedException;
}
