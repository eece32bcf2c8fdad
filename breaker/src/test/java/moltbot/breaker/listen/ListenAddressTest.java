package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import moltbot.contract.ContractException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0:3000",
                "[::]:3000",
                ":::3000",
                "*:3000",
                ":3000",
                "3000",
                "0:3000",
                "0.0:3000",
                "[::ffff:0.0.0.0]:3000",
                "[0:0:0:0:0:0:0:0]:3000"
            })
    void refusesEverySpellingOfTheWildcard(String listen) {
        assertThatThrownBy(() -> ListenAddress.parse(listen))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("127.0.0.1:3000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:3000",
                "example.org:80",
                "127.0.0.1",
                "127.0.0.1:0",
                "127.0.0.1:99999",
                "1.2.3.4:x",
                "224.0.0.1:1",
                "127.1:3000",
                "127.0.0.01:3000",
                "2130706433:3000",
                "[fe80::1%eth0]:3000",
                "[::1%lo]:3000"
            })
    void refusesWhatIsNotOneLiteralAddress(String listen) {
        assertThatThrownBy(() -> ListenAddress.parse(listen)).isInstanceOf(ContractException.class);
    }

    @Test
    void readsLiterals() {
        assertThat(ListenAddress.parse("127.0.0.1:3000").getPort()).isEqualTo(3000);
        assertThat(ListenAddress.parse("[::1]:3000").getAddress().isLoopbackAddress())
                .isTrue();
        assertThat(ListenAddress.parse("192.168.1.5:80").getAddress().isLoopbackAddress())
                .isFalse();
    }
}
