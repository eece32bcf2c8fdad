package moltbot.control.command;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;

/// How the house stands, in a few plain words for its owner.
public final class HouseWords {
    private static final double NANOS_PER_DOLLAR = 1e9;
    private static final int MOST = 16;
    private static final Pattern WORDS = Pattern.compile("[a-z]{1,16} [a-z]{1,16}");

    private final LinkClient supervisor;
    private final LinkClient runtime;
    private final LinkClient gateway;

    public HouseWords(LinkClient supervisor, LinkClient runtime, LinkClient gateway) {
        this.supervisor = supervisor;
        this.runtime = runtime;
        this.gateway = gateway;
    }

    String status() {
        String breaker = supervisor
                .ask("house.state", JsonObject.EMPTY)
                .object("breaker")
                .text("state");
        JsonObject state = runtime.ask("runtime.state", JsonObject.EMPTY);
        JsonObject sandbox = state.object("sandbox");
        boolean tools = sandbox.flagOr("permitted", false);
        return "Breaker: " + (breaker.equals("CLOSED") ? "all is well" : "the panel is blocked (" + breaker + ")")
                + "\nTools: " + (!tools ? "off" : sandbox.flagOr("available", false) ? "on" : "on, without commands")
                + "\nModel: " + named(state.object("model"))
                + "\nAnswers under way: " + state.number("running")
                + messengers();
    }

    /// Nothing where there is none, or nobody can say.
    private String messengers() {
        try {
            List<JsonObject> all = gateway.ask("channel.state", JsonObject.EMPTY)
                    .listOr("channels", JsonArray.EMPTY)
                    .objects();
            // Words of one kind and no more of them: the gateway is the compartment that talks to the outside.
            String each = all.stream()
                    .map(one -> one.text("channel") + " " + one.text("state"))
                    .filter(words -> WORDS.matcher(words).matches())
                    .limit(MOST)
                    .collect(Collectors.joining(", "));
            return each.isEmpty() ? "" : "\nMessengers: " + each;
        } catch (ContractException e) {
            return "\nMessengers: not known just now";
        }
    }

    private static String named(JsonObject model) {
        String name = model.textOr("model", "");
        return name.isEmpty()
                ? "none that is known just now"
                : name + (model.flagOr("demo", false) ? " (a scripted demo, not an AI)" : "");
    }

    String usage() {
        JsonObject usage = gateway.ask("usage.show", JsonObject.EMPTY);
        return "Today: " + spent(usage.object("day")) + "\nThis month: " + spent(usage.object("month"));
    }

    private static String spent(JsonObject amount) {
        return String.format(
                Locale.ROOT,
                "$%.2f of $%.2f, %d of %d tokens",
                amount.number("nanos") / NANOS_PER_DOLLAR,
                amount.number("capNanos") / NANOS_PER_DOLLAR,
                amount.number("tokens"),
                amount.number("capTokens"));
    }
}
