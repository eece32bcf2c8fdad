package moltbot.guardian.observe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import org.junit.jupiter.api.Test;

class ProcTableTest {
    private static final int LINES = 100_000;
    private static final int CONNECTED_LINE = 3;

    /// `/proc/net/tcp` of a machine with very many connections that just ended, written as it is read.
    private static final class Crowded extends Reader {
        private int line = -1;
        private String left = "";
        private long given;

        @Override
        public int read(char[] into, int at, int most) {
            if (left.isEmpty() && line < LINES) {
                left = line < 0 ? "  sl  local_address rem_address   st tx_queue\n" : line(line);
                line++;
            }
            int count = Math.min(most, left.length());
            left.getChars(0, count, into, at);
            left = left.substring(count);
            given += count;
            return count == 0 ? -1 : count;
        }

        private static String line(int i) {
            boolean connected = i == CONNECTED_LINE;
            return String.format(
                    "%6d: 0100007F:%04X 0100007F:0BB8 %s 00000000:00000000 03:00000F2C 00000000     0        0 %d 3 0\n",
                    i, 1024 + i % 60_000, connected ? "01" : "06", connected ? 4711 : 0);
        }

        @Override
        public void close() {
            left = "";
        }
    }

    @Test
    void keepsOnlyTheRowsThatMatterAndNoMoreThanALineMeanwhile() throws IOException {
        Crowded table = new Crowded();
        List<ProcTable.Row> rows = new ArrayList<>();
        List<Long> givenBy = new ArrayList<>();
        String wanted = ProcTable.establishedTo(3000);
        ProcTable.parse(table, ByteOrder.LITTLE_ENDIAN, line -> line.contains(wanted), row -> {
            rows.add(row);
            givenBy.add(table.given);
        });
        assertThat(rows).extracting(ProcTable.Row::inode).containsExactly(4711L);
        assertThat(table.given).isGreaterThan(LINES * 90L);
        assertThat(givenBy.getFirst()).isLessThan(64 << 10);
    }

    @Test
    void countsWhatASetWouldCount() {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            Set<Endpoint> before = new HashSet<>();
            Set<Endpoint> now = new HashSet<>();
            Ends beforeEnds = new Ends();
            Ends nowEnds = new Ends();
            for (int i = random.nextInt(200); i > 0; i--) {
                Endpoint end = new Endpoint(
                        random.nextBoolean()
                                ? IpAddress.v4(0x7f000001 + random.nextInt(3))
                                : new IpAddress(random.nextInt(3) * 0x2001_0000_0000L, random.nextInt(3)),
                        1 + random.nextInt(60));
                boolean first = random.nextBoolean();
                (first ? before : now).add(end);
                (first ? beforeEnds : nowEnds).add(end);
            }
            now.removeAll(before);
            assertThat(nowEnds.since(beforeEnds)).isEqualTo(now.size());
        }
    }
}
