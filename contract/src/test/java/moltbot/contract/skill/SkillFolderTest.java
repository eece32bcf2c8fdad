package moltbot.contract.skill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import moltbot.contract.ContractException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is taken for a skill, and what is refused whole.
class SkillFolderTest {
    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(root.resolve("plan-trip"));
        Files.writeString(folder.resolve("SKILL.md"), "---\nname: plan-trip\n---\nPlan well.\n");
    }

    private void refuses(String sentence) {
        assertThatThrownBy(() -> SkillFolder.read(folder))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("bad-skill"))
                .hasMessageContaining(sentence);
    }

    @Test
    void readsAllFilesInOrder() throws IOException {
        Files.createDirectories(folder.resolve("scripts"));
        Files.write(folder.resolve("scripts/route.py"), new byte[] {0, 1, 2});
        Files.writeString(folder.resolve("NOTES.md"), "x");

        SkillFolder read = SkillFolder.read(folder);

        assertThat(read.files())
                .extracting(SkillFolder.File::path)
                .containsExactly("NOTES.md", "SKILL.md", "scripts/route.py");
        assertThat(read.text()).endsWith("Plan well.\n");
    }

    @Test
    void everyChangeIsAnotherDigest() throws IOException {
        Path file = folder.resolve("route.py");
        Files.writeString(file, "a");
        String before = SkillFolder.read(folder).digest();
        assertThat(SkillFolder.read(folder).digest()).isEqualTo(before);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        String executable = SkillFolder.read(folder).digest();
        Files.writeString(file, "b");
        String changed = SkillFolder.read(folder).digest();
        Files.move(file, folder.resolve("other.py"));
        String renamed = SkillFolder.read(folder).digest();

        assertThat(List.of(before, executable, changed, renamed)).doesNotHaveDuplicates();
    }

    @Test
    void refusesWhatLeadsElsewhere() throws IOException {
        Files.createSymbolicLink(folder.resolve("passwd"), Path.of("/etc/passwd"));
        refuses("'passwd' is a link");
        Files.delete(folder.resolve("passwd"));
        Files.createSymbolicLink(folder.resolve("up"), root);
        refuses("'up' is a link");
        Files.delete(folder.resolve("up"));
        Path link = Files.createSymbolicLink(root.resolve("linked"), folder);
        assertThatThrownBy(() -> SkillFolder.read(link)).hasMessageContaining("There is no folder");
    }

    @Test
    void refusesASkillFileThatIsALink() throws IOException {
        Files.delete(folder.resolve("SKILL.md"));
        Files.createSymbolicLink(folder.resolve("SKILL.md"), Path.of("/etc/passwd"));
        refuses("'SKILL.md' is a link");
    }

    @Test
    void refusesWhatIsNoFileWithoutWaitingForIt() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        refuses("'pipe' is no plain file");
    }

    @Test
    void refusesMoreThanIsBounded() throws IOException {
        Files.writeString(folder.resolve("SKILL.md"), "x".repeat((64 << 10) + 1));
        refuses("longer than 64 KiB");
        Files.writeString(folder.resolve("SKILL.md"), "x");
        Files.write(folder.resolve("a.bin"), new byte[1 << 20]);
        refuses("larger than 1 MiB");
        Files.delete(folder.resolve("a.bin"));
        for (int i = 0; i < 64; i++) {
            Files.writeString(folder.resolve("f" + i), "");
        }
        refuses("more than 64 files");
    }

    @Test
    void refusesFoldersWithoutEnd() throws IOException {
        Files.createDirectories(folder.resolve("a/b/c/d/e"));
        refuses("more than 4 deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", "a b", "x\u202ey", "ä", "-rf", "a\nb", "a$"})
    void refusesNamesThatAreNotPlain(String name) throws IOException {
        Files.writeString(folder.resolve(name), "x");
        refuses("a name that is not plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u202e", "\u200b", "\u0000", "\u001b[2J", "\u2066", "\ufeff", "\u00ad", "\u2028", "\u0085"})
    void refusesTextThatHidesOrTurns(String hidden) throws IOException {
        Files.writeString(folder.resolve("SKILL.md"), "---\nname: x\n---\none\ntwo" + hidden + "\n");
        refuses("Line 5 of SKILL.md has a character that hides");
    }

    @Test
    void refusesASkillFileThatIsNoText() throws IOException {
        Files.write(folder.resolve("SKILL.md"), new byte[] {'-', (byte) 0xff, (byte) 0xfe});
        refuses("no text in UTF-8");
    }

    @Test
    void refusesAFolderWithout() throws IOException {
        Files.delete(folder.resolve("SKILL.md"));
        refuses("no file SKILL.md");
    }
}
