package moltbot.breaker.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import moltbot.contract.ContractException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxiesTest {
    private final Proxies proxies = Proxies.parse(List.of("127.0.0.1", "10.9.0.0/16", "fd00::1"));

    private String plain(String header) {
        return proxies.client(List.of(header), List.of())
                .map(InetAddress::getHostAddress)
                .orElse("");
    }

    private String standard(String header) {
        return proxies.client(List.of(), List.of(header))
                .map(InetAddress::getHostAddress)
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 203.0.113.7",
                "127.0.0.1, 203.0.113.7 | 203.0.113.7",
                "1.1.1.1, 203.0.113.7, 10.9.0.3, 127.0.0.1 | 203.0.113.7",
                "10.9.0.3,127.0.0.1 | 10.9.0.3",
                "::ffff:203.0.113.7 | 203.0.113.7",
                "2001:db8::5 , fd00::1 | 2001:db8:0:0:0:0:0:5"
            })
    void takesTheLastThatIsNoProxy(String header, String client) {
        assertThat(plain(header)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=203.0.113.7 | 203.0.113.7",
                "For=\"203.0.113.7:4711\";proto=https;by=10.9.0.3 | 203.0.113.7",
                "for=1.1.1.1, for=\"[2001:db8::5]:80\" , for=127.0.0.1 | 2001:db8:0:0:0:0:0:5",
                "proto=http;for=\"[2001:db8::5]\" | 2001:db8:0:0:0:0:0:5"
            })
    void readsTheStandardsHeaderToo(String header, String client) {
        assertThat(standard(header)).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "203.0.113.7,",
                ",203.0.113.7",
                "unknown",
                "203.0.113.7:80",
                "[::1]",
                "203.0.113.7 203.0.113.8",
                "203.0.113.07",
                "fe80::1%1",
                "203.0.113.7\u000b"
            })
    void refusesAListThatIsNone(String header) {
        assertThatThrownBy(() -> plain(header)).isInstanceOf(ContractException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "for=unknown",
                "for=_hidden",
                "for=2001:db8::5",
                "for=\"2001:db8::5\"",
                "for=\"[203.0.113.7]\"",
                "for=\"203.0.113.7",
                "for=\"203.0.113.\\7\"",
                "for=203.0.113.7;for=127.0.0.1",
                "proto=https",
                "for=203.0.113.7;",
                "for=203.0.113.7,",
                "for = 203.0.113.7",
                "for=\"203.0.113.7:\"",
                "for=\"203.0.113.7:123456\"",
                "for=\"[::1]x\"",
                "203.0.113.7"
            })
    void refusesAStandardHeaderThatIsNone(String header) {
        assertThatThrownBy(() -> standard(header)).isInstanceOf(ContractException.class);
    }

    @Test
    void refusesTwoTooLongAndContradictingHeaders() {
        List<String> one = List.of("203.0.113.7");
        assertThatThrownBy(() -> proxies.client(List.of("203.0.113.7", "203.0.113.7"), List.of()))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> proxies.client(List.of(), List.of("for=1.1.1.1", "for=1.1.1.1")))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> proxies.client(one, List.of("for=127.0.0.1"))).isInstanceOf(ContractException.class);
        assertThat(proxies.client(one, List.of("for=203.0.113.7"))).contains(InetAddress.ofLiteral("203.0.113.7"));
        assertThatThrownBy(() -> plain(String.join(",", Collections.nCopies(33, "1.1.1.1"))))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> plain("1.1.1.1" + " ".repeat(3000))).isInstanceOf(ContractException.class);
    }

    @Test
    void aProxyThatSaysNothingBringsNobody() {
        assertThat(proxies.client(List.of(), List.of())).isEmpty();
    }
}
