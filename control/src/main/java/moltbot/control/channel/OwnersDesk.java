package moltbot.control.channel;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.tool.ToolGroup;
import moltbot.control.audit.Audit;

/// What the owner says at the host or in the panel about who may talk to the assistant, and about letters that could
/// not be delivered. Safe for several threads.
public final class OwnersDesk {
    private static final System.Logger LOG = System.getLogger("people");
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
                .on(HOST, "pairing.tools", exchange -> {
                    give(exchange.head().text("key"), exchange.head(), HOST);
                    exchange.reply(JsonObject.EMPTY);
                })
                .on(HOST, "outbox.list", exchange -> exchange.reply(letters()))
                .on(HOST, "outbox.resend", exchange -> exchange.reply(resend(letter(exchange), HOST)))
                .on(HOST, "outbox.drop", exchange -> exchange.reply(drop(letter(exchange), HOST)));
    }

    /// Who waits, who is let in, how the messengers fare, and what was to be delivered: all that the panel shows of
    /// people. What cannot be told just now is left out.
    public JsonObject people() throws InterruptedException {
        JsonObject.Builder all = admission.toJson().toBuilder();
        copy(() -> gateway.ask("channel.state", JsonObject.EMPTY), "channels", all);
        copy(this::letters, "letters", all);
        return all.build();
    }

    private static void copy(Supplier<JsonObject> source, String name, JsonObject.Builder all) {
        try {
            all.with(name, source.get().listOr(name, JsonArray.EMPTY));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "The panel is not told of {0}: {1}", name, e.getMessage());
        }
    }

    /// What somebody on the list is called; their key where they have no name or are not there any more.
    public String called(String key) {
        String name = admission.name(key);
        return name.isEmpty() ? key : name;
    }

    private void approve(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        approve(head.text("code"), head.flagOr("owner", false), HOST);
        exchange.reply(JsonObject.EMPTY);
    }

    /// Lets in whoever was told this code.
    ///
    /// @param owner  true says that this person is the owner
    public void approve(String code, boolean owner, String by) throws InterruptedException {
        admission.approve(code, owner, by);
    }

    /// Says no to whoever was told this code.
    public void deny(String code, String by) throws InterruptedException {
        admission.deny(code, by);
    }

    /// Takes somebody off the list.
    public void remove(String key, String by) throws InterruptedException {
        admission.remove(key, by);
    }

    /// Says which tools may be used in conversations with somebody.
    ///
    /// @param given  `tools`: `all`, also those that are made one day, or a list of groups of them
    public void give(String key, JsonObject given, String by) throws InterruptedException {
        boolean all = given.find("tools").filter(ToolGroup.EVERY::equals).isPresent();
        admission.give(key, all ? Optional.empty() : Optional.of(ToolGroup.fromJson(given.list("tools"))), by);
    }

    private void admit(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        String channel = head.text("channel");
        Address address = new Address(channel, account(channel), Address.Kind.DIRECT, head.text("id"));
        if (address.isProgram() && head.flagOr("owner", false)) {
            throw ContractException.refused("program", "A program is never the owner, so nothing was changed.");
        }
        if (address.isProgram()) {
            admission.admitProgram(address, head.textOr("answers", ""), HOST);
        } else {
            admission.admit(address, head.textOr("name", ""), head.flagOr("owner", false), HOST);
        }
        exchange.reply(JsonObject.with("key", address.key())
                .with(
                        "answers",
                        admission.guest(address.key()).map(Guest::answers).orElse(""))
                .build());
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

    /// Sends a letter again that could not be delivered.
    public JsonObject resend(long letter, String by) throws InterruptedException {
        return change("outbox.resend", letter, by);
    }

    /// Gives it up.
    public JsonObject drop(long letter, String by) throws InterruptedException {
        return change("outbox.drop", letter, by);
    }

    private static long letter(LinkExchange exchange) {
        return exchange.head().number("letter");
    }

    private JsonObject change(String operation, long letter, String by) throws InterruptedException {
        audit.record(operation, JsonObject.with("letter", letter).with("by", by).build());
        return runtime.ask(operation, JsonObject.with("letter", letter).build());
    }
}
