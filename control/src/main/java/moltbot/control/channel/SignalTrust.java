package moltbot.control.channel;

import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.control.audit.Audit;

/// Trusts somebody's new safety number in Signal for the owner's shell: who was trusted, and by which number, is in the
/// audit before Signal is told. Safe for several threads.
public final class SignalTrust implements AutoCloseable {
    private static final Pattern WHO = Pattern.compile("[+0-9a-f-]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("[0-9a-f]{1,128}");

    private final LinkClient gateway;
    private final Audit audit;

    public SignalTrust(LinkClient gateway, Audit audit) {
        this.gateway = gateway;
        this.audit = audit;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on("host", "signal.trust", this::trust);
    }

    private void trust(LinkExchange exchange) throws InterruptedException {
        String who = exchange.head().text("who");
        String number = exchange.head().text("safetyNumber").replaceAll("\\s", "");
        if (!WHO.matcher(who).matches() || !NUMBER.matcher(number).matches()) {
            throw ContractException.refused(
                    "bad-number",
                    "A safety number has 60 digits, in twelve groups of five, and whose it is, is said by a number or an id."
                            + " Nothing was trusted. './moltbot signal trust' shows them.");
        }
        JsonObject trusted =
                JsonObject.with("who", who).with("safetyNumber", number).build();
        audit.record("signal.trust", trusted.toBuilder().with("by", "host").build());
        exchange.reply(gateway.ask("signal.trust", trusted));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
