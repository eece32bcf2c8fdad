package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files of the workspace: what is too long to be shown is kept there and can be read on, and what is replaced stands
/// there exactly once.
@Timeout(120)
class FilesTest {
    @TempDir
    Path folder;

    private House house;
    private int turns;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).start();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    private String result(String tool, JsonObject input) throws InterruptedException {
        house.model.callsOnce(tool, input);
        house.submit("m" + ++turns, "go");
        return Watcher.facts(house.watch().turns(turns), ChatFact.ToolFinished.class)
                .getLast()
                .output();
    }

    private static String lines(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "line " + i).collect(Collectors.joining("\n", "", "\n"));
    }

    private static JsonObject read(String path, int from) {
        return JsonObject.with("path", path).with("from", from).build();
    }

    @Test
    void keepsLongOutputInAFileAndShowsAWindowOnIt() throws Exception {
        String whole = lines(10_000);
        house.spawner.task = run -> {
            for (int i = 0; i < whole.length(); i += 8_000) {
                run.output(whole.substring(i, Math.min(whole.length(), i + 8_000)));
            }
            run.finish(0, StandInSpawner.tar(run.files()));
        };
        String shown = result("run_command", StandInSpawner.command("seq"));

        assertThat(shown)
                .startsWith("line 1\nline 2\n")
                .contains("line 10000\n")
                .contains("All " + whole.length() + " bytes are in .output/000001-run_command.txt")
                .hasSizeLessThan(14_000)
                .doesNotContain("line 5000\n");

        String more = result("read_file", read(".output/000001-run_command.txt", 5_000));
        assertThat(more)
                .startsWith("line 5000\nline 5001\n")
                .contains("[More: from=")
                .hasSizeLessThan(22_000);
        int next = Integer.parseInt(more.replaceAll("(?s).*from=(\\d+) of.*", "$1"));
        assertThat(result("read_file", read(".output/000001-run_command.txt", next)))
                .startsWith("line " + next + "\n");
        assertThat(result("read_file", read(".output/000001-run_command.txt", 9_999)))
                .isEqualTo("line 9999\nline 10000\n[10000 lines]\n");
    }

    @Test
    void keepsOnlySoManyOfThem() throws Exception {
        String whole = lines(6_000);
        house.spawner.task = run -> {
            run.output(whole);
            run.finish(0, StandInSpawner.tar(run.files()));
        };
        for (int i = 0; i < 23; i++) {
            result("run_command", StandInSpawner.command("seq"));
        }
        List<String> files = result("list_files", JsonObject.EMPTY)
                .lines()
                .filter(line -> line.contains(".output/0"))
                .toList();

        assertThat(files).hasSize(20);
        assertThat(files.getFirst()).contains("000004-");
        assertThat(files.getLast()).contains("000023-");
    }

    private String edit(String old, String with) throws InterruptedException {
        return result(
                "edit_file",
                JsonObject.with("path", "a.txt")
                        .with("old", old)
                        .with("new", with)
                        .build());
    }

    @Test
    void changesAPassageThatStandsThereOnce() throws Exception {
        result(
                "write_file",
                JsonObject.with("path", "a.txt")
                        .with("content", "one\ntwo\ntwo\nthree\n")
                        .build());

        assertThat(edit("three", "four")).isEqualTo("Replaced it in line 4 of a.txt.");
        assertThat(edit("two", "x")).contains("more than once, so nothing was changed");
        assertThat(edit("five", "x")).contains("does not stand in 'a.txt', so nothing was changed");
        assertThat(edit("", "x")).contains("Say what to replace");
        assertThat(result("read_file", JsonObject.with("path", "a.txt").build()))
                .isEqualTo("one\ntwo\ntwo\nfour\n");
    }
}
