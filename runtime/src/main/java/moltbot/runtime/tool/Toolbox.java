package moltbot.runtime.tool;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import moltbot.contract.model.Content;
import moltbot.contract.model.ToolSpec;
import moltbot.contract.tool.ToolGroup;
import moltbot.runtime.tool.Sandbox.Availability;
import moltbot.runtime.workspace.Workspace;

/// All tools there are, and which of them may be offered now. Immutable.
public final class Toolbox {
    /// What a model may be told of.
    ///
    /// @param notice  what the person should know about what is missing
    public record Offer(List<ToolSpec> specs, Optional<Missing> notice) {
        public boolean has(String name) {
            return specs.stream().anyMatch(spec -> spec.name().equals(name));
        }
    }

    /// Why something is not offered.
    ///
    /// @param code           `no-sandbox`, `tools-off` or `blocked`
    /// @param oncePerSession  true if saying it once in a conversation is enough
    public record Missing(String code, String text, boolean oncePerSession) {}

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final Sandbox sandbox;
    private final MoreTools more;
    private final Allowance allowance;
    private final Offer everything;
    private final Offer withoutBrowser;
    private final List<ToolSpec> withoutSandbox;

    public Toolbox(List<Tool> all, Sandbox sandbox) {
        this(all, sandbox, _ -> List.of(), _ -> ToolGroup.all());
    }

    /// @param more       what single conversations have beyond that
    /// @param allowance  what they may use of it all
    public Toolbox(List<Tool> all, Sandbox sandbox, MoreTools more, Allowance allowance) {
        all.forEach(tool -> tools.put(tool.spec().name(), tool));
        this.sandbox = sandbox;
        this.more = more;
        this.allowance = allowance;
        this.everything = new Offer(all.stream().map(Tool::spec).toList(), Optional.empty());
        this.withoutBrowser = new Offer(without(all, capability -> capability == Capability.BROWSER), Optional.empty());
        this.withoutSandbox = without(all, Capability::needsSandbox);
    }

    private static List<ToolSpec> without(List<Tool> all, Predicate<Capability> missing) {
        return all.stream()
                .filter(tool -> !missing.test(tool.capability()))
                .map(Tool::spec)
                .toList();
    }

    /// The conversation's turn was cut short.
    public void cutShort(Workspace workspace) {
        tools.values().forEach(tool -> tool.cutShort(workspace));
    }

    /// The conversation's tool of that name, whether it is offered or not.
    public Optional<Tool> find(String name, Workspace workspace) {
        return Optional.ofNullable(tools.get(name))
                .or(() -> more.of(workspace).stream()
                        .filter(tool -> tool.spec().name().equals(name))
                        .findFirst());
    }

    /// What may be offered to a conversation now: without a lease nothing, without a tier nothing that needs a sandbox,
    /// and nothing that its owner did not give it.
    public Offer offer(Workspace workspace) throws InterruptedException {
        Offer there = there(workspace);
        Set<ToolGroup> given = allowance.of(workspace);
        return given.containsAll(ToolGroup.all()) ? there : given(there, given, workspace);
    }

    private Offer given(Offer there, Set<ToolGroup> given, Workspace workspace) {
        List<ToolSpec> specs = there.specs().stream()
                .filter(spec -> find(spec.name(), workspace)
                        .flatMap(tool -> tool.capability().group())
                        .filter(group -> !given.contains(group))
                        .isEmpty())
                .toList();
        return new Offer(specs, there.notice());
    }

    private Offer there(Workspace workspace) throws InterruptedException {
        return switch (sandbox.availability()) {
            case Availability.Ready ready -> withMore(ready.browser() ? everything : withoutBrowser, workspace);
            case Availability.NoTier(String reason) ->
                new Offer(
                        withoutSandbox,
                        Optional.of(new Missing("no-sandbox", "Commands cannot be run here. " + reason, true)));
            case Availability.NoLease(String reason) -> nothing("tools-off", reason);
            case Availability.Blocked(String reason) -> nothing("blocked", reason);
        };
    }

    /// What of an offer is left after what has worked in the turn.
    ///
    /// @param worked  the turn's calls that did
    public Offer after(Offer offer, List<Content.ToolUse> worked, Workspace workspace) {
        Set<String> bound = new HashSet<>();
        boolean bounded = false;
        for (Content.ToolUse use : worked) {
            Optional<List<String>> only = find(use.name(), workspace).flatMap(tool -> tool.narrows(use.input()));
            if (only.isPresent()) {
                bounded = true;
                bound.add(use.name());
                bound.addAll(only.get());
            }
        }
        return bounded
                ? new Offer(
                        offer.specs().stream()
                                .filter(spec -> bound.contains(spec.name()))
                                .toList(),
                        offer.notice())
                : offer;
    }

    /// What of an offer a sub-agent may use.
    public Offer forPart(Offer offer, Tool.Part part, Workspace workspace) {
        List<ToolSpec> specs = offer.specs().stream()
                .filter(spec -> part.tools().isEmpty() || part.tools().contains(spec.name()))
                .filter(spec -> find(spec.name(), workspace)
                        .filter(tool -> tool.capability().isForParts())
                        .isPresent())
                .toList();
        return new Offer(specs, Optional.empty());
    }

    private static Offer nothing(String code, String reason) {
        return new Offer(List.of(), Optional.of(new Missing(code, reason, false)));
    }

    /// What everybody has comes first, so that a question begins as the one before.
    private Offer withMore(Offer offer, Workspace workspace) {
        List<Tool> mine = more.of(workspace);
        return mine.isEmpty()
                ? offer
                : new Offer(
                        Stream.concat(offer.specs().stream(), mine.stream().map(Tool::spec))
                                .toList(),
                        offer.notice());
    }
}
