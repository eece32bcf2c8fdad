package moltbot.guardian.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import org.junit.jupiter.api.Test;

class AroundTest {
    private static final Endpoint PANEL = at("127.0.0.1", 18789);

    private static Endpoint at(String address, int port) {
        return new Endpoint(IpAddress.of(InetAddress.ofLiteral(address)), port);
    }

    private static List<Finding> judged(Endpoint... listening) {
        List<Listener> foreign =
                Stream.of(listening).map(one -> new Listener(one, 1000, 7)).toList();
        return new Around(Optional.of(PANEL)).judge(new Listeners(List.of(), foreign, List.of()));
    }

    @Test
    void findsAPanelThatOtherMachinesReach() {
        for (String everywhere : List.of("0.0.0.0", "::")) {
            List<Finding> findings = judged(at(everywhere, 18789));
            assertThat(findings).hasSize(1);
            assertThat(findings.getFirst().check()).isEqualTo("U1");
            assertThat(findings.getFirst().evidence()).contains("127.0.0.1:18789");
        }
    }

    @Test
    void leavesAPanelOnLoopbackAndOtherProgramsAlone() {
        assertThat(judged(PANEL)).isEmpty();
        assertThat(judged(PANEL, at("0.0.0.0", 80), at("192.168.1.5", 18789))).isEmpty();
        assertThat(judged(PANEL, at("0.0.0.0", 18789))).isEmpty();
        assertThat(new Around(Optional.empty())
                        .judge(new Listeners(
                                List.of(), List.of(new Listener(at("0.0.0.0", 18789), 1000, 7)), List.of())))
                .isEmpty();
    }
}
