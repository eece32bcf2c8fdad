package moltbot.runtime.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import moltbot.contract.ContractException;
import moltbot.contract.seal.Seal;
import moltbot.runtime.workspace.ArchiveReader.Unpacked;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives in and out, the out ones as hostile as they come.
class ArchiveTest {
    private static final WorkspaceLimits LIMITS = new WorkspaceLimits(1 << 20, 50, 512 << 10);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private TarArchiveOutputStream tar;

    @BeforeEach
    void begin() {
        tar = new TarArchiveOutputStream(bytes, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    private void add(String name, String content) throws IOException {
        add(new TarArchiveEntry(name, true), content);
    }

    private void add(TarArchiveEntry entry, String content) throws IOException {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        entry.setSize(data.length);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
    }

    private void addSpecial(String name, byte kind, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private Unpacked read(List<WorkspaceFile> before) throws IOException {
        tar.close();
        return read(bytes.toByteArray(), before);
    }

    private Unpacked read(byte[] archive, List<WorkspaceFile> before) throws IOException {
        Spool spool = Spool.create(folder, 64 << 20);
        spool.append(archive, 0, archive.length);
        return ArchiveReader.read(spool, before, LIMITS);
    }

    private static Map<String, String> files(Unpacked unpacked) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (WorkspaceChange.Put put : unpacked.change().puts()) {
            files.put(put.file().path(), new String(put.source().read(), StandardCharsets.UTF_8));
        }
        return files;
    }

    @Test
    void takesRegularFilesAndFolders() throws IOException {
        add("./a.txt", "one");
        addSpecial("empty/", TarConstants.LF_DIR, "");
        TarArchiveEntry script = new TarArchiveEntry("deep/er/run.sh", true);
        script.setMode(0100755);
        add(script, "two");
        add("n".repeat(200) + "/" + "ü".repeat(100), "three");

        Unpacked unpacked = read(List.of());

        assertThat(files(unpacked))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "a.txt",
                        "one",
                        "empty/",
                        "",
                        "deep/er/run.sh",
                        "two",
                        "n".repeat(200) + "/" + "ü".repeat(100),
                        "three"));
        assertThat(unpacked.change().puts())
                .filteredOn(put -> put.file().path().equals("deep/er/run.sh"))
                .allMatch(put -> put.file().mode() == WorkspaceFile.EXECUTABLE);
        assertThat(unpacked.dropped()).isEmpty();
    }

    @Test
    void leavesOutWhateverIsNotPlainAndSaysSo() throws IOException {
        add("good.txt", "good");
        add("../escape", "x");
        add("a/../../escape", "x");
        add("/etc/passwd", "x");
        add("a/./b", "x");
        add("line\nbreak", "x");
        addSpecial("link", TarConstants.LF_SYMLINK, "/etc/passwd");
        addSpecial("hard", TarConstants.LF_LINK, "good.txt");
        addSpecial("device", TarConstants.LF_CHR, "");
        addSpecial("block", TarConstants.LF_BLK, "");
        addSpecial("pipe", TarConstants.LF_FIFO, "");

        Unpacked unpacked = read(List.of());

        assertThat(files(unpacked)).containsExactly(Map.entry("good.txt", "good"));
        assertThat(unpacked.dropped()).hasSize(10).allMatch(sentence -> !sentence.contains("\n"));
        assertThat(unpacked.dropped()).anyMatch(sentence -> sentence.contains("'link' is not a regular file"));
    }

    @Test
    void takesTheFirstOfTwoWithOneName() throws IOException {
        add("a", "first");
        add("a", "second");
        add("a/b", "under a file");
        add("c/d", "file");
        add("c", "a file where a folder is");

        Unpacked unpacked = read(List.of());

        assertThat(files(unpacked)).containsOnly(Map.entry("a", "first"), Map.entry("c/d", "file"));
        assertThat(unpacked.dropped()).hasSize(3).allMatch(sentence -> sentence.endsWith("is there twice."));
    }

    @Test
    void keepsNothingOfAnArchiveThatIsTooMuch() throws IOException {
        for (int i = 0; i < 3; i++) {
            add("big" + i, "x".repeat(500 << 10));
        }
        assertThatThrownBy(() -> read(List.of()))
                .isInstanceOf(ContractException.class)
                .hasMessage("The workspace would be larger than 1 MB.");
    }

    @Test
    void keepsNothingOfTooManyFiles() throws IOException {
        for (int i = 0; i < 51; i++) {
            add("f" + i, "");
        }
        assertThatThrownBy(() -> read(List.of())).hasMessage("The workspace would have more than 50 files.");
    }

