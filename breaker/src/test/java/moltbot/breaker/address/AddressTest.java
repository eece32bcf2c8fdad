package moltbot.breaker.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import moltbot.contract.ContractException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
    private static boolean holds(String range, String address) {
        return Ranges.parse("x", List.of(range)).contains(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.0.0/16, 192.168.255.255, 192.169.0.0",
        "10.0.0.0/8, 10.255.0.1, 11.0.0.0",
        "fd00::/8, fdff::1, fe00::1",
        "127.0.0.1, 127.0.0.1, 127.0.0.2",
        "::1, ::1, ::2",
        "2001:db8:0:1::/64, 2001:db8:0:1:ffff::, 2001:db8:0:2::",
        "::ffff:10.0.0.0/104, 10.1.2.3, 11.1.2.3",
        "0.0.0.0/0, 8.8.8.8, 2001:db8::1",
        "::/0, 2001:db8::1, 8.8.8.8",
        "100.64.0.0/10, 100.127.255.255, 100.128.0.0",
        "10.0.0.0/31, 10.0.0.1, 10.0.0.2",
        "2001:db8::/63, 2001:db8:0:1::, 2001:db8:0:2::"
    })
    void rangeHoldsItsOwnAndNoMore(String range, String inside, String outside) {
        assertThat(holds(range, inside)).isTrue();
        assertThat(holds(range, outside)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "fd00:0:0:0:0:0:0:5, fd00::5",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
        "2001:DB8::0001, 2001:db8::1",
        "::ffff:1.2.3.4, 1.2.3.4"
    })
    void writesAddressesAsBrowsersDo(String text, String written) {
        assertThat(IpLiteral.parse(text).orElseThrow()).hasToString(written);
    }

    @Test
    void mappedAddressIsTheSameAddress() {
        assertThat(holds("10.0.0.0/8", "::ffff:10.1.2.3")).isTrue();
        assertThat(holds("::ffff:10.1.2.3", "10.1.2.3")).isTrue();
        assertThat(IpLiteral.parse("::ffff:0a01:0203")).isEqualTo(IpLiteral.parse("10.1.2.3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 10.0.0.1",
                "10.0.0.1 ",
                "10.0.0",
                "10",
                "010.0.0.1",
                "10.0.0.01",
                "0x0a.0.0.1",
                "10.0.0.256",
                "10.0.0.1.",
                "10.0.0.1/33",
                "10.0.0.1/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "fd00::1/8",
                "fd00::/129",
                "fd00:::1",
                "fd00::1::2",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "fe80::1%eth0",
                "[::1]",
                "::ffff:10.0.0",
                "10.0.0.1::",
                "::1.2.3.4.5",
                "::ffff:0.0.0.0/95",
                "localhost",
                "*",
                "10.0.0.*",
                "\u0661\u0660.0.0.1",
                "10.0.0.1:80",
                "10.0.0.1-10.0.0.9"
            })
    void refusesWhatIsNotOneRange(String text) {
        assertThatThrownBy(() -> Ranges.parse("allowed-addresses", List.of(text)))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("'allowed-addresses'")
                .hasMessageContaining("Nothing was started");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "10.0.0.0/7", "fc00::/7", "2000::/15", "*", "::ffff:0.0.0.0/96"})
    void refusesToBelieveEverybody(String proxy) {
        assertThatThrownBy(() -> Proxies.parse(List.of(proxy)))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("'trusted-proxies'");
    }

    @Test
    void takesProxiesOneByOneAndInSmallRanges() {
        Proxies proxies = Proxies.parse(List.of("127.0.0.1", "172.18.0.0/16", "fd00::/16"));
        assertThat(proxies.lists(InetAddress.ofLiteral("172.18.0.2"))).isTrue();
        assertThat(proxies.lists(InetAddress.ofLiteral("127.0.0.2"))).isFalse();
    }
}
