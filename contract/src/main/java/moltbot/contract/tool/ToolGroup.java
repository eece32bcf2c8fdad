package moltbot.contract.tool;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonValue;

/// Tools that an owner gives somebody together, or does not. What is in none of them needs no leave of that kind: it
/// turns to whoever the conversation is with, or is denied to all but the owner.
public enum ToolGroup {
    /// Files of the conversation's own workspace.
    FILES,
    /// Commands in throw-away sandboxes, also in the background.
    COMMANDS,
    /// A browser in a sandbox.
    BROWSER,
    /// Pages of the web, and searches.
    WEB,
    /// Servers of tools (MCP) that the owner configured.
    SERVERS,
    /// What is remembered.
    MEMORY,
    /// What is to be done later.
    SCHEDULE,
    /// Skills that the owner installed.
    SKILLS;

    /// What stands for all of them.
    public static final String ALL = "all";

    /// The same across a link, where it stands for those that are made one day, too.
    public static final JsonValue EVERY = JsonValue.of(ALL);

    /// What stands for none of them.
    public static final String NONE = "none";

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// All there are.
    public static Set<ToolGroup> all() {
        return EnumSet.allOf(ToolGroup.class);
    }

    /// The group an effect is of, by its name in judgements; empty where it is of none. A held program has no single
    /// answer here: a browser, a server and a command may all be one.
    ///
    /// @throws ContractException  if there is no effect of that name, or it has no single answer
    public static Optional<ToolGroup> of(String effect) {
        return switch (effect) {
            case "workspace.read", "workspace.write", "file.give" -> Optional.of(FILES);
            case "sandbox.run", "background.use" -> Optional.of(COMMANDS);
            case "browser.act" -> Optional.of(BROWSER);
            case "web.fetch", "web.search" -> Optional.of(WEB);
            case "mcp.open", "mcp.list", "mcp.load", "mcp.call" -> Optional.of(SERVERS);
            case "memory.read", "memory.write", "memory.forget" -> Optional.of(MEMORY);
            case "schedule.make", "schedule.list", "schedule.cancel" -> Optional.of(SCHEDULE);
            case "skill.load" -> Optional.of(SKILLS);
            case "user.ask", "people.list", "message.send", "agent.run" -> Optional.empty();
            default -> throw ContractException.malformed("No group of tools is for '" + effect + "'.");
        };
    }

    /// Reads what an owner wrote: `all`, `none`, or some groups with commas between them.
    ///
    /// @throws ContractException  as `unknown-tools` if one of the words is none of these
    public static Set<ToolGroup> parse(String words) {
        return switch (words.strip().toLowerCase(Locale.ROOT)) {
            case ALL -> all();
            case NONE -> EnumSet.noneOf(ToolGroup.class);
            default -> read(Arrays.asList(words.strip().split("\\s*,\\s*", -1)));
        };
    }

    /// From what crosses a link.
    ///
    /// @throws ContractException  as `unknown-tools` if one of the words is none of these
    public static Set<ToolGroup> fromJson(JsonArray words) {
        return read(words.texts());
    }

    private static Set<ToolGroup> read(List<String> words) {
        EnumSet<ToolGroup> groups = EnumSet.noneOf(ToolGroup.class);
        for (String word : words) {
            groups.add(Arrays.stream(values())
                    .filter(group -> group.word().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> ContractException.refused(
                            "unknown-tools",
                            "There are no tools by that word, so nothing was changed. Say all, none, or some of these"
                                    + " with commas between them: " + words(all()) + ".")));
        }
        return groups;
    }

    public static JsonArray toJson(Collection<ToolGroup> groups) {
        return JsonArray.ofTexts(groups.stream().sorted().map(ToolGroup::word).toList());
    }

    /// As a person reads it: `all`, `none`, or the words with commas between them.
    public static String words(Set<ToolGroup> groups) {
        if (groups.isEmpty()) {
            return NONE;
        }
        return groups.stream().sorted().map(ToolGroup::word).collect(Collectors.joining(", "));
    }
}
