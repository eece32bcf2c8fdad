package moltbot.control.channel;

import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.control.chat.Conversations;
import moltbot.control.chat.Parcel;
import moltbot.control.chat.Words;

/// Where the gateway asks about whoever writes in a messenger, and hands over what those who are let in say; and where
/// the guardian sees how the door stands.
public final class ChannelDesk {
    private static final String QUESTION_OVER = "question-over";

    private final Admission admission;
    private final Conversations conversations;
    private final Beginnings beginnings;
    private final Commands slash;
    private final boolean commands;
    private final Answered answered;

    /// @param answered  the commands that came before
    /// @param slash     answers what begins with a slash
    /// @param commands  whether the owner's settings let the assistant run commands
    public ChannelDesk(
            Admission admission,
            Conversations conversations,
            Beginnings beginnings,
            Answered answered,
            Commands slash,
            boolean commands) {
        this.answered = answered;
        this.admission = admission;
        this.beginnings = beginnings;
        this.slash = slash;
        this.conversations = conversations;
        this.commands = commands;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on("gateway", "channel.inbound", this::inbound)
                .on("gateway", "channel.withdrawn", this::withdrawn)
                .on("gateway", "channel.resolve", this::resolve)
                .on("guardian", "channel.door", this::door);
    }

    /// Who somebody is, is asked first; their words come only from those who are let in.
    private void inbound(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        Address who = who(head);
        Address place = place(head, who);
        String id = InboundMessage.requireId(head.text("id"));
        switch (admission.ask(who, place, head.text("name"), head.flagOr("self", false))) {
            case Answer.Silence() -> exchange.reply(answer("silence").build());
            case Answer.Code(String code) ->
                exchange.reply(answer("code").with("code", code).build());
            case Answer.Welcome(boolean owner) -> {
                exchange.reply(answer("welcome").build());
                Words words = Parcel.fromMessenger(exchange::next).words();
                Spot spot = Spot.of(who, place, owner);
                Optional<String> said = words.files().isEmpty() && !who.isProgram()
                        ? command(exchange, spot, id, words.text())
                        : Optional.empty();
                exchange.send(
                        said.isPresent() ? JsonObject.with("said", said.get()).build() : submit(spot, id, words));
            }
        }
    }

    private static Address who(JsonObject head) {
        Address who = Address.fromJson(head.object("who"));
        if (who.kind() != Address.Kind.DIRECT) {
            throw ContractException.malformed("A person writes to us directly or in a group.");
        }
        return who;
    }

    private static Address place(JsonObject head, Address who) {
        Address place = Address.fromJson(head.object("place"));
        if (place.kind() == Address.Kind.DIRECT && !place.equals(who)) {
            throw ContractException.malformed("A person writes to us directly or in a group.");
        }
        return place;
    }

    /// Whoever taps at a question that is over is told so; it is no message then.
    ///
    /// What a program says is nobody's order, and is answered to whom the owner said when they let it in.
    private JsonObject submit(Spot spot, String id, Words words) throws InterruptedException {
        if (spot.who().isProgram()) {
            String answers =
                    admission.guest(spot.who().key()).map(Guest::answers).orElse("");
            return conversations.submitFromHook(spot.who(), answers, id, words);
        }
        try {
            return conversations.submit(spot.who(), spot.place(), spot.owner(), beginnings.number(spot), id, words);
        } catch (ContractException e) {
            if (!e.reason().equals(QUESTION_OVER)) {
                throw e;
            }
            return JsonObject.with("said", String.valueOf(e.getMessage())).build();
        }
    }

    /// Somebody took back what they wrote. Of those who are not let in nobody is asked: a crowd of strangers costs
    /// nothing, and whoever was let out again has the owner to ask.
    private void withdrawn(LinkExchange exchange) {
        JsonObject head = exchange.head();
        Address who = who(head);
        Address place = place(head, who);
        String key = place.home().key();
        if (admission.whereIs(key).isPresent()) {
            Spot spot = Spot.of(
                    who, place, admission.guest(key).filter(Guest::owner).isPresent());
            conversations.withdraw(who, spot.owner(), InboundMessage.requireId(head.text("id")));
        }
        exchange.reply(JsonObject.EMPTY);
    }

    private Optional<String> command(LinkExchange exchange, Spot spot, String id, String text)
            throws InterruptedException {
        Optional<String> before = answered.find(spot, id);
        if (before.isPresent()) {
            return before;
        }
        Optional<String> said = slash.answer(exchange, spot, text);
        if (said.isPresent()) {
            answered.keep(spot, id, said.get());
        }
        return said;
    }

    private void door(LinkExchange exchange) throws InterruptedException {
        exchange.reply(admission.door().toBuilder().with("commands", commands).build());
    }

    private static JsonObject.Builder answer(String word) {
        return JsonObject.with("answer", word);
    }

    private void resolve(LinkExchange exchange) {
        Address address = admission
                .whereIs(exchange.head().text("key"))
                .orElseThrow(() -> ContractException.refused(
                        "not-admitted", "Whoever this was for is not on the list, so it was not sent."));
        exchange.reply(JsonObject.with("address", address.toJson()).build());
    }
}
