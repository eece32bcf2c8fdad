package moltbot.control.policy;

import java.util.Locale;

/// Where an effect leads.
enum Destination {
    /// The conversation's own workspace.
    WORKSPACE,
    /// Nowhere: what it makes comes back to the conversation alone.
    NOWHERE,
    /// This machine, of which it takes more than is usual.
    MACHINE,
    /// Places on the network.
    NETWORK,
    /// A program that stays.
    PROGRAM,
    /// Exactly a program that the owner configured.
    CONFIGURED,
    /// A server of tools that the owner configured, in a sandbox that nothing leaves.
    SERVER,
    /// A page whose address the person wrote.
    NAMED,
    /// A page whose address another page or a search showed.
    LINKED,
    /// A page whose address the model made.
    COMPOSED,
    /// The search engine that the owner chose.
    SEARCH,
    /// What this house remembers.
    MEMORY,
    /// What this house does later.
    SCHEDULE,
    /// Whoever the conversation is with.
    PERSON,
    /// The list of those whom the owner let in.
    PEOPLE,
    /// The owner, where they are in a messenger.
    SELF,
    /// Somebody else whom the owner let in, or a group.
    CONTACT,
    /// Others whom the owner let in, wanted by somebody who is not the owner.
    BEHALF;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
