package moltbot.contract.channel;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// A person, a group or a thread of a group in a messenger. A person is who they are by the id that their messenger
/// never changes; what they call themselves is no part of it. Written as
/// `{"channel","account","kind":"direct|group|thread","id"}`.
///
/// @param channel  the messenger, such as `signal`
/// @param account  this house's own account there
/// @param id       the messenger's own id for them; of a thread the group's, a slash and the thread's number
public record Address(String channel, String account, Kind kind, String id) {
    /// The channel of the owner's own programs: they call, each by a hook that the owner made, and nobody writes back.
    public static final String WEBHOOK = "webhook";

    /// Who is written to.
    public enum Kind {
        /// One person.
        DIRECT,
        /// All who are in a group.
        GROUP,
        /// All who are in a group, in one of its threads: who is let in is the group, and the talk is the thread's.
        THREAD;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern CHANNEL = Pattern.compile("[a-z]{1,16}");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,256}");
    /// With the group's key before it, this is the name of a conversation, which has 64 characters at most.
    private static final Pattern THREAD = Pattern.compile(".+/[0-9A-Za-z]{1,11}");
    private static final int KEY_DIGITS = 40;

    public Address {
        if (!CHANNEL.matcher(channel).matches()) {
            throw ContractException.malformed("A channel's name has 1 to 16 small letters.");
        }
        if (!PRINTABLE.matcher(account).matches() || !PRINTABLE.matcher(id).matches()) {
            throw ContractException.malformed("An account and an id have 1 to 256 printable characters.");
        }
        if (kind == Kind.THREAD && !THREAD.matcher(id).matches()) {
            throw ContractException.malformed(
                    "A thread is its group's id, a slash and a number of at most 11 digits or letters.");
        }
    }

    /// One of a group's threads.
    public static Address thread(Address group, String number) {
        if (group.kind() != Kind.GROUP) {
            throw ContractException.malformed("Only a group has threads.");
        }
        return new Address(group.channel(), group.account(), Kind.THREAD, group.id() + "/" + number);
    }

    /// Whose being let in counts: of a thread its group, else this itself.
    public Address home() {
        return kind == Kind.THREAD
                ? new Address(channel, account, Kind.GROUP, id.substring(0, id.lastIndexOf('/')))
                : this;
    }

    /// True for a program of the owner's, which only calls.
    public boolean isProgram() {
        return channel.equals(WEBHOOK);
    }

    /// The thread's number; empty where this is no thread.
    public String threadNumber() {
        return kind == Kind.THREAD ? id.substring(id.lastIndexOf('/') + 1) : "";
    }

    /// A word that stands for it where the address itself need not be known: the channel and a digest, and a thread's
    /// number after its group's key. It can be the name of a sender or of a conversation.
    public String key() {
        if (kind == Kind.THREAD) {
            return home().key() + "." + threadNumber();
        }
        String whole = channel + "\0" + account + "\0" + kind.word() + "\0" + id;
        return channel + "."
                + Seal.sha256Hex(whole.getBytes(StandardCharsets.UTF_8)).substring(0, KEY_DIGITS);
    }

    public JsonObject toJson() {
        return JsonObject.with("channel", channel)
                .with("account", account)
                .with("kind", kind.word())
                .with("id", id)
                .build();
    }

    public static Address fromJson(JsonObject json) {
        String word = json.text("kind");
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return new Address(json.text("channel"), json.text("account"), kind, json.text("id"));
            }
        }
        throw ContractException.malformed("An address is direct, a group or a thread.");
    }
}
