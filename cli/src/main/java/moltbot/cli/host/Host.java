package moltbot.cli.host;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import moltbot.cli.failure.CliException;
import moltbot.cli.failure.CliException.Code;
import moltbot.cli.house.Layout;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;

/// The owner at the machine itself: the links that whoever can read the data folder may use.
public final class Host {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Boot links;

    private Host(Boot links) {
        this.links = links;
    }

    /// The house that runs on this data folder.
    public static Host of(Layout layout) {
        try {
            return new Host(Boot.fromJson(JsonObject.parse(Files.readAllBytes(layout.hostFile()))));
        } catch (IOException e) {
            throw new CliException(Code.REFUSED, notRunning(layout), e);
        }
    }

    /// A link to one compartment, or to the supervisor.
    public LinkClient link(String compartment) {
        return links.client(compartment, LinkLimits.DEFAULT.withConnectPatience(PATIENCE));
    }

    private static String notRunning(Layout layout) {
        return "Moltbot is not running on " + layout.data() + ". Start it with "
                + layout.blueprint().start() + ".";
    }
}
