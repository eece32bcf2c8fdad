package moltbot.control.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Errand;
import moltbot.contract.label.Label;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerCall;
import moltbot.contract.mcp.ServerTools;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxBrowser;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.skill.Skill;
import moltbot.contract.web.WebFetch;
import moltbot.contract.web.WebSearch;

/// An effect, understood: where it leads, what of it is out of the ordinary, and what the conversation has read once it
/// is done.
///
/// @param notes   sentences for the person who is asked
/// @param leaves  the label of what comes back
record EffectReading(Destination destination, List<String> notes, Label leaves) {
    /// An effect that is none, with a sentence that says why.
    static final class NoEffect extends Exception {
        private static final long serialVersionUID = 1;

        NoEffect(String why) {
            super(why);
        }
    }

    static EffectReading of(Effect effect, Known known) throws NoEffect {
        return switch (effect.effect()) {
            case "workspace.read", "workspace.write" ->
                new EffectReading(Destination.WORKSPACE, List.of(), Label.OWNERS);
            case SandboxSpec.EFFECT -> command(effect);
            case SandboxHold.EFFECT -> held(effect, known);
            case SandboxHold.USE -> background(effect);
            case SandboxBrowser.EFFECT -> browser(effect);
            case "agent.run" -> part(effect);
            case Skill.EFFECT -> skill(effect, known.skills());
            case WebFetch.EFFECT -> page(effect, known.written());
            case WebSearch.EFFECT -> search(effect);
            case RemotePlace.EFFECT, ToolServer.LIST, ServerTools.EFFECT, ServerCall.EFFECT ->
                ServerReading.of(effect, known);
            case "memory.read" -> new EffectReading(Destination.MEMORY, List.of(), Label.KEPT);
            case PeopleReading.ASK, PeopleReading.GIVE, Errand.PEOPLE, Errand.EFFECT -> PeopleReading.of(effect, known);
            case "memory.write", "memory.forget" -> new EffectReading(Destination.MEMORY, List.of(), Label.OWNERS);
            case ScheduleReading.MAKE, "schedule.list", "schedule.cancel" -> ScheduleReading.of(effect);
            default -> throw new NoEffect("Moltbot knows no effect of that kind.");
        };
    }

    private static EffectReading command(Effect effect) throws NoEffect {
        SandboxSpec spec;
        try {
            spec = SandboxSpec.fromJson(effect.shows());
        } catch (ContractException | ArithmeticException e) {
            throw notOne(e);
        }
        requireAllShown(spec.digest(), effect);
        List<String> notes = aboveStanding(spec.limits());
        if (spec.network().isNone()) {
            return new EffectReading(notes.isEmpty() ? Destination.NOWHERE : Destination.MACHINE, notes, Label.OWNERS);
        }
        notes.addAll(network(spec.network()));
        return new EffectReading(Destination.NETWORK, notes, spec.network().label());
    }

    private static EffectReading held(Effect effect, Known known) throws NoEffect {
        SandboxHold hold;
        try {
            hold = SandboxHold.fromJson(effect.shows());
        } catch (ContractException | ArithmeticException e) {
            throw notOne(e);
        }
        requireAllShown(hold.digest(), effect);
        Optional<ToolServer> configured = known.holding(hold.digest());
        if (configured.isPresent()) {
            return new EffectReading(
                    Destination.CONFIGURED, List.of(), configured.get().label());
        }
        SandboxLimits asked = hold.spec().limits();
        SandboxLimits standing = SandboxLimits.STANDARD;
        List<String> notes = network(hold.spec().network());
        notes.add("It stays open for up to " + time(hold.life()) + ", and ends after " + time(hold.silence())
                + " in which nothing comes or goes.");
        notes.addAll(aboveStanding(new SandboxLimits(
                standing.time(), asked.memoryBytes(), asked.processes(), standing.outputBytes(), asked.diskBytes())));
        return new EffectReading(
                Destination.PROGRAM, notes, hold.spec().network().label());
    }

    /// What comes back was counted when it was let begin: nothing goes into it afterwards.
    private static EffectReading background(Effect effect) throws NoEffect {
        return switch (effect.shows().textOr("action", "")) {
            case "poll", "kill" -> new EffectReading(Destination.NOWHERE, List.of(), Label.OWNERS);
            default -> throw new NoEffect("Moltbot knows nothing of that kind to do with what runs in the background.");
        };
    }

    /// What a sub-agent does is judged step by step, under the label of its conversation: by itself it does nothing.
    private static EffectReading part(Effect effect) throws NoEffect {
        boolean whole = effect.shows().fields().keySet().equals(Set.of("task", "tools"));
        if (!whole || effect.shows().textOr("task", "").isBlank()) {
            throw new NoEffect("This does not say whole what a sub-agent would do.");
        }
        if (!effect.task().isEmpty()) {
            throw new NoEffect("A sub-agent has none of its own.");
        }
        return new EffectReading(Destination.NOWHERE, List.of(), Label.OWNERS);
    }

