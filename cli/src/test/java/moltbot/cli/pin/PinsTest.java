package moltbot.cli.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.skill.Skill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the owner pins is what is used, or nothing is.
class PinsTest {
    private static final String HEAD = "name: plan-trip\ndescription: \"Plans a trip: by train.\"\n";

    @TempDir
    Path root;

    private Path folder(String head) throws IOException {
        Path folder = Files.createDirectories(root.resolve("mine/plan-trip"));
        Files.writeString(folder.resolve("SKILL.md"), "---\n" + head + "---\nPlan well.\n");
        return folder;
    }

    private static Pin.Candidate read(Path folder) {
        return Pin.read(folder, Optional.empty());
    }

    private static void refuses(Path folder, String sentence) {
        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void readsWhatASkillSaysOfItselfAndWhatItMayUse() throws IOException {
        Pin.Candidate read =
                read(folder(HEAD + "license: MIT\nmetadata:\n  version: 1\nallowed-tools: Read Bash(git:*),"
                        + " web_fetch, Teleport\n"));

        assertThat(read.pin().skill().description()).isEqualTo("Plans a trip: by train.");
        assertThat(read.pin().skill().tools()).containsExactly("read_file", "run_command", "web_fetch");
        assertThat(read.unknown()).containsExactly("Teleport");
    }

    @Test
    void saysOfEachWhetherItIsWhatWasPinned() throws IOException {
        Pins pins = new Pins(root.resolve("data"));
        Path folder = folder(HEAD + "allowed-tools: Read\n");
        pins.add(read(folder).pin());
        JsonObject pinned = pins.toJson().list("skills").objects().getFirst();
        assertThat(pinned.text("name") + pinned.text("problem")).isEqualTo("plan-trip");
        assertThat(pinned.text("folder")).isEqualTo(folder.toString());

        Files.writeString(folder.resolve("more.txt"), "added later");
        assertThat(pins.toJson().list("skills").objects().getFirst().text("problem"))
                .contains("was changed since you pinned it", "./moltbot skill add");
        Files.delete(folder.resolve("more.txt"));
        Files.delete(folder.resolve("SKILL.md"));
        assertThat(pins.toJson().list("skills").objects().getFirst().text("problem"))
                .contains("is not what you pinned any more");
    }

    @Test
    void wantsToolsDeclaredByTheSkillOrItsOwner() throws IOException {
        Path folder = folder(HEAD);
        refuses(folder, "It declares no tools");
        assertThat(Pin.read(folder, Optional.of(List.of("read_file")))
                        .pin()
                        .skill()
                        .tools())
                .containsExactly("read_file");
        refuses(folder(HEAD + "allowed-tools: [Teleport]\n"), "It declares no tools");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nname: plan-trip\ndescription: x\n",
                "name: plan-trip\nname: other\ndescription: x\n",
                "name: !!java.net.URL [http://a.example]\ndescription: x\n",
                "name: [plan-trip]\ndescription: x\n",
                "- name\n",
                "name: 'plan-trip\n",
                "name: plan-trip\n",
                "name: Plan Trip\ndescription: x\n",
                "name: ../plan-trip\ndescription: x\n",
                "name: other\ndescription: x\n",
            })
    void refusesWhatIsNotOneClearDescription(String head) throws IOException {
        Path folder = folder(head + "allowed-tools: Read\n");
        assertThatThrownBy(() -> read(folder)).isInstanceOf(ContractException.class);
    }

    @Test
    void refusesADescriptionWithoutEnd() throws IOException {
        refuses(
                folder("name: plan-trip\nallowed-tools: Read\ndescription: " + "x".repeat(9_000) + "\n"),
                "longer than 8");
        refuses(folder("name: plan-trip\nallowed-tools: Read\ndescription: " + "x".repeat(1_025) + "\n"), "1 to 1024");
    }

    @Test
    void refusesAFileThatSaysNothingOfItself() throws IOException {
        Path folder = folder(HEAD);
        Files.writeString(folder.resolve("SKILL.md"), "Plan well.\n");
        refuses(folder, "begins with a line '---'");
    }

    @Test
    void copiesOnlyWhatIsAsItWasPinned() throws IOException {
        Path folder = folder(HEAD + "allowed-tools: Read\n");
        Files.writeString(folder.resolve("route.py"), "print(1)\n");
        Pins pins = new Pins(root.resolve("data"));
        pins.add(read(folder).pin());
        Path copies = root.resolve("copies");

        assertThat(pins.prepare(copies)).extracting(Skill::name).containsExactly("plan-trip");
        assertThat(copies.resolve("plan-trip/route.py")).hasContent("print(1)\n");
        assertThat(pins.all().getFirst().problem()).isEmpty();

        Files.writeString(folder.resolve("route.py"), "print(2)\n");
        assertThat(pins.all().getFirst().problem().orElseThrow()).contains("was changed since you pinned it");
        assertThat(pins.prepare(copies)).isEmpty();
        assertThat(copies.resolve("plan-trip")).doesNotExist();

        pins.add(read(folder).pin());
        assertThat(pins.all()).hasSize(1);
        assertThat(pins.prepare(copies)).hasSize(1);
        assertThat(copies.resolve("plan-trip/route.py")).hasContent("print(2)\n");
    }

    @Test
    void aFolderThatIsGoneStopsNothingElse() throws IOException {
        Path folder = folder(HEAD + "allowed-tools: Read\n");
        Pins pins = new Pins(root.resolve("data"));
        pins.add(read(folder).pin());
        Files.delete(folder.resolve("SKILL.md"));

        assertThat(pins.prepare(root.resolve("copies"))).isEmpty();
        assertThat(pins.all().getFirst().problem().orElseThrow()).contains("is not what you pinned any more");
        assertThat(pins.remove("plan-trip")).isTrue();
        assertThat(pins.remove("plan-trip")).isFalse();
    }
}
