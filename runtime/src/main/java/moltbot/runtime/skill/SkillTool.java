package moltbot.runtime.skill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import moltbot.contract.ContractException;
import moltbot.contract.Cut;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.ToolSpec;
import moltbot.contract.seal.Seal;
import moltbot.contract.skill.Skill;
import moltbot.contract.skill.SkillFolder;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.FixedCall;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceChange;
import moltbot.runtime.workspace.WorkspaceChange.Put;
import moltbot.runtime.workspace.WorkspaceFile;
import moltbot.runtime.workspace.WorkspaceLimits;

/// `skill`: takes what a skill says, and its files, into a conversation when it is wanted. From then on until the turn
/// ends, the turn has no tools but those that the skill declares; it never has more by it.
public final class SkillTool implements Tool {
    /// Most of all names and descriptions that are in every question, in characters.
    static final int MOST_TOLD = 1_600;

    private static final int MOST_OF_ONE = 160;
    private static final String FOLDER = "skills/";

    private final List<Skill> skills;
    private final Path copies;
    private final WorkspaceLimits limits;
    private final ToolSpec spec;

    /// @param skills  that the owner pinned
    /// @param copies  the folder in which the files of `name` are, in a folder of that name
    public SkillTool(List<Skill> skills, Path copies, WorkspaceLimits limits) {
        this.skills = List.copyOf(skills);
        this.copies = copies;
        this.limits = limits;
        this.spec = new ToolSpec(
                "skill",
                "Gives you your owner's instructions for a kind of work. Use it before such work. Skills: "
                        + told(skills) + ".",
                new Schema().text("name", "of the skill").require("name").build());
    }

    private static String told(List<Skill> skills) {
        StringBuilder told = new StringBuilder();
        int left = MOST_TOLD
                - skills.stream().mapToInt(skill -> skill.name().length() + 2).sum();
        for (Skill skill : skills) {
            told.append(told.isEmpty() ? "" : ", ").append(skill.name());
            String about = " (" + Cut.marked(skill.description(), MOST_OF_ONE) + ")";
            if (about.length() <= left) {
                told.append(about);
                left -= about.length();
            }
        }
        return told.toString();
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Capability capability() {
        return Capability.SKILL;
    }

    private Optional<Skill> find(JsonObject input) {
        return skills.stream()
                .filter(skill -> skill.name().equals(input.textOr("name", "")))
                .findFirst();
    }

    @Override
    public Optional<List<String>> narrows(JsonObject input) {
        return find(input).map(Skill::tools);
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        String name = Schema.read(input, List.of("name"), json -> json.text("name"));
        Skill pinned = find(input)
                .orElseThrow(() -> new BadInput("There is no skill of that name. There is: "
                        + skills.stream().map(Skill::name).collect(Collectors.joining(", ")) + "."));
        SkillFolder files;
        try {
            files = SkillFolder.read(copies.resolve(name));
        } catch (ContractException e) {
            throw new BadInput("The skill " + name + " cannot be used: " + e.getMessage() + " Your owner adds it again"
                    + " with ./moltbot skill add.");
        }
        // What is judged is what was read just now, not what was pinned: control knows the pin.
        Skill read = new Skill(pinned.name(), pinned.description(), files.digest(), pinned.tools());
        return new FixedCall(
                new Effect(Capability.SKILL, read.loading()),
                Label.OWNERS,
                () -> load(read, files, around.workspace()));
    }

    private ToolOutcome load(Skill skill, SkillFolder files, Workspace workspace) {
        String folder = FOLDER + skill.name() + "/";
        NavigableMap<String, WorkspaceFile> after = new TreeMap<>();
        workspace.list().forEach(file -> after.put(file.path(), file));
        List<String> removals = List.copyOf(after.tailMap(folder, false).keySet().stream()
                .takeWhile(path -> path.startsWith(folder))
                .toList());
        removals.forEach(after::remove);
        List<Put> puts = new ArrayList<>();
        for (SkillFolder.File one : files.files()) {
            if (!one.path().equals(SkillFolder.MAIN)) {
                WorkspaceFile file = new WorkspaceFile(
                        folder + one.path(),
                        one.executable() ? WorkspaceFile.EXECUTABLE : WorkspaceFile.PLAIN,
                        one.bytes().length,
                        Seal.sha256Hex(one.bytes()));
                after.put(file.path(), file);
                puts.add(new Put(file, one::bytes));
            }
        }
        boolean inTheWay = after.containsKey("skills") || after.containsKey("skills/" + skill.name());
        boolean room = !inTheWay && limits.problem(after.values()).isEmpty();
        String where = puts.isEmpty()
                ? ""
                : room
                        ? " Its files are in " + folder + ": "
                                + puts.stream().map(put -> put.file().path()).collect(Collectors.joining(", ")) + "."
                        : " There is no room in the workspace for its files.";
        String text =
                "[The skill " + skill.name() + ", which your owner installed. Until this turn ends you can use, at"
                        + " most: " + String.join(", ", skill.tools()) + "." + where + "]\n"
                        + body(files.text());
        WorkspaceChange change =
                room && !puts.isEmpty() ? new WorkspaceChange(puts, removals, () -> {}) : WorkspaceChange.NONE;
        return new ToolOutcome(Outcome.OK, text, JsonObject.EMPTY, change, false);
    }

    /// Without what it says of itself.
    private static String body(String text) {
        int end = text.indexOf("\n---\n", 3);
        return end < 0 ? text : text.substring(end + 5);
    }
}