    @Test
    void leavesOutOneFileThatIsTooLarge() throws IOException {
        add("huge", "x".repeat(513 << 10));
        add("small", "y");

        Unpacked unpacked = read(List.of());

        assertThat(files(unpacked)).containsOnlyKeys("small");
        assertThat(unpacked.dropped()).hasSize(1);
    }

    @Test
    void refusesAHeaderThatWouldFillMemory() throws IOException {
        addSpecial("x".repeat(99), TarConstants.LF_DIR, "");
        TarArchiveEntry extension = new TarArchiveEntry("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC, true);
        add(extension, "20 path=" + "y".repeat(1 << 20) + "\n");

        assertThatThrownBy(() -> read(List.of())).hasMessage("The archive that came back could not be read.");
    }

    /// What one reader takes for an entry's content is a header for the other, and could be one of many megabytes.
    @Test
    void refusesASizeThatAnExtensionContradicts() throws IOException {
        add(new TarArchiveEntry("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC, true), "10 size=0\n");
        byte[] header = new byte[512];
        new TarArchiveEntry("hidden").writeEntryHeader(header);
        add(new TarArchiveEntry("a"), new String(header, StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> read(List.of())).hasMessage("The archive that came back could not be read.");
    }

    @Test
    void refusesAFileWithHolesWhichMayHideAHeader() throws IOException {
        add(new TarArchiveEntry("sparse", TarConstants.LF_GNUTYPE_SPARSE), "x");

        assertThatThrownBy(() -> read(List.of())).hasMessage("The archive that came back could not be read.");
    }

    @Test
    void refusesHeadersWithoutEndBeforeOneEntry() throws IOException {
        for (int i = 0; i < 30_000; i++) {
            add(new TarArchiveEntry("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC, true), "12 path=abc\n");
        }
        add("a", "b");

        assertThatThrownBy(() -> read(List.of())).hasMessage("The archive that came back could not be read.");
    }

    @Test
    void boundsWhatItStores() throws IOException {
        try (Spool spool = Spool.create(folder, 10)) {
            spool.append(new byte[10], 0, 10);
            assertThatThrownBy(() -> spool.append(new byte[1], 0, 1)).isInstanceOf(ContractException.class);
        }
    }

    @Test
    void changesOnlyWhatChanged() throws IOException {
        add("same", "same");
        add("other", "new");
        WorkspaceFile same = file("same", "same");
        List<WorkspaceFile> before = List.of(same, file("other", "old"), file("gone", "x"));

        WorkspaceChange change = read(before).change();

        assertThat(change.puts()).extracting(put -> put.file().path()).containsExactly("other");
        assertThat(change.removals()).containsExactly("gone");
    }

    private static WorkspaceFile file(String path, String content) {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        return new WorkspaceFile(path, WorkspaceFile.PLAIN, data.length, Seal.sha256Hex(data));
    }

    @Test
    void survivesAnyDamage() throws IOException {
        add("a.txt", "some content");
        addSpecial("b/", TarConstants.LF_DIR, "");
        add("b/" + "long".repeat(60), "more content");
        tar.close();
        byte[] whole = bytes.toByteArray();
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = whole.clone();
            for (int hits = random.nextInt(1, 6); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Unpacked unpacked = read(damaged, List.of());
                unpacked.change()
                        .puts()
                        .forEach(put -> assertThat(
                                        WorkspacePath.problem(put.file().name()))
                                .isEmpty());
                unpacked.change().close();
            } catch (ContractException e) {
                assertThat(e).hasMessageEndingWith(".");
            }
        }
    }

    @Test
    void packsTheSameFilesIntoTheSameBytes() throws IOException {
        Map<String, String> content =
                new TreeMap<>(Map.of("b.txt", "2", "a/ü.txt", "1", "l".repeat(150) + "/" + "m".repeat(150), "3"));
        List<WorkspaceFile> rows = new ArrayList<>();
        content.forEach((path, text) -> rows.add(file(path, text)));
        rows.add(WorkspaceFile.folder("empty"));
        Workspace workspace = new Workspace() {
            @Override
            public String name() {
                return "here";
            }

            @Override
            public List<WorkspaceFile> list() {
                return rows;
            }

            @Override
            public Optional<byte[]> read(String path) {
                return Optional.ofNullable(content.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
            }
        };
        try (Spool first = Spool.create(folder, 1 << 20);
                Spool second = Spool.create(folder, 1 << 20)) {
            String digest = ArchiveWriter.pack(workspace, first);

            assertThat(ArchiveWriter.pack(workspace, second)).isEqualTo(digest);
            assertThat(Seal.sha256Hex(first.read(0, (int) first.size()))).isEqualTo(digest);
            // What went out and comes back unchanged is no change.
            assertThat(ArchiveReader.read(first, rows, LIMITS).change().isNothing())
                    .isTrue();
        }
    }
}
