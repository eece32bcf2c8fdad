package moltbot.cli.pin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What a `SKILL.md` says of itself between its first two lines of three hyphens (agentskills.io): `name`,
/// `description` and `allowed-tools`. What else stands there is for others.
///
/// @param tools    as this house calls them
/// @param unknown  what it names that is no tool of this house
record FrontMatter(String name, String description, List<String> tools, List<String> unknown) {
    private static final int MAX_CHARS = 8 << 10;
    private static final String RULE = "---\n";

    /// What others call tools that do the same.
    private static final Map<String, String> SAME = Map.of(
            "Read", "read_file",
            "Write", "write_file",
            "Edit", "edit_file",
            "Glob", "list_files",
            "Grep", "list_files",
            "Bash", "run_command",
            "WebFetch", "web_fetch",
            "WebSearch", "web_search",
            "Task", "sub_agent");

    FrontMatter {
        tools = List.copyOf(tools);
        unknown = List.copyOf(unknown);
    }

    static FrontMatter of(String text) {
        int end = text.indexOf("\n" + RULE, RULE.length() - 1);
        if (!text.startsWith(RULE) || end < 0) {
            throw refused("SKILL.md begins with a line '---', then name and description, then '---'.");
        }
        String head = text.substring(RULE.length(), end + 1);
        if (head.length() > MAX_CHARS) {
            throw refused("What SKILL.md says of itself is longer than " + (MAX_CHARS >> 10) + " KiB.");
        }
        Map<?, ?> fields = fields(head);
        Map<String, Boolean> tools = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String named : listed(fields.get("allowed-tools"))) {
            String plain = named.replaceFirst("\\(.*\\)$", "");
            String tool = SAME.getOrDefault(plain, plain);
            if (tool.matches("[a-z][a-z0-9_]*") || tool.startsWith("mcp__")) {
                tools.put(tool, true);
            } else {
                unknown.add(named);
            }
        }
        return new FrontMatter(word(fields, "name"), word(fields, "description"), List.copyOf(tools.keySet()), unknown);
    }

    /// Aliases make much of little, and are not followed where they could.
    private static Map<?, ?> fields(String head) {
        LoadSettings strict = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setAllowRecursiveKeys(false)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_CHARS)
                .setLabel("SKILL.md")
                .build();
        try {
            if (new Load(strict).loadFromString(head) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (YamlEngineException e) {
            ContractException refusal = refused("What SKILL.md says of itself is not well-formed YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                    + ". A text with ': ' in it stands in quotes.");
            refusal.initCause(e);
            throw refusal;
        }
        throw refused("What SKILL.md says of itself is a list of 'name: value' lines.");
    }

    private static String word(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof String text && !text.isBlank()) {
            return text.strip().replaceAll("\\s+", " ");
        }
        throw refused("SKILL.md says nothing of its " + name + ".");
    }

    /// A list, or words with commas or spaces between them; a word may hold a pair of brackets with anything in it.
    private static List<String> listed(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case String text ->
                java.util.regex.Pattern.compile("[^\\s,(]+(\\([^)]*\\))?")
                        .matcher(text)
                        .results()
                        .map(java.util.regex.MatchResult::group)
                        .toList();
            default -> throw refused("allowed-tools in SKILL.md is a list of tools.");
        };
    }

    private static ContractException refused(String what) {
        return ContractException.refused("bad-skill", what);
    }
}
