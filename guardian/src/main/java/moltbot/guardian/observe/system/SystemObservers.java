package moltbot.guardian.observe.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Firewall;
import moltbot.guardian.fact.network.TailscaleRoute;

/// Asks the system's own programs.
public final class SystemObservers {
    private static final Path UFW = Path.of("/etc/ufw/ufw.conf");

    private SystemObservers() {}

    /// What Tailscale passes on to this machine; nothing where it is not installed.
    public static Observation<List<TailscaleRoute>> tailscale() {
        Optional<String> program = Commands.find("tailscale");
        if (program.isEmpty()) {
            return new Observation.Seen<>(List.of());
        }
        try {
            return new Observation.Seen<>(
                    Tailscale.parse(Commands.output(List.of(program.get(), "serve", "status", "--json"))));
        } catch (IOException | ContractException e) {
            return new Observation.Unobservable<>("Tailscale does not say what it passes on: " + e.getMessage());
        }
    }

    /// Whether there is a firewall. What may not be looked at is unknown, not unobservable: most owners are not root.
    public static Observation<Firewall> firewall() {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        return new Observation.Seen<>(mac ? ofMac() : ofLinux());
    }

    private static Firewall ofLinux() {
        try {
            if (Files.isReadable(UFW)
                    && Files.readString(UFW)
                            .lines()
                            .anyMatch(line -> line.strip().equals("ENABLED=yes"))) {
                return new Firewall(Firewall.State.ON, "ufw is enabled");
            }
            Optional<String> nft = Commands.find("nft");
            return nft.isEmpty()
                    ? new Firewall(Firewall.State.UNKNOWN, "neither ufw nor nft is there to ask")
                    : FirewallText.ofNft(Commands.output(List.of(nft.get(), "-j", "list", "ruleset")));
        } catch (IOException e) {
            return new Firewall(Firewall.State.UNKNOWN, "only root may see the rules of this machine's firewall");
        }
    }

    private static Firewall ofMac() {
        try {
            Firewall application = FirewallText.ofMac(
                    Commands.output(List.of("/usr/libexec/ApplicationFirewall/socketfilterfw", "--getglobalstate")));
            return application.state() == Firewall.State.ON
                    ? application
                    : FirewallText.ofPf(Commands.output(List.of("/sbin/pfctl", "-s", "info")));
        } catch (IOException e) {
            return new Firewall(Firewall.State.UNKNOWN, "only root may see the rules of this machine's firewall");
        }
    }
}
