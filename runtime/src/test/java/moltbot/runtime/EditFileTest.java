package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A passage of a file is changed where it stands exactly once, and nowhere else.
@Timeout(120)
class EditFileTest {
    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).start();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    private String edit(String message, String old, String with) throws InterruptedException {
        house.model.callsOnce(
                "edit_file",
                JsonObject.with("path", "a.txt")
                        .with("old", old)
                        .with("new", with)
                        .build());
        house.submit(message, "change it");
        return Watcher.facts(house.watch().turns(message.charAt(1) - '0'), ChatFact.ToolFinished.class)
                .getLast()
                .output();
    }

    @Test
    void changesAPassageThatStandsThereOnce() throws Exception {
        house.model.callsOnce(
                "write_file",
                JsonObject.with("path", "a.txt")
                        .with("content", "one\ntwo\ntwo\nthree\n")
                        .build());
        house.submit("m1", "write");
        house.watch().turns(1);

        assertThat(edit("m2", "three", "four")).isEqualTo("Replaced it in line 4 of a.txt.");
        assertThat(edit("m3", "two", "x")).contains("more than once, so nothing was changed");
        assertThat(edit("m4", "five", "x")).contains("does not stand in 'a.txt', so nothing was changed");
        assertThat(edit("m5", "", "x")).contains("Say what to replace");
        house.model.callsOnce("read_file", JsonObject.with("path", "a.txt").build());
        house.submit("m6", "read");
        assertThat(Watcher.facts(house.watch().turns(6), ChatFact.ToolFinished.class)
                        .getLast()
                        .output())
                .isEqualTo("one\ntwo\ntwo\nfour\n");
    }
}
