package moltbot.guardian.observe.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Datagrams;
import moltbot.guardian.fact.network.LocalRouting;
import moltbot.guardian.fact.network.Tunnel;
import org.junit.jupiter.api.Test;

/// On output in the form that macOS 14 prints it; written after its manual pages, not recorded on a Mac.
class MacNetworksTest {
    private static final String ROUTES = """
            Routing tables

            Internet:
            Destination        Gateway            Flags               Netif Expire
            default            192.168.1.1        UGScg                 en0
            127                127.0.0.1          UCS                   lo0
            127.0.0.1          127.0.0.1          UH                    lo0
            169.254            link#12            UCS                   en0      !
            192.168.1          link#12            UCS                   en0      !
            192.168.1.1/32     link#12            UCS                   en0      !
            192.168.1.1        4c:22:f3:1:2:3     UHLWIir               en0   1187
            192.168.1.7/32     link#12            UCS                   en0      !
            192.168.64         link#20            UC              bridge100      !
            10.8/16            link#22            UCS                 utun4
            224.0.0/4          link#12            UmCS                  en0      !
            255.255.255.255/32 link#12            UCS                   en0      !

            Internet6:
            Destination                             Gateway                                 Flags               Netif Expire
            default                                 fe80::4e22:f3ff:fe01:203%en0            UGcg                  en0
            default                                 fe80::%utun0                            UGcIg               utun0
            ::1                                     ::1                                     UHL                   lo0
            2001:db8:1::/64                         link#12                                 UC                    en0
            fe80::%en0/64                           link#12                                 UCI                   en0
            ff01::%en0/32                           link#12                                 UmCI                  en0
            """;
    private static final String ADDRESSES = """
            lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
            	inet 127.0.0.1 netmask 0xff000000
            	inet6 ::1 prefixlen 128
            	inet6 fe80::1%lo0 prefixlen 64 scopeid 0x1
            en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
            	ether 3c:22:fb:aa:bb:cc
            	inet6 fe80::1c2a:aaff:febb:ccdd%en0 prefixlen 64 secured scopeid 0xc
            	inet6 2001:db8:1::1c2a prefixlen 64 autoconf secured
            	inet 192.168.1.7 netmask 0xffffff00 broadcast 192.168.1.255
            	status: active
            """;
    private static final String PROCESSES = """
                1 /sbin/launchd
              612 /System/Library/CoreServices/ControlCenter.app/Contents/MacOS/ControlCenter
             4711 /opt/homebrew/bin/cloudflared tunnel run home
             4712 ssh -N -L 3000:localhost:3000 example
            """;
    private static final String CONNECTIONS = """
            p4711
            f11
            n127.0.0.1:50112->127.0.0.1:3000
            f12
            n192.168.1.7:50113->198.41.200.13:7844
            p4712
            f3
            n192.168.1.7:50114->198.51.100.9:22
            """;
    private static final String DATAGRAMS = """
            p612
            f20
            n*:5353
            p900
            f31
            n*:5353
            f32
            n192.168.1.7:54001->192.168.1.1:53
            f33
            n*:*
            """;

    @Test
    void readsNetworksWithTheGatewaysHardware() {
        ProcRoutes.View view = MacNetworks.parse(ROUTES, ADDRESSES);
        Uplink wifi = view.uplinks().stream()
                .filter(one -> one.device().equals("en0"))
                .findFirst()
                .orElseThrow();
        assertThat(wifi.gateways()).containsValue("4c:22:f3:1:2:3");
        assertThat(wifi.ranges())
                .extracting(Uplink.Range::toString)
                .contains("192.168.1.0/24", "2001:db8:1::/64")
                .doesNotContain("224.0.0.0/4");
        assertThat(view.uplinks()).extracting(Uplink::device).contains("utun4").doesNotContain("bridge100", "lo0");
        assertThat(view.global6()).extracting(IpAddress::toString).containsExactly("2001:db8:1::1c2a");
        assertThatThrownBy(() -> MacNetworks.parse("netstat: not permitted\n", ""))
                .isInstanceOf(ContractException.class);
    }

    @Test
    void findsTunnelsByTheirConnections() {
        TunnelObserver observer = new TunnelObserver(
                new MacPrograms(MacNetworksTest::printed), Set.of(new Endpoint(IpAddress.v4(0x7f000001), 3000)));
        assertThat(observer.observe()).isInstanceOfSatisfying(Observation.Seen.class, seen -> {
            assertThat((List<?>) seen.fact())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Tunnel.class, one -> assertThat(one.name()).isEqualTo("cloudflared"));
        });
    }

    @Test
    void findsOurDatagramsAndForwarding() {
        MacPrograms programs = new MacPrograms(MacNetworksTest::printed);
        assertThat(programs.datagrams(pid -> pid == 900))
                .isEqualTo(new Observation.Seen<>(new Datagrams(
                        List.of(new Datagrams.Open(new Endpoint(IpAddress.ANY_V6, 5353), "process 900")))));
        assertThat(programs.routing()).isEqualTo(new Observation.Seen<>(new LocalRouting(List.of(), List.of(), true)));
    }

    private static String printed(List<String> argv) throws IOException {
        if (argv.equals(MacPrograms.PROCESSES)) {
            return PROCESSES;
        } else if (argv.equals(MacPrograms.CONNECTIONS)) {
            return CONNECTIONS;
        } else if (argv.equals(MacPrograms.DATAGRAMS)) {
            return DATAGRAMS;
        } else if (argv.equals(MacPrograms.FORWARDING)) {
            return "1\n";
        }
        throw new IOException("not asked for: " + argv);
    }
}
