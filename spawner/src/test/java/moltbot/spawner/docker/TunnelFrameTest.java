package moltbot.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import moltbot.spawner.docker.TunnelFrame.Kind;
import org.junit.jupiter.api.Test;

/// What a container may say on the stream that its network is.
class TunnelFrameTest {
    private static TunnelFrame read(int... bytes) throws IOException {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return Objects.requireNonNull(TunnelFrame.read(new ByteArrayInputStream(all)));
    }

    @Test
    void readsWhatItWrites() throws IOException {
        for (TunnelFrame frame : new TunnelFrame[] {
            TunnelFrame.of(Kind.OPEN, 31),
            TunnelFrame.taken(3, TunnelFrame.WINDOW_BYTES),
            new TunnelFrame(Kind.DATA, 0, new byte[TunnelFrame.MOST_BYTES])
        }) {
            TunnelFrame again = Objects.requireNonNull(TunnelFrame.read(new ByteArrayInputStream(frame.encode())));
            assertThat(again.kind()).isEqualTo(frame.kind());
            assertThat(again.connection()).isEqualTo(frame.connection());
            assertThat(again.bytes()).isEqualTo(frame.bytes());
        }
        assertThat(read(6, 1, 0, 4, 0, 0, 1, 0).count()).isEqualTo(256);
        assertThat(TunnelFrame.read(new ByteArrayInputStream(new byte[0]))).isNull();
    }

    @Test
    void refusesWhatIsNoFrame() {
        int[][] wrong = {
            {7, 0, 0, 0}, // no such kind
            {255, 0, 0, 0},
            {2, 32, 0, 0}, // no such connection
            {2, 0, 0, 1, 9}, // an OPEN with something in it
            {3, 0, 0, 0}, // empty data
            {3, 0, 0x40, 1}, // too much
            {6, 0, 0, 3, 0, 0, 1}, // a count of three bytes
            {4, 0, 0}, // broken off
            {3, 0, 0, 4, 1}
        };
        for (int[] bytes : wrong) {
            assertThatThrownBy(() -> read(bytes)).as(Arrays.toString(bytes)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void takesAnythingWithoutHarm() throws IOException {
        Random random = new Random(81);
        int frames = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int j = 0; j < Math.min(4, bytes.length); j++) {
                bytes[j] &= 7;
            }
            try {
                frames += TunnelFrame.read(new ByteArrayInputStream(bytes)) == null ? 0 : 1;
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("That is no frame\\.|A frame broke off\\.");
            }
        }
        assertThat(frames).isPositive();
    }
}
