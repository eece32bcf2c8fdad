package moltbot.guardian.observe.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.panel.Throttle;
import moltbot.guardian.observe.panel.PanelStandIn.Fault;
import org.junit.jupiter.api.Test;

class GuessObserverTest {
    @Test
    void findsAPanelThatLetsPasswordsBeGuessed() throws Exception {
        try (PanelStandIn panel = new PanelStandIn("canary", Fault.NEVER_THROTTLES)) {
            assertThat(new Throttle().judge(guess(panel)))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.check()).isEqualTo("H8"));
        }
    }

    @Test
    void stopsAsSoonAsItIsToldToWaitAndComesFromWhereNoBrowserDoes() throws Exception {
        try (PanelStandIn panel = new PanelStandIn("canary")) {
            assertThat(new Throttle().judge(guess(panel))).isEmpty();
            int first = panel.asked.get();
            assertThat(new Throttle().judge(guess(panel))).isEmpty();
            assertThat(panel.asked.get() - first)
                    .as("the second time it has to wait at once")
                    .isLessThan(4);
            assertThat(panel.guessedFrom).containsOnly("127.0.0.2");
        }
    }

    @Test
    void aPanelThatIsOpenIsWell() throws Exception {
        try (PanelStandIn panel = new PanelStandIn("canary", Fault.IS_OPEN_AT_THE_MOMENT)) {
            assertThat(new Throttle().judge(guess(panel))).isEmpty();
        }
    }

    private static List<Trial> guess(PanelStandIn stand) {
        Panel panel = new Panel(() -> Set.of(stand.endpoint()), OwnPages.USUAL, "canary-canary");
        return ((Observation.Seen<List<Trial>>) panel.guesses().observe()).fact();
    }
}
