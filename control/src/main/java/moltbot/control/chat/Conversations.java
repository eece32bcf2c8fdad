package moltbot.control.chat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.chat.Others;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.model.Attachment;

/// The conversations, which the runtime keeps. Who writes is set here: at the panel and the host it is the owner,
/// and in a messenger whom the owner let in there. Nobody who asks can name another.
public final class Conversations {
    /// What the names of programs' conversations begin with.
    public static final String PROGRAMS = "api-";

    static final String OWNER = "owner";
    private static final String GUARD = "guard";
    /// What the one conversation with somebody else is called.
    private static final String DIRECT = "direct";
    /// Stands in no name of a sender or a conversation.
    private static final char OF = '~';

    private final LinkClient runtime;
    private final Questions questions;
    private final Written written;
    /// An image has some megabytes, several times over on its way.
    private final Semaphore images = new Semaphore(1);

    /// @param questions  what has been asked here, for whoever is shown it
    /// @param written    is told what the owner writes, before the runtime is
    public Conversations(LinkClient runtime, Questions questions, Written written) {
        this.runtime = runtime;
        this.questions = questions;
        this.written = written;
    }

    /// The owner's conversations, newest first.
    public JsonObject sessions() {
        return runtime.ask("chat.sessions", JsonObject.with("sender", OWNER).build());
    }

    /// Conversations of others, newest first: whoever the owner let in has their own. The owner may read and stop
    /// them.
    public JsonObject guests() {
        return runtime.ask("chat.guests", JsonObject.EMPTY);
    }

    /// Hands a message over; answered once it is on disk.
    ///
    /// @param channel  where it was written, `panel` or `host`
    public JsonObject submit(String channel, String session, String id, Words words) throws InterruptedException {
        InboundMessage message = new InboundMessage(id, channel, OWNER, session, words.text(), "", words.files());
        if (!message.session().startsWith(PROGRAMS)) {
            written.wrote(OWNER, message.session(), words.text(), !words.files().isEmpty());
        }
        return handOver(message, words);
    }

    /// The bytes of files pass through as they come; nothing of them stays here.
    private JsonObject handOver(InboundMessage message, Words words) throws InterruptedException {
        if (message.files().isEmpty()) {
            return runtime.ask("chat.submit", message.toJson());
        }
        try (LinkCall call = runtime.open("chat.submit", message.toJson())) {
            byte[] piece;
            while ((piece = words.bytes().next()) != null) {
                call.send(piece);
            }
            call.end();
            return call.reply();
        }
    }

    /// Hands over what a program says by the owner's token. These are not the owner's words: nobody is told that the
    /// owner wrote, so the conversation is judged as one that has read what others wrote and knows secrets.
    ///
    /// @param session  begins with [#PROGRAMS]
    public JsonObject submitFromProgram(String session, String id, String text) {
        InboundMessage message = new InboundMessage(id, InboundMessage.PROGRAM, OWNER, session, text);
        // Each question is to have its own answer.
        choose(session, "queue");
        return runtime.ask("chat.submit", message.toJson());
    }

    /// Hands over what somebody wrote in a messenger; answered once it is on disk. The owner's own direct words
    /// make a conversation of the owner's. Everybody else has conversations of their own, one for each group and
    /// each thread that they are in.
    ///
    /// @param owner   whether the owner said at the panel or the host that this person is the owner
    /// @param number  how often they began anew
    public JsonObject submit(Address who, Address place, boolean owner, int number, String id, Words words)
            throws InterruptedException {
        boolean owners = isOwners(who, place, owner);
        String sender = owners ? OWNER : who.key();
        String session = session(place, owners, number);
        InboundMessage message =
                new InboundMessage(id, who.channel(), sender, session, words.text(), place.key(), words.files());
        if (owners) {
            boolean others = !words.files().isEmpty() || Others.areIn(words.text());
            written.wrote(OWNER, message.session(), Others.without(words.text()), others);
        }
        return handOver(message, words);
    }

    /// Has no model be shown any more what somebody wrote in a messenger and took back.
    ///
    /// @param owner  whether their direct words are the owner's, now: before the owner said so they were their own
    public void withdraw(Address who, boolean owner, String id) {
        if (!owner || !isWithdrawn(OWNER, id)) {
            boolean _ = isWithdrawn(who.key(), id);
        }
    }

    private boolean isWithdrawn(String sender, String id) {
        return runtime.ask(
                        "chat.withdraw",
                        JsonObject.with("sender", sender).with("id", id).build())
                .flag("withdrawn");
    }

    /// Hands over what a program of the owner's says that calls a hook: never the owner's words.
    ///
    /// @param answers  the key of whoever is told what is said to it; empty where it is only read here
    public JsonObject submitFromHook(Address who, String answers, String id, Words words) throws InterruptedException {
        return handOver(
                new InboundMessage(id, who.channel(), who.key(), DIRECT, words.text(), answers, words.files()), words);
    }

    /// What a conversation in a messenger is called here, by the same that it is named by for [#submit].
    public String nameOf(Address who, Address place, boolean owner, int number) {
        boolean owners = isOwners(who, place, owner);
        String session = session(place, owners, number);
        return owners ? session : who.key() + OF + session;
    }

