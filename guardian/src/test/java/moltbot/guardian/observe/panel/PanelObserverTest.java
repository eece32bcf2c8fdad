package moltbot.guardian.observe.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;
import moltbot.guardian.judge.panel.Confusion;
import moltbot.guardian.judge.panel.Credentials;
import moltbot.guardian.judge.panel.ForeignHost;
import moltbot.guardian.judge.panel.ForeignPage;
import moltbot.guardian.judge.panel.Leakage;
import moltbot.guardian.judge.panel.MisleadingHeaders;
import moltbot.guardian.judge.panel.PlainHttp;
import moltbot.guardian.judge.panel.Upgrade;
import moltbot.guardian.observe.panel.PanelStandIn.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every question, asked of a panel on a real socket that has one fault: exactly the rule for it finds something.
class PanelObserverTest {
    private static final String CANARY = "Y2FuYXJ5.MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";
    private static final List<Rule<List<Trial>>> RULES = List.of(
            new Credentials(),
            new MisleadingHeaders(),
            new ForeignHost(),
            new ForeignPage(),
            new Upgrade(),
            new Confusion(),
            new Leakage(),
            new PlainHttp(false));

    @ParameterizedTest
    @CsvSource({
        "TAKES_ANY_COOKIE, H2",
        "TAKES_THE_TOKEN_UNDEFINED, H2",
        "CANARY_GETS_IN, H2",
        "KNOWS_NO_CANARY, H2",
        "BELIEVES_FORWARDED_FOR, H3",
        "BELIEVES_THE_USER_HEADER, H3",
        "LINKS_TO_THE_FORWARDED_HOST, H3",
        "ANSWERS_ANY_HOST, H4",
        "ANSWERS_A_TRAILING_DOT, H4",
        "ANSWERS_AN_ABSOLUTE_ADDRESS, H4",
        "LOOKS_AT_NO_ORIGIN, H5",
        "TAKES_ORIGIN_NULL, H5",
        "TAKES_A_PLAIN_FORM, H5",
        "LETS_OTHERS_READ, H5",
        "OPENS_WEBSOCKETS, H6",
        "TIDIES_PATHS, H7",
        "TAKES_TWO_KINDS_OF_LENGTH, H7",
        "UPGRADES_TO_HTTP2, H7",
        "NAMES_ITS_SERVER, H9",
        "MAY_BE_FRAMED, H9",
        "IS_OPEN_AT_THE_MOMENT, ''",
    })
    void findsEachFaultByItsOwnRule(Fault fault, String check) throws Exception {
        try (PanelStandIn panel = new PanelStandIn(CANARY, fault)) {
            Set<String> checks = new LinkedHashSet<>();
            findings(everything(panel)).forEach(finding -> checks.add(finding.check()));
            assertThat(String.join(" ", checks)).isEqualTo(check);
        }
    }

    @Test
    void aPanelWithoutFaultIsWell() throws Exception {
        try (PanelStandIn panel = new PanelStandIn(CANARY)) {
            assertThat(findings(everything(panel))).isEmpty();
        }
    }

    @Test
    void asksAFewAtEachLookAndKeepsWhatItWasAnswered() throws Exception {
        try (PanelStandIn panel = new PanelStandIn(CANARY, Fault.ANSWERS_ANY_HOST)) {
            PanelObserver observer = panel(panel).questions(10);
            int all = Questions.of(panel(panel).site(panel.endpoint())).size();
            int seen = 0;
            for (int look = 1; seen < all; look++) {
                int before = panel.asked.get();
                List<Trial> trials = fact(observer.observe());
                assertThat(panel.asked.get() - before).isBetween(10, 25);
                assertThat(trials).hasSize(Math.min(all, look * 10));
                seen = trials.size();
            }
            assertThat(findings(fact(observer.observe()))).isNotEmpty();
        }
    }

    @Test
    void whatWasMendedIsNoLongerFoundOnceItIsAskedAgain() throws Exception {
        try (PanelStandIn panel = new PanelStandIn(CANARY, Fault.OPENS_WEBSOCKETS)) {
            PanelObserver observer = panel(panel).questions(1000);
            assertThat(findings(fact(observer.observe()))).isNotEmpty();
            panel.now();
            assertThat(findings(fact(observer.observe()))).isEmpty();
        }
    }

    @Test
    void aPanelThatIsGoneIsWellAndForgotten() throws Exception {
        PanelStandIn panel = new PanelStandIn(CANARY, Fault.OPENS_WEBSOCKETS);
        PanelObserver observer = panel(panel).questions(1000);
        assertThat(findings(fact(observer.observe()))).isNotEmpty();
        panel.close();
        assertThat(fact(observer.observe())).isEmpty();
    }

    private static Panel panel(PanelStandIn panel) {
        return new Panel(() -> Set.of(panel.endpoint()), OwnPages.USUAL, CANARY);
    }

    private static List<Trial> everything(PanelStandIn panel) {
        return fact(panel(panel).questions(1000).observe());
    }

    private static List<Trial> fact(Observation<List<Trial>> seen) {
        assertThat(seen).isInstanceOf(Observation.Seen.class);
        return ((Observation.Seen<List<Trial>>) seen).fact();
    }

    private static List<Finding> findings(List<Trial> trials) {
        List<Finding> findings = new ArrayList<>();
        RULES.forEach(rule -> findings.addAll(rule.judge(trials)));
        return findings;
    }
}
