package moltbot.guardian.observe.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Firewall;
import moltbot.guardian.fact.network.Firewall.State;
import moltbot.guardian.fact.network.TailscaleRoute;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.network.DeclaredRelays;
import moltbot.guardian.judge.network.NoFirewall;
import moltbot.guardian.judge.network.ServedByTailscale;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;

/// On what the programs print: Tailscale in the form of its documented ServeConfig, nft as Debian 12 prints it, macOS
/// 14.
class PrintedTest {
    private static final String FUNNEL = """
            {
              "TCP": {"443": {"HTTPS": true}, "8443": {"TCPForward": "127.0.0.1:3000"}},
              "Web": {
                "home.tail1234.ts.net:443": {"Handlers": {
                  "/": {"Proxy": "http://127.0.0.1:3000"},
                  "/files": {"Path": "/srv"},
                  "/other": {"Proxy": "http://127.0.0.1:9000"}}}
              },
              "AllowFunnel": {"home.tail1234.ts.net:443": true}
            }
            """;
    private static final String FOREGROUND = """
            {"Foreground": {"a1b2": {
              "TCP": {"443": {"HTTPS": true}},
              "Web": {"home.tail1234.ts.net:443": {"Handlers": {"/": {"Proxy": "http://localhost:3000"}}}},
              "AllowFunnel": {"home.tail1234.ts.net:443": true}}}}
            """;
    private static final String DROPS = """
            {"nftables": [{"metainfo": {"version": "1.0.6", "release_name": "Lester Gooch #5", "json_schema_version": 1}}, \
            {"table": {"family": "inet", "name": "filter", "handle": 1}}, \
            {"chain": {"family": "inet", "table": "filter", "name": "input", "handle": 1, "type": "filter", \
            "hook": "input", "prio": 0, "policy": "drop"}}]}
            """;

    @Test
    void knowsFunnelFromServeAndOurPortFromOthers() {
        assertThat(Tailscale.parse(FUNNEL))
                .containsExactlyInAnyOrder(
                        new TailscaleRoute("home.tail1234.ts.net:443", 3000, true),
                        new TailscaleRoute("home.tail1234.ts.net:443", 9000, true),
                        new TailscaleRoute("8443", 3000, false));
        assertThat(actions(FUNNEL, "")).containsExactly(Finding.Action.EXPOSURE, Finding.Action.WARN);
        assertThat(actions(FOREGROUND, "")).containsExactly(Finding.Action.EXPOSURE);
        assertThat(actions(
                        FUNNEL.replace("\"AllowFunnel\": {\"home.tail1234.ts.net:443\": true}", "\"Services\": {}"),
                        ""))
                .containsExactly(Finding.Action.WARN, Finding.Action.WARN);
        assertThat(actions(FUNNEL.replace(":3000", ":3001"), "")).isEmpty();
        assertThat(actions(FUNNEL, "tailscale")).containsExactly(Finding.Action.WARN);
        assertThat(actions("{}", "")).isEmpty();
        assertThatThrownBy(() -> Tailscale.parse("No serve config")).isInstanceOf(ContractException.class);
    }

    private static List<Finding.Action> actions(String json, String relays) {
        return new ServedByTailscale(Declared.parse("127.0.0.1:3000"), DeclaredRelays.parse(relays))
                .judge(Tailscale.parse(json)).stream().map(Finding::action).toList();
    }

    @Test
    void seesAFirewallThatDropsAndTakesUnknownForNone() {
        assertThat(FirewallText.ofNft(DROPS).state()).isEqualTo(State.ON);
        assertThat(FirewallText.ofNft(DROPS.replace("\"drop\"", "\"accept\"")).state())
                .isEqualTo(State.OFF);
        assertThat(FirewallText.ofNft(DROPS.replace("\"input\"", "\"forward\"")).state())
                .isEqualTo(State.OFF);
        assertThat(FirewallText.ofMac("Firewall is enabled. (State = 1)\n").state())
                .isEqualTo(State.ON);
        assertThat(FirewallText.ofMac("Firewall is disabled. (State = 0)\n").state())
                .isEqualTo(State.OFF);
        assertThat(FirewallText.ofPf("Status: Disabled                              Debug: Urgent\n")
                        .state())
                .isEqualTo(State.OFF);
        Firewall unknown = new Firewall(State.UNKNOWN, "only root may see");
        assertThat(new NoFirewall(Declared.parse("192.168.1.5:3000")).judge(unknown))
                .extracting(Finding::action)
                .containsExactly(Finding.Action.WARN);
        assertThat(new NoFirewall(Declared.parse("127.0.0.1:3000")).judge(unknown))
                .isEmpty();
    }

    @Test
    void asksTheRealNft() throws Exception {
        Needed.programs("nft");
        assertThat(SystemObservers.firewall()).isInstanceOf(Observation.Seen.class);
    }

    @Test
    void boundsWhatProgramsMay() {
        assertThatThrownBy(() -> Commands.output(List.of("/bin/sh", "-c", "exit 3")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Commands.output(List.of("/bin/sh", "-c", "yes")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more");
        assertThat(new Endpoint(IpAddress.ANY_V4, Tailscale.port("https+insecure://localhost:3000/x")).port())
                .isEqualTo(3000);
    }
}
