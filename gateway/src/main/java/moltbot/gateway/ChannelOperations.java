package moltbot.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.contract.chat.SentFile;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.Door;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.channel.Post;

/// Messengers on the links: what is written there goes to control, which knows who may; what the runtime answers goes
/// there, to those alone whom control still lets in. Safe for several threads.
final class ChannelOperations implements Door, AutoCloseable {
    private static final int MOST_LETTER = 4 << 20;
    private static final int MOST_PREVIEW = 1 << 20;

    private final List<Channel> channels;
    private final Optional<LinkClient> link;
    private final Post post = new Post();
    private final Parcels parcels;

    /// @param link  to control; without one nobody is let in, and nobody is written to
    ChannelOperations(List<Channel> channels, Optional<LinkClient> link, Parcels parcels) {
        this.parcels = parcels;
        this.channels = List.copyOf(channels);
        this.link = link;
    }

    private LinkClient control() {
        return link.orElseThrow(
                () -> new ContractException(ContractException.Code.UNAVAILABLE, "There is no link to control."));
    }

    /// Asks on `channel.inbound`: the words follow only after a welcome.
    @Override
    public Answer knock(Incoming message) throws InterruptedException {
        JsonObject head = JsonObject.with("id", message.id())
                .with("who", message.who().toJson())
                .with("place", message.place().toJson())
                .with("name", message.name())
                .with("self", message.self())
                .build();
        try (LinkCall call = control().open("channel.inbound", head)) {
            JsonObject reply = call.reply();
            switch (reply.text("answer")) {
                case "silence" -> {
                    return new Answer.Silence();
                }
                case "code" -> {
                    return new Answer.Code(reply.text("code"));
                }
                default -> {}
            }
            parcels.send(call, channel(message.who().channel()), message);
            byte[] done = call.next();
            if (done == null) {
                throw new ContractException(ContractException.Code.LOST, "Control did not say that it has it.");
            }
            String said = JsonObject.parse(done).textOr("said", "");
            return said.isEmpty() ? new Answer.Taken() : new Answer.Said(said);
        }
    }

    /// Says it on `channel.withdrawn`.
    @Override
    public void withdraw(Incoming.Withdrawn message) {
        control()
                .ask(
                        "channel.withdrawn",
                        JsonObject.with("id", message.id())
                                .with("who", message.who().toJson())
                                .with("place", message.place().toJson())
                                .build());
    }

    /// `channel.send`.
    void send(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        Post.Letter letter = new Post.Letter(head.number("letter"), head.number("made"), head.textOr("turn", ""));
        int from = head.integer("from");
        String file = head.textOr("file", "");
        byte[] body = exchange.readBody(file.isEmpty() ? MOST_LETTER : SentFile.MAX_BYTES);
        Optional<OutgoingText> text = file.isEmpty()
                ? Optional.of(new OutgoingText(
                        Styled.fromJson(JsonObject.parse(body)),
                        "",
                        head.textOr("answers", ""),
                        QuickReply.listFrom(head.listOr("replies", JsonArray.EMPTY))))
                : Optional.empty();
        Address to = resolved(head.text("address"));
        Channel channel = channel(to.channel());
        exchange.reply(JsonObject.EMPTY);
        Optional<Outcome> known =
                head.flagOr("once", false) ? post.once(letter, head.flagOr("begun", false)) : Optional.empty();
        IntConsumer sent = count -> exchange.send(JsonObject.with("sent", count).build());
        Outcome outcome;
        if (known.isPresent()) {
            outcome = known.get();
        } else if (text.isPresent()) {
            outcome = post.send(letter, channel, to, text.get(), from, sent);
        } else {
            outcome = post.send(letter, channel, to, new OutgoingFile(SentFile.plain(file), body), from, sent);
        }
        exchange.send(described(outcome));
    }

    /// Where that is, as long as control lets them in.
    private Address resolved(String key) {
        return Address.fromJson(control()
                .ask("channel.resolve", JsonObject.with("key", key).build())
                .object("address"));
    }

    /// `channel.preview`.
    void preview(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        byte[] body = exchange.readBody(MOST_PREVIEW);
        Address to = resolved(head.text("address"));
        Channel channel = channel(to.channel());
        long next = 0;
        if (body.length == 0) {
            post.takeBack(channel, to, head.text("turn"));
        } else {
            Styled text = Styled.fromJson(JsonObject.parse(body));
            next = post.show(channel, to, head.text("turn"), text)
                    .map(Duration::toMillis)
                    .orElse(0L);
        }
        exchange.reply(JsonObject.with("nextMillis", next).build());
    }

    private Channel channel(String name) {
        Optional<Channel> found =
                channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
        return found.orElseThrow(() -> ContractException.refused(
                "channel-off", "The channel '" + name + "' is off. It is turned on in the settings."));
    }

    private static JsonObject described(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Sent() -> JsonObject.with("outcome", "sent").build();
            case Outcome.Later(String why, var pause) ->
                JsonObject.with("outcome", "later")
                        .with("why", why)
                        .with("waitMillis", pause.toMillis())
                        .build();
            case Outcome.Never(String why) ->
                JsonObject.with("outcome", "never").with("why", why).build();
            case Outcome.Unknown(String why) ->
                JsonObject.with("outcome", "unknown").with("why", why).build();
        };
    }

    /// `channel.state`.
    void state(LinkExchange exchange) {
        exchange.reply(JsonObject.with(
                        "channels",
                        JsonArray.of(channels.stream()
                                .map(channel -> channel.state().toJson())
                                .toList()))
                .build());
    }

    /// Before the messengers are closed.
    @Override
    public void close() {
        post.close();
    }
}
