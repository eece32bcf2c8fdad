package moltbot.cli.pin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import moltbot.cli.failure.CliException;
import moltbot.cli.failure.CliException.Code;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.skill.Skill;
import moltbot.contract.skill.SkillFolder;

/// The owner's pins, in `config/skills.json`, which no compartment can write. Before the house starts, the folders are
/// compared with them, and only those that are what was pinned are copied to where the runtime can read them.
public final class Pins {
    private static final int MAX_SKILLS = 32;
    private static final System.Logger LOG = System.getLogger("skill");

    private final Path file;

    /// @param data  the house's folder
    public Pins(Path data) {
        this.file = data.resolve("config").resolve("skills.json");
    }

    /// All of them, by name.
    public List<Pin> all() {
        try {
            return Files.exists(file)
                    ? JsonObject.parse(Files.readAllBytes(file)).list("skills").objects().stream()
                            .map(Pin::fromJson)
                            .toList()
                    : List.of();
        } catch (IOException | ContractException e) {
            throw new CliException(
                    Code.REFUSED,
                    "The pins of your skills in " + file + " cannot be read. Mend that file, or move it away and add"
                            + " the skills again.",
                    e);
        }
    }

    /// Pins one, in place of one of the same name.
    public void add(Pin pin) {
        List<Pin> pins = new ArrayList<>(all());
        pins.removeIf(other -> other.skill().name().equals(pin.skill().name()));
        if (pins.size() >= MAX_SKILLS) {
            throw CliException.refused("There are " + MAX_SKILLS + " skills already, which is all there may be. Nothing"
                    + " was added; remove one first.");
        }
        pins.add(pin);
        write(pins);
    }

    /// Takes one away; false where there is none of that name.
    public boolean remove(String name) {
        List<Pin> pins = new ArrayList<>(all());
        boolean there = pins.removeIf(pin -> pin.skill().name().equals(name));
        if (there) {
            write(pins);
        }
        return there;
    }

    private void write(List<Pin> pins) {
        JsonObject json = JsonObject.with(
                        "skills",
                        JsonArray.of(pins.stream()
                                .sorted(Comparator.comparing(pin -> pin.skill().name()))
                                .map(Pin::toJson)
                                .toList()))
                .build();
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling("skills.json.new");
            Files.write(fresh, json.toBytes());
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CliException(Code.REFUSED, "The pins in " + file + " could not be written.", e);
        }
    }

    /// Copies what is as it was pinned to where the runtime reads it, and nothing else.
    ///
    /// @param copies  emptied first
    public List<Skill> prepare(Path copies) {
        List<Skill> ready = new ArrayList<>();
        List<Pin> pins = all();
        try {
            empty(copies);
            for (Pin pin : pins) {
                try {
                    SkillFolder files = SkillFolder.read(pin.folder());
                    if (pin.problem(files).isPresent()) {
                        throw ContractException.refused("bad-skill", "It was changed since it was pinned.");
                    }
                    copy(files, copies.resolve(pin.skill().name()));
                    ready.add(pin.skill());
                } catch (ContractException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "The skill {0} is not used: {1}",
                            pin.skill().name(),
                            e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new CliException(
                    Code.REFUSED, "The skills could not be copied (" + e.getMessage() + "). Nothing was started.", e);
        }
        return ready;
    }

    /// All of them as the owner is shown them, each with what keeps it from being used from the next start on; that is
    /// empty where its folder is what was pinned.
    public JsonObject toJson() {
        return JsonObject.with(
                        "skills",
                        JsonArray.of(all().stream()
                                .map(pin -> pin.toJson().toBuilder()
                                        .with(
                                                "problem",
                                                pin.problem()
                                                        .map(why -> why + " " + pin.mend())
                                                        .orElse(""))
                                        .build())
                                .toList()))
                .build();
    }

    private static void empty(Path copies) throws IOException {
        if (!Files.exists(copies)) {
            return;
        }
        try (Stream<Path> old = Files.walk(copies)) {
            for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void copy(SkillFolder files, Path target) throws IOException {
        for (SkillFolder.File one : files.files()) {
            Path path = target.resolve(one.path());
            Files.createDirectories(path.getParent());
            Files.write(path, one.bytes());
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(one.executable() ? "rwx------" : "rw-------"));
        }
    }
}
