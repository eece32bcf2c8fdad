package moltbot.control.chat;

/// Told what a person writes, in this compartment and before anybody else hears of it.
@FunctionalInterface
public interface Written {
    /// Returns once what must be kept of it is.
    ///
    /// @param text    what they wrote themself
    /// @param others  whether something came along that others made, or may have: what was sent on, or files
    void wrote(String sender, String session, String text, boolean others) throws InterruptedException;
}
