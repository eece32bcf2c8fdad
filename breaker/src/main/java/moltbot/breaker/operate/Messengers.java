package moltbot.breaker.operate;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;

/// Whether each messenger is connected, as the gateway says when it is asked. What it says is bounded and of its own
/// words only: it is the one compartment that talks to the outside. Where it does not answer soon nothing is known.
public final class Messengers implements Supplier<Map<String, Boolean>>, AutoCloseable {
    /// Figures are not to wait for what is not there.
    public static final LinkLimits LIMITS = new LinkLimits(
            LinkLimits.DEFAULT.maxFrameBytes(),
            LinkLimits.DEFAULT.maxHeadBytes(),
            LinkLimits.DEFAULT.maxConnections(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(50));

    private static final int MOST = 16;
    private static final Pattern NAME = Pattern.compile("[a-z]{1,16}");

    private final LinkClient gateway;

    /// @param gateway  owned
    public Messengers(LinkClient gateway) {
        this.gateway = gateway;
    }

    @Override
    public Map<String, Boolean> get() {
        Map<String, Boolean> connected = new TreeMap<>();
        try {
            for (JsonObject state : gateway.ask("channel.state", JsonObject.EMPTY)
                    .list("channels")
                    .objects()) {
                String name = state.text("channel");
                if (NAME.matcher(name).matches() && connected.size() < MOST) {
                    connected.put(name, state.text("state").equals("connected"));
                }
            }
        } catch (ContractException e) {
            System.getLogger("figures")
                    .log(
                            System.Logger.Level.DEBUG,
                            "The gateway does not say how messengers fare: {0}",
                            e.getMessage());
        }
        return connected;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
