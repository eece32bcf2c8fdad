package moltbot.guardian.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {
    /// As browsers and the breaker write it: another spelling in `Host` is answered 421, and nothing would be learnt.
    @ParameterizedTest
    @CsvSource({
        "fd00:0:0:0:0:0:0:5, fd00::5",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:DB8:0:0:1:0:0:0, 2001:db8:0:0:1::",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
        "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4",
        "::ffff:10.0.0.1, 10.0.0.1",
        "192.168.1.5, 192.168.1.5",
    })
    void isWrittenAsEverybodyWritesIt(String literal, String written) {
        IpAddress address = IpAddress.of(InetAddress.ofLiteral(literal));
        assertThat(address).hasToString(written);
        assertThat(new Endpoint(address, 3000))
                .hasToString(address.isV4() ? written + ":3000" : "[" + written + "]:3000");
    }

    @Test
    void isReadBackAsTheSame() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            IpAddress address = new IpAddress(groups(random), groups(random));
            assertThat(IpAddress.of(InetAddress.ofLiteral(address.toString()))).isEqualTo(address);
        }
    }

    private static long groups(Random random) {
        long bits = 0;
        for (int i = 0; i < 4; i++) {
            bits = bits << 16 | (random.nextBoolean() ? 0 : random.nextInt(0x10000));
        }
        return bits;
    }
}
