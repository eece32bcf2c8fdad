package moltbot.gateway.channel.bot;

/// Who the house is in a messenger.
public interface Account {
    /// How an [moltbot.contract.channel.Address] names it; never changes.
    String account();

    /// Its name there, without the `@`; its owner may change it. Empty where there is none.
    String username();

    /// What people call it.
    default String called() {
        return username().isEmpty() ? "" : "@" + username();
    }
}
