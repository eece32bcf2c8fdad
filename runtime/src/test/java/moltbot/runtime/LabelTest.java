package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.label.Label;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Under which label calls are judged: what was read once counts for good.
@Timeout(120)
class LabelTest {
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

    private void callsOnce(String... network) {
        house.model.callsOnce(
                "run_command",
                StandInSpawner.command("true").toBuilder()
                        .with("network", JsonArray.ofTexts(List.of(network)))
                        .build());
    }

    private Label asked() {
        return Label.fromJson(house.control.asked.getLast().object("label"));
    }

    @Test
    void remembersWhatWasReadFromTheNetwork() throws Exception {
        callsOnce("GET https://a.example");
        house.submit("m1", "ask it");
        house.watch().turns(1);
        assertThat(asked()).isEqualTo(Label.OWNERS);

        callsOnce();
        house.submit("m2", "and now without");
        house.watch().turns(2);
        assertThat(asked()).isEqualTo(Label.FOREIGN);

        house.stop();
        house.start();
        house.submit("m3", "and after a restart");
        house.watch().turns(3);
        assertThat(asked()).isEqualTo(Label.FOREIGN);
    }

    @Test
    void readsNothingWhereItWasNotDone() throws Exception {
        house.control.decision = "deny";
        callsOnce("GET https://a.example");
        house.submit("m1", "ask it");
        house.watch().turns(1);
        house.submit("m2", "ask it");
        house.watch().turns(2);

        assertThat(asked()).isEqualTo(Label.OWNERS);
    }

    @Test
    void trustsNobodyButTheOwner() throws Exception {
        callsOnce();
        house.submit("somebody", "main", "m1", "run it");
        house.watch("somebody", "main", 0).turns(1);

        assertThat(asked()).isEqualTo(Label.WORST);
        assertThat(house.control.asked.getLast().text("sender")).isEqualTo("somebody");
    }
}
