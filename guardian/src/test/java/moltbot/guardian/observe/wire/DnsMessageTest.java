package moltbot.guardian.observe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.network.Announcement;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.network.Announced;
import org.junit.jupiter.api.Test;

class DnsMessageTest {
    /// As Avahi answers: PTR `_http._tcp.local` → `Panel._http._tcp.local`, and its SRV with a name that points back.
    private static byte[] answer() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 1, (byte) 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 1});
        label(out, "_http");
        label(out, "_tcp");
        label(out, "local");
        out.writeBytes(new byte[] {0, 0, 12, 0, 1, 0, 0, 0, 10, 0, 8});
        label(out, "Panel");
        out.writeBytes(new byte[] {(byte) 0xc0, 12});
        out.writeBytes(
                new byte[] {(byte) 0xc0, 40, 0, 33, 0, 1, 0, 0, 0, 10, 0, 9, 0, 0, 0, 0, 0x0b, (byte) 0xb8, 1, 'h', 0});
        return out.toByteArray();
    }

    private static void label(ByteArrayOutputStream out, String text) {
        out.write(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsWhatIsServedAndWhere() {
        assertThat(DnsMessage.services(answer())).containsExactly(new Announcement("Panel._http._tcp.local", 3000));
    }

    @Test
    void refusesWhatBreaksOffOrNeverEnds() {
        byte[] whole = answer();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> DnsMessage.services(part)).isInstanceOf(ContractException.class);
        }
        byte[] loop = {0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, (byte) 0xc0, 12};
        assertThatThrownBy(() -> DnsMessage.services(loop)).isInstanceOf(ContractException.class);
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try {
                assertThat(DnsMessage.services(changed)).hasSizeLessThanOrEqualTo(256);
            } catch (ContractException e) {
                assertThat(e.code()).isEqualTo(ContractException.Code.MALFORMED);
            }
        }
    }

    @Test
    void tripsOnlyWhereThePanelListensForOthers() {
        List<Announcement> seen = List.of(new Announcement("Panel._http._tcp.local", 3000));
        assertThat(new Announced(Declared.parse("192.168.1.5:3000")).judge(seen))
                .hasSize(1);
        assertThat(new Announced(Declared.parse("192.168.1.5:3001")).judge(seen))
                .isEmpty();
        assertThat(new Announced(Declared.parse("127.0.0.1:3000")).judge(seen)).isEmpty();
    }
}
