package moltbot.contract.skill;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// A skill as its owner pinned it.
///
/// @param name         as its folder is called
/// @param description  one line
/// @param digest       of its folder, see [SkillFolder#digest()]
/// @param tools        names of all the tools that may be used with it; it gives no right to any of them
public record Skill(String name, String description, String digest, List<String> tools) {
    /// Takes a skill's text and files into a conversation.
    public static final String EFFECT = "skill.load";

    /// Longest description, in characters.
    public static final int MAX_DESCRIPTION = 1_024;

    private static final int MAX_TOOLS = 32;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+){0,20}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public Skill {
        tools = List.copyOf(tools);
        if (name.length() > 64 || !NAME.matcher(name).matches()) {
            throw ContractException.malformed(
                    "A skill's name is 1 to 64 small letters and digits, with single hyphens between them.");
        }
        if (description.isBlank()
                || description.length() > MAX_DESCRIPTION
                || SkillFolder.hidden(description) >= 0
                || description.contains("\n")
                || description.contains("\t")) {
            throw ContractException.malformed("A skill's description is one line of 1 to " + MAX_DESCRIPTION
                    + " characters, without any that hide.");
        }
        if (!DIGEST.matcher(digest).matches()) {
            throw ContractException.malformed("A skill's digest is a SHA-256 in lower-case hex.");
        }
        if (tools.size() > MAX_TOOLS
                || new HashSet<>(tools).size() < tools.size()
                || !tools.stream().allMatch(tool -> TOOL.matcher(tool).matches())) {
            throw ContractException.malformed("A skill declares at most " + MAX_TOOLS
                    + " tools, each once and by its name, such as run_command.");
        }
    }

    public JsonObject toJson() {
        return JsonObject.with("name", name)
                .with("description", description)
                .with("digest", digest)
                .with("tools", JsonArray.ofTexts(tools))
                .build();
    }

    public static Skill fromJson(JsonObject json) {
        return new Skill(
                json.text("name"),
                json.text("description"),
                json.text("digest"),
                json.list("tools").texts());
    }

    /// What is judged when it is taken into a conversation.
    public JsonObject loading() {
        return JsonObject.with("name", name)
                .with("digest", digest)
                .with("tools", JsonArray.ofTexts(tools))
                .build();
    }
}
