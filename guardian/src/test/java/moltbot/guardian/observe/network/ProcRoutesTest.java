package moltbot.guardian.observe.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.IpAddress;
import org.junit.jupiter.api.Test;

/// On the texts of a Debian 12 (6.1) host with Docker; addresses changed to those of documents.
class ProcRoutesTest {
    private static final String ROUTE = """
            Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
            eth0	00000000	010200C0	0003	0	0	0	00000000	0	0	0
            eth0	000200C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
            docker0	000011AC	00000000	0001	0	0	0	0000FFFF	0	0	0
            br-5a1	000012AC	00000000	0001	0	0	0	0000FFFF	0	0	0
            wg0	0009080A	00000000	0001	0	0	0	00FFFFFF	0	0	0
            """;
    private static final String ROUTE6 = """
            20010db8000000010000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
            fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
            00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000002 00000000 00000003     eth0
            00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
            """;
    private static final String INET6 = """
            20010db8000000010000000000000002 02 40 00 80     eth0
            00000000000000000000000000000001 01 80 10 80       lo
            fe800000000000000242acfffe110001 03 40 20 80  docker0
            """;
    private static final String ARP = """
            IP address       HW type     Flags       HW address            Mask     Device
            192.0.2.1        0x1         0x2         02:fc:00:00:00:05     *        eth0
            192.0.2.77       0x1         0x0         00:00:00:00:00:00     *        eth0
            """;

    @Test
    void knowsANetworkByItsGatewaysHardware() {
        ProcRoutes.View view = view(ROUTE, ARP);
        assertThat(view.uplinks()).extracting(Uplink::device).containsExactly("eth0", "wg0");
        Uplink first = view.uplinks().getFirst();
        assertThat(first.gateways()).containsValue("02:fc:00:00:00:05").hasSize(1);
        assertThat(first.ranges())
                .extracting(Uplink.Range::toString)
                .containsExactly("192.0.2.0/24", "2001:db8:0:1::/64");
        assertThat(view.uplinks().get(1).ranges())
                .extracting(Uplink.Range::toString)
                .containsExactly("10.8.9.0/24");
        assertThat(view.global6()).extracting(IpAddress::toString).containsExactly("2001:db8:0:1::2");
    }

    @Test
    void countsABridgeOnlyWhereItLeadsEverywhere() {
        String bridged = ROUTE.replace("eth0\t00000000", "br-5a1\t00000000");
        assertThat(view(bridged, ARP).uplinks())
                .extracting(Uplink::device)
                .contains("br-5a1")
                .doesNotContain("docker0");
    }

    @Test
    void aGatewayThatWasNotMetYetHasNoName() {
        assertThat(view(ROUTE, ARP.replace("0x2", "0x0")).uplinks().getFirst().gateways())
                .isEmpty();
    }

    @Test
    void livesWithoutIpv6AndRefusesWhatIsNoTable() {
        assertThat(ProcRoutes.parse(List.of(ROUTE, "", "", ARP), ByteOrder.LITTLE_ENDIAN, _ -> false)
                        .global6())
                .isEmpty();
        assertThatThrownBy(() -> view("Iface\neth0 zz\n", ARP)).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> view(ROUTE.replace("010200C0", "0102"), "IP\nx 0xzz\n"))
                .isInstanceOf(ContractException.class);
    }

    private static ProcRoutes.View view(String route, String arp) {
        return ProcRoutes.parse(
                List.of(route, ROUTE6, INET6, arp),
                ByteOrder.LITTLE_ENDIAN,
                device -> device.startsWith("docker") || device.startsWith("br-"));
    }
}