    /// The key of whoever was let in for a conversation to be: a person, a group, or a thread of one. Empty for the
    /// owner's own.
    ///
    /// @param session  as it is called here, for [#submit]
    public static Optional<String> doorOf(String sender, String session) {
        if (sender.equals(OWNER)) {
            return Optional.empty();
        }
        int number = session.indexOf('-');
        String place = number < 0 ? session : session.substring(0, number);
        return Optional.of(place.equals(DIRECT) ? sender : place);
    }

    private static boolean isOwners(Address who, Address place, boolean owner) {
        return owner && place.kind() == Address.Kind.DIRECT && who.equals(place);
    }

    private static String session(Address place, boolean owners, int number) {
        String first = owners || place.kind() != Address.Kind.DIRECT ? place.key() : DIRECT;
        return number == 0 ? first : first + "-" + number;
    }

    /// Asks the owner in their messengers, in a conversation of its own that no model reads.
    ///
    /// @param id      the same again is the same question
    /// @param replies  what is offered there as an answer
    /// @param owners   keys of the owner's own addresses
    public void ask(String id, String text, List<QuickReply> replies, List<String> owners) {
        JsonObject.Builder notice = notice("questions", id, "approval", "Questions", text);
        notice(notice.with("replies", QuickReply.toJson(replies)), owners);
    }

    /// Has the guard say something, in a conversation of its own; answered once it is on disk.
    ///
    /// @param id      the same again is the same notice
    /// @param owners  keys of the owner's own addresses in messengers, where it is said too
    void tell(String id, String title, String text, List<String> owners) {
        notice(notice(GUARD, id, "guard", title, text), owners);
    }

    /// Tells the owner of a messenger that they must mend, beside what could not be delivered.
    ///
    /// @param id      the same again is the same notice
    /// @param owners  keys of the owner's own addresses in other messengers
    public void troubled(String id, String text, List<String> owners) {
        notice(notice("channels", id, "channel", "Messengers", text), owners);
    }

    private JsonObject.Builder notice(String session, String id, String code, String title, String text) {
        return named(session)
                .with("id", id)
                .with("code", code)
                .with("title", title)
                .with("text", text);
    }

    private void notice(JsonObject.Builder notice, List<String> owners) {
        runtime.ask(
                "chat.notice",
                notice.with("addresses", JsonArray.ofTexts(owners)).build());
    }

    /// An image that a conversation shows. What it is is seen here, not believed: its name is what its bytes hash to,
    /// and its kind is how they begin.
    public Attachment image(String session, String sha256) throws InterruptedException {
        images.acquire();
        try {
            return received(session, sha256);
        } finally {
            images.release();
        }
    }

    private Attachment received(String session, String sha256) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (LinkCall call =
                runtime.open("chat.image", named(session).with("sha256", sha256).build())) {
            call.end();
            byte[] piece;
            while (whole.size() <= Attachment.MAX_BYTES && (piece = call.next()) != null) {
                whole.writeBytes(piece);
            }
        }
        byte[] bytes = whole.toByteArray();
        return Attachment.recognise(bytes)
                .filter(image ->
                        image.media().isImage() && image.media().sha256().equals(sha256))
                .orElseThrow(() -> ContractException.refused("unknown-image", "That is no image that is shown here."));
    }

    /// A file that was given in a conversation, as it comes; the caller closes it.
    ///
    /// @param call  that gave it
    public LinkCall file(String session, String call) {
        LinkCall file =
                runtime.open("chat.file", named(session).with("call", call).build());
        file.end();
        return file;
    }

    /// Ends the running turn.
    public JsonObject stop(String session) {
        return runtime.ask("chat.stop", named(session).build());
    }

    /// Chooses what becomes of messages that come while a turn runs.
    ///
    /// @param meanwhile  `steer` or `queue`
    public JsonObject choose(String session, String meanwhile) {
        return runtime.ask(
                "chat.choose", named(session).with("meanwhile", meanwhile).build());
    }

    /// Chooses the model that is asked first in a conversation; empty for the usual one.
    void chooseModel(String session, String model) {
        runtime.ask("chat.model", named(session).with("model", model).build());
    }

    /// The model that was chosen for a conversation; empty for the usual one.
    String model(String session) {
        return runtime.ask("chat.model", named(session).build()).text("model");
    }

    /// Has a conversation summed up; what came of it is said there.
    JsonObject compact(String session) {
        return runtime.ask("chat.compact", named(session).build());
    }

    /// Everything after `after`, then what happens; the caller closes it. -1 means the last 200.
    public Events watch(String session, long after) {
        LinkCall call =
                runtime.open("chat.watch", named(session).with("after", after).build());
        try {
            call.end();
            call.reply();
            return new Events(call, questions);
        } catch (RuntimeException e) {
            call.close();
            throw e;
        }
    }

    /// A conversation by its name; another's by theirs and its, with [#OF] between.
    private static JsonObject.Builder named(String session) {
        int of = session.indexOf(OF);
        if (of < 0) {
            return JsonObject.with("sender", OWNER).with("session", InboundMessage.requireSession(session));
        }
        return JsonObject.with("sender", InboundMessage.requireSession(session.substring(0, of)))
                .with("session", InboundMessage.requireSession(session.substring(of + 1)));
    }
}
