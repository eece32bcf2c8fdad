package moltbot.control.channel;

import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.control.audit.Audit;

/// What the owner says at the host about who may talk to the assistant, and about letters that could not be
/// delivered.
public final class OwnersDesk {
    private static final String HOST = "host";

    private final Admission admission;
    private final Audit audit;
    private final LinkClient runtime;
    private final LinkClient gateway;

    public OwnersDesk(Admission admission, Audit audit, LinkClient runtime, LinkClient gateway) {
        this.admission = admission;
        this.audit = audit;
        this.runtime = runtime;
        this.gateway = gateway;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on(HOST, "pairing.list", exchange -> exchange.reply(admission.toJson()))
                .on(HOST, "pairing.approve", this::approve)
                .on(HOST, "pairing.admit", this::admit)
                .on(HOST, "pairing.deny", this::deny)
                .on(HOST, "pairing.remove", this::remove)
                .on(HOST, "outbox.list", exchange -> exchange.reply(letters()))
                .on(HOST, "outbox.resend", exchange -> change(exchange, "outbox.resend"))
                .on(HOST, "outbox.drop", exchange -> change(exchange, "outbox.drop"));
    }

    private void approve(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        admission.approve(head.text("code"), head.flagOr("owner", false), HOST);
        exchange.reply(JsonObject.EMPTY);
    }

    private void admit(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        String channel = head.text("channel");
        Address address = new Address(channel, account(channel), Address.Kind.DIRECT, head.text("id"));
        admission.admit(address, head.textOr("name", ""), head.flagOr("owner", false), HOST);
        exchange.reply(JsonObject.with("key", address.key()).build());
    }

    /// The house's own account there, which the gateway knows.
    private String account(String channel) {
        List<JsonObject> channels = gateway.ask("channel.state", JsonObject.EMPTY)
                .listOr("channels", JsonArray.EMPTY)
                .objects();
        return channels.stream()
                .filter(state -> state.text("channel").equals(channel))
                .map(state -> state.text("account"))
                .filter(account -> !account.isEmpty())
                .findFirst()
                .orElseThrow(() -> ContractException.refused(
                        "no-account",
                        "The channel '" + channel + "' has no account here yet, so nobody was let in. See"
                                + " docs/channels/ for how to set it up."));
    }

    private void deny(LinkExchange exchange) throws InterruptedException {
        admission.deny(exchange.head().text("code"), HOST);
        exchange.reply(JsonObject.EMPTY);
    }

    private void remove(LinkExchange exchange) throws InterruptedException {
        admission.remove(exchange.head().text("key"), HOST);
        exchange.reply(JsonObject.EMPTY);
    }

    /// What waits and what could not be delivered, with the names of those it is for.
    private JsonObject letters() {
        JsonObject kept = runtime.ask("outbox.list", JsonObject.EMPTY);
        List<JsonObject> letters = kept.list("letters").objects().stream()
                .map(letter -> letter.toBuilder()
                        .with("name", admission.name(letter.text("address")))
                        .build())
                .toList();
        return kept.toBuilder().with("letters", JsonArray.of(letters)).build();
    }

    private void change(LinkExchange exchange, String operation) throws InterruptedException {
        long letter = exchange.head().number("letter");
        audit.record(
                operation, JsonObject.with("letter", letter).with("by", HOST).build());
        exchange.reply(runtime.ask(operation, JsonObject.with("letter", letter).build()));
    }
}
