package moltbot.control.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;

/// Which effects are done at once, which wait for a person, and which are never done. Pure: the same effect gets the
/// same answer. What it does not know it denies.
public final class Policy {
    private Policy() {}

    public static Decision decide(Effect effect) {
        return switch (effect.effect()) {
            case "workspace.read", "workspace.write" -> new Decision.Allow();
            case SandboxSpec.EFFECT -> sandbox(effect);
            case SandboxHold.EFFECT -> held(effect);
            default -> new Decision.Deny("Moltbot knows no effect of that kind.");
        };
    }

    private static Decision sandbox(Effect effect) {
        SandboxSpec spec;
        try {
            spec = SandboxSpec.fromJson(effect.shows());
        } catch (ContractException | ArithmeticException e) {
            return notOne(e);
        }
        if (!spec.digest().equals(effect.digest())) {
            return more();
        }
        List<String> why = aboveStanding(spec.limits());
        why.addAll(network(spec.network()));
        return why.isEmpty() ? new Decision.Allow() : new Decision.Ask(String.join(" ", why));
    }

    /// True for what the gateway, too, has a part in.
    public static boolean wantsNetwork(Effect effect) {
        return switch (effect.effect()) {
            case SandboxSpec.EFFECT ->
                !SandboxSpec.fromJson(effect.shows()).network().isNone();
            case SandboxHold.EFFECT ->
                !SandboxHold.fromJson(effect.shows()).spec().network().isNone();
            default -> false;
        };
    }

    private static List<String> network(SandboxNetwork network) {
        List<String> why = new ArrayList<>();
        for (NetworkRule rule : network.rules()) {
            String key = rule.credential().isEmpty() ? "" : " with the key '" + rule.credential() + "'";
            why.add("It may ask " + rule.origin() + rule.path() + " by " + String.join(", ", rule.methods()) + key
                    + ".");
        }
        if (network.maxBytes() > SandboxNetwork.STANDARD_BYTES) {
            why.add("It may move up to " + bytes(network.maxBytes()) + " over the network; the standing limit is "
                    + bytes(SandboxNetwork.STANDARD_BYTES) + ".");
        }
        return why;
    }

    /// Always a person's to allow: for hours it does what nobody asked about one by one.
    private static Decision held(Effect effect) {
        SandboxHold hold;
        try {
            hold = SandboxHold.fromJson(effect.shows());
        } catch (ContractException | ArithmeticException e) {
            return notOne(e);
        }
        if (!hold.digest().equals(effect.digest())) {
            return more();
        }
        SandboxLimits asked = hold.spec().limits();
        SandboxLimits standing = SandboxLimits.STANDARD;
        List<String> why = new ArrayList<>();
        why.add("It stays open for up to " + time(hold.life()) + ", and ends after " + time(hold.silence())
                + " in which nothing comes or goes.");
        why.addAll(aboveStanding(new SandboxLimits(
                standing.time(), asked.memoryBytes(), asked.processes(), standing.outputBytes(), asked.diskBytes())));
        why.addAll(network(hold.spec().network()));
        return new Decision.Ask(String.join(" ", why));
    }

    private static Decision notOne(RuntimeException e) {
        return new Decision.Deny("This command is not one a sandbox takes: " + e.getMessage());
    }

    private static Decision more() {
        return new Decision.Deny("What is shown holds more than the command that would run.");
    }

    private static List<String> aboveStanding(SandboxLimits asked) {
        SandboxLimits standing = SandboxLimits.STANDARD;
        List<String> why = new ArrayList<>();
        if (asked.time().compareTo(standing.time()) > 0) {
            why.add("It may run for up to " + time(asked.time()) + "; the standing limit is " + time(standing.time())
                    + ".");
        }
        if (asked.memoryBytes() > standing.memoryBytes()) {
            why.add("It may use up to " + bytes(asked.memoryBytes()) + " of memory; the standing limit is "
                    + bytes(standing.memoryBytes()) + ".");
        }
        if (asked.processes() > standing.processes()) {
            why.add("It may start up to " + asked.processes() + " processes; the standing limit is "
                    + standing.processes() + ".");
        }
        if (asked.outputBytes() > standing.outputBytes()) {
            why.add("It may print up to " + bytes(asked.outputBytes()) + "; the standing limit is "
                    + bytes(standing.outputBytes()) + ".");
        }
        if (asked.diskBytes() > standing.diskBytes()) {
            why.add("It may write up to " + bytes(asked.diskBytes()) + "; the standing limit is "
                    + bytes(standing.diskBytes()) + ".");
        }
        return why;
    }

    private static String time(Duration time) {
        long seconds = Math.max(1, time.plusMillis(999).toSeconds());
        if (seconds > 60 && seconds % 60 == 0) {
            return seconds / 60 + " minutes";
        }
        return seconds + (seconds == 1 ? " second" : " seconds");
    }

    private static String bytes(long bytes) {
        if (bytes % (1L << 30) == 0) {
            return (bytes >> 30) + " GiB";
        }
        if (bytes % (1L << 20) == 0) {
            return (bytes >> 20) + " MiB";
        }
        return bytes % (1L << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }
}
