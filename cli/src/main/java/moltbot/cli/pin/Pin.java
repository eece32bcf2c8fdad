package moltbot.cli.pin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.skill.Skill;
import moltbot.contract.skill.SkillFolder;

/// A skill as the owner saw it when they installed it, and where its folder lies.
///
/// @param folder  absolute
public record Pin(Skill skill, Path folder) {
    /// A skill that was read but not yet pinned.
    ///
    /// @param unknown  what it names that is no tool here
    public record Candidate(Pin pin, SkillFolder files, List<String> unknown) {}

    /// Reads a folder, to be pinned.
    ///
    /// @param tools  that the owner lets it use, in place of what it declares
    /// @throws ContractException  with a sentence, where it is none or not fit to be one
    public static Candidate read(Path folder, Optional<List<String>> tools) {
        Path whole = folder.toAbsolutePath().normalize();
        SkillFolder files = SkillFolder.read(whole);
        FrontMatter said = FrontMatter.of(files.text());
        if (!said.name().equals(String.valueOf(whole.getFileName()))) {
            throw ContractException.refused(
                    "bad-skill", "SKILL.md calls it '" + said.name() + "', so its folder must be called that, too.");
        }
        List<String> allowed = tools.orElse(said.tools());
        if (allowed.isEmpty()) {
            throw ContractException.refused(
                    "bad-skill",
                    "It declares no tools that there are here. Say which it may use at most, such as --tools"
                            + " read_file,run_command");
        }
        Skill skill = new Skill(said.name(), said.description(), files.digest(), allowed);
        return new Candidate(new Pin(skill, whole), files, said.unknown());
    }

    /// Why it may not be used now: its folder is gone, or is not what was pinned.
    public Optional<String> problem() {
        try {
            return problem(SkillFolder.read(folder));
        } catch (ContractException e) {
            return Optional.of("its folder " + folder + " is not what you pinned any more: " + e.getMessage());
        }
    }

    Optional<String> problem(SkillFolder files) {
        return files.digest().equals(skill.digest())
                ? Optional.empty()
                : Optional.of("its folder " + folder + " was changed since you pinned it.");
    }

    /// How to mend that.
    public String mend() {
        return "Look at it, then ./moltbot skill add " + folder + ", or ./moltbot skill remove " + skill.name() + ".";
    }

    JsonObject toJson() {
        return skill.toJson().toBuilder().with("folder", folder.toString()).build();
    }

    static Pin fromJson(JsonObject json) {
        return new Pin(Skill.fromJson(json), Path.of(json.text("folder")));
    }
}
