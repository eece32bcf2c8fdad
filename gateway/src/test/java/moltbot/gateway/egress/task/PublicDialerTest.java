package moltbot.gateway.egress.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On names of this test's own: no network is asked.
class PublicDialerTest {
    private final Deque<List<String>> answers = new ArrayDeque<>();
    private int lookUps;
    private final PublicDialer dialer = new PublicDialer(host -> {
        lookUps++;
        return answers.remove().stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    });

    private List<String> judged(String... found) throws Exception {
        answers.add(Arrays.asList(found));
        return dialer.judged("a.example").stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "169.254.169.254",
                "100.100.100.200",
                "0.0.0.0",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::9",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "2001:0:1::",
                "2001:db8::1",
                "::ffff:10.0.0.1",
                "::a00:1"
            })
    void connectsToNoAddressThatIsNotEverybodys(String address) {
        assertThatThrownBy(() -> judged(address)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> judged("93.184.215.14", address)).isInstanceOf(Refusal.class);
    }

    @Test
    void refusesAMappedAddressThatAResolverHandsOverAsSixteenBytes() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 10;
        InetAddress address = java.net.Inet6Address.getByAddress("a.example", mapped, 0);
        assertThatThrownBy(() -> new PublicDialer(host -> new InetAddress[] {address}).judged("a.example"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void connectsToServersOfTheInternet() throws Exception {
        assertThat(judged("93.184.215.14", "2606:2800:21f:cb07::1")).hasSize(2);
    }

    /// The first answer was good, the second is not; what is connected to is what was judged, by one look-up.
    @Test
    void judgesEachLookUpAndLooksUpOnce() throws Exception {
        assertThat(judged("93.184.215.14")).containsExactly("93.184.215.14");
        assertThat(lookUps).isEqualTo(1);
        answers.add(List.of("127.0.0.1"));
        assertThatThrownBy(() -> dialer.connect("a.example", 1)).isInstanceOf(Refusal.class);
        assertThat(lookUps).isEqualTo(2);
        assertThat(answers).isEmpty();
    }

    @Test
    void saysWhereANameLeadsNowhere() {
        PublicDialer lost = new PublicDialer(host -> {
            throw new UnknownHostException(host);
        });
        assertThatThrownBy(() -> lost.connect("a.example", 443)).hasMessageContaining("leads to no address");
    }
}
