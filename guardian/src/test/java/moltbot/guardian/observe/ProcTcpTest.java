package moltbot.guardian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.IpAddress.Scope;
import moltbot.guardian.fact.Listener;
import org.junit.jupiter.api.Test;

class ProcTcpTest {
    private static final String TCP = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1621 1 0000000080bb2595 100 0 0 10 0
               1: 3500007F:0035 00000000:0000 0A 00000000:00000000 00:00000000 00000000   101        0 20339 1 0000000000000000 100 0 0 10 5
               2: 0500A8C0:0BB8 0900A8C0:D2F0 01 00000000:00000000 02:000A7A9C 00000000  1000        0 40112 2 0000000000000000 20 4 30 10 -1
               3: 0100007F:9C40 0100007F:0BB8 06 00000000:00000000 03:00000F4B 00000000     0        0 0 3 0000000000000000
            """;
    /// 3000 on every address and 5005 on 127.0.0.1, both as a JVM binds them; 631 on ::1; 22 on fe80::1.
    private static final String TCP6 = """
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000000000000000000000000000:0BB8 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 51001 1 0000000000000000 100 0 0 10 0
               1: 0000000000000000FFFF00000100007F:138D 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 51002 1 0000000000000000 100 0 0 10 0
               2: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 51003 1 0000000000000000 100 0 0 10 0
               3: 000080FE000000000000000001000000:0016 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 51004 1 0000000000000000 100 0 0 10 0
               4: 0000000000000000FFFF00000100007F:0BB8 0000000000000000FFFF00000100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 51005 1 0000000000000000 20 4 30 10 -1
            """;

    @Test
    void readsListenersOnlyWithUserAndInode() {
        List<Listener> found = parse(TCP);
        assertThat(found).extracting(one -> one.endpoint().toString()).containsExactly("0.0.0.0:2024", "127.0.0.53:53");
        assertThat(found).extracting(Listener::uid).containsExactly(0L, 101L);
        assertThat(found).extracting(Listener::id).containsExactly(1621L, 20339L);
    }

    @Test
    void tellsAJvmsWildcardFromItsLoopbackListener() {
        List<Listener> found = parse(TCP6);
        assertThat(found)
                .extracting(one -> one.endpoint().address().scope())
                .containsExactly(Scope.WILDCARD, Scope.LOOPBACK, Scope.LOOPBACK, Scope.LINK_LOCAL);
        assertThat(found.get(1).endpoint()).hasToString("127.0.0.1:5005");
        assertThat(found.get(1).endpoint().address())
                .isEqualTo(parse(TCP.replace("3500007F", "0100007F"))
                        .get(1)
                        .endpoint()
                        .address());
    }

    @Test
    void readsTheByteOrderOfABigMachine() {
        List<Listener> found = new ArrayList<>();
        byte[] text = TCP.replace("3500007F:0035", "7F000035:0035").getBytes(StandardCharsets.US_ASCII);
        ProcTcp.parse(text, text.length, ByteOrder.BIG_ENDIAN, found);
        assertThat(found.get(1).endpoint()).hasToString("127.0.0.53:53");
    }

    @Test
    void refusesALineItCannotRead() {
        assertThatThrownBy(() -> parse(TCP.replace("3500007F:0035", "35x0007F:0035")))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> parse(TCP.replace("20339", "2033-"))).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> parse(TCP.substring(0, TCP.indexOf("20339")))).isInstanceOf(ContractException.class);
    }

    @Test
    void takesNoListenersForNone() {
        assertThat(parse("")).isEmpty();
        assertThat(parse(TCP.substring(0, TCP.indexOf('\n') + 1))).isEmpty();
    }

    @Test
    void anyDamageEndsInListenersOrARefusalAndNothingElse() {
        Random random = new Random(20261121);
        byte[] whole = (TCP + TCP6).getBytes(StandardCharsets.US_ASCII);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] text = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(text.length) : text.length;
            try {
                List<Listener> found = new ArrayList<>();
                ProcTcp.parse(text, length, ByteOrder.LITTLE_ENDIAN, found);
                for (Listener listener : found) {
                    assertThat(listener.endpoint().port()).isBetween(0, 65_535);
                }
            } catch (ContractException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static List<Listener> parse(String text) {
        List<Listener> found = new ArrayList<>();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ProcTcp.parse(bytes, bytes.length, ByteOrder.LITTLE_ENDIAN, found);
        return found;
    }
}