    /// Exactly what the owner pinned: its words are the owner's, and its files in the workspace are, too.
    private static EffectReading skill(Effect effect, List<Skill> pinned) throws NoEffect {
        String name = effect.shows().textOr("name", "");
        Skill skill = pinned.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoEffect("You have pinned no skill of that name."));
        if (!skill.loading().equals(effect.shows())) {
            throw new NoEffect("The skill '" + name + "' is not what you pinned any more. Look at its folder, then pin"
                    + " it again with ./moltbot skill add.");
        }
        return new EffectReading(Destination.CONFIGURED, List.of(), Label.OWNERS);
    }

    /// In a browser that a person let be opened for what it may reach: some of it only looks, the rest may send there
    /// what the conversation knows.
    private static EffectReading browser(Effect effect) throws NoEffect {
        return switch (effect.shows().textOr("action", "")) {
            case "close" -> new EffectReading(Destination.NOWHERE, List.of(), Label.OWNERS);
            case "read", "screenshot" -> new EffectReading(Destination.NOWHERE, List.of(), Label.FOREIGN);
            case "open", "click", "type", "select", "download" ->
                new EffectReading(Destination.NETWORK, List.of(), Label.FOREIGN);
            default -> throw new NoEffect("Moltbot knows nothing of that kind to do in a browser.");
        };
    }

    private static EffectReading page(Effect effect, Predicate<String> written) throws NoEffect {
        WebFetch fetch;
        try {
            fetch = WebFetch.fromJson(effect.shows());
        } catch (ContractException e) {
            throw new NoEffect("This is not one page to get: " + e.getMessage());
        }
        requireAllShown(fetch.digest(), effect);
        boolean named = fetch.way() == WebFetch.Way.NAMED && written.test(fetch.url());
        return switch (named || fetch.way() != WebFetch.Way.NAMED ? fetch.way() : WebFetch.Way.COMPOSED) {
            case NAMED -> new EffectReading(Destination.NAMED, List.of(), Label.FOREIGN);
            case LINKED -> new EffectReading(Destination.LINKED, List.of(), Label.FOREIGN);
            case COMPOSED ->
                new EffectReading(
                        Destination.COMPOSED,
                        List.of("It would get " + fetch.url()
                                + ", an address that nobody gave it: what it says is told to " + fetch.origin() + "."),
                        Label.FOREIGN);
        };
    }

    private static EffectReading search(Effect effect) throws NoEffect {
        WebSearch search;
        try {
            search = WebSearch.fromJson(effect.shows());
        } catch (ContractException e) {
            throw new NoEffect("This is not one search: " + e.getMessage());
        }
        requireAllShown(search.digest(), effect);
        return new EffectReading(Destination.SEARCH, List.of(), Label.FOREIGN);
    }

    private static void requireAllShown(String digest, Effect effect) throws NoEffect {
        if (!digest.equals(effect.digest())) {
            throw new NoEffect("What is shown holds more than what would be done.");
        }
    }

    private static NoEffect notOne(RuntimeException e) {
        return new NoEffect("This command is not one a sandbox takes: " + e.getMessage());
    }

    private static List<String> network(SandboxNetwork network) {
        List<String> notes = new ArrayList<>();
        for (NetworkRule rule : network.rules()) {
            String key = rule.credential().isEmpty() ? "" : " with the key '" + rule.credential() + "'";
            notes.add("It may ask " + rule.origin() + rule.path() + " by " + String.join(", ", rule.methods()) + key
                    + ".");
        }
        if (network.maxBytes() > SandboxNetwork.STANDARD_BYTES) {
            notes.add("It may move up to " + bytes(network.maxBytes()) + " over the network; the standing limit is "
                    + bytes(SandboxNetwork.STANDARD_BYTES) + ".");
        }
        return notes;
    }

    private static List<String> aboveStanding(SandboxLimits asked) {
        SandboxLimits standing = SandboxLimits.STANDARD;
        List<String> notes = new ArrayList<>();
        if (asked.time().compareTo(standing.time()) > 0) {
            notes.add("It may run for up to " + time(asked.time()) + "; the standing limit is " + time(standing.time())
                    + ".");
        }
        if (asked.memoryBytes() > standing.memoryBytes()) {
            notes.add("It may use up to " + bytes(asked.memoryBytes()) + " of memory; the standing limit is "
                    + bytes(standing.memoryBytes()) + ".");
        }
        if (asked.processes() > standing.processes()) {
            notes.add("It may start up to " + asked.processes() + " processes; the standing limit is "
                    + standing.processes() + ".");
        }
        if (asked.outputBytes() > standing.outputBytes()) {
            notes.add("It may print up to " + bytes(asked.outputBytes()) + "; the standing limit is "
                    + bytes(standing.outputBytes()) + ".");
        }
        if (asked.diskBytes() > standing.diskBytes()) {
            notes.add("It may write up to " + bytes(asked.diskBytes()) + "; the standing limit is "
                    + bytes(standing.diskBytes()) + ".");
        }
        return notes;
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
