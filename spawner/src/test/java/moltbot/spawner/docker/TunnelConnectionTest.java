package moltbot.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import moltbot.spawner.docker.TunnelFrame.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One connection, before a gateway that reads only when the test does.
class TunnelConnectionTest {
    @TempDir
    Path folder;

    private final BlockingQueue<TunnelFrame> said = new LinkedBlockingQueue<>();
    private ServerSocketChannel door;
    private SocketChannel gateway;
    private TunnelConnection connection;

    @BeforeEach
    void open() throws IOException {
        Path socket = folder.resolve("door.sock");
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.bind(UnixDomainSocketAddress.of(socket));
        connection = TunnelConnection.open(5, socket, said::add);
        gateway = door.accept();
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        gateway.close();
        door.close();
    }

    private TunnelFrame next() throws InterruptedException {
        return Objects.requireNonNull(said.poll(10, TimeUnit.SECONDS));
    }

    private static TunnelFrame data(int bytes) {
        return new TunnelFrame(Kind.DATA, 5, new byte[bytes]);
    }

    @Test
    void carriesBothWaysAndSaysWhatWentOn() throws Exception {
        connection.arrive(new TunnelFrame(Kind.DATA, 5, new byte[] {1, 2, 3}));
        ByteBuffer read = ByteBuffer.allocate(3);
        while (read.hasRemaining()) {
            gateway.read(read);
        }
        assertThat(read.array()).containsExactly(1, 2, 3);
        assertThat(next().count()).isEqualTo(3);
        gateway.write(ByteBuffer.wrap(new byte[] {9}));
        assertThat(next().bytes()).containsExactly(9);
        connection.arrive(TunnelFrame.of(Kind.END, 5));
        assertThat(gateway.read(ByteBuffer.allocate(1))).isNegative();
        gateway.shutdownOutput();
        assertThat(next().kind()).isEqualTo(Kind.END);
    }

    @Test
    void givesNoMoreThanTheContainerCanHold() throws Exception {
        gateway.configureBlocking(false);
        ByteBuffer much = ByteBuffer.allocate(1 << 20);
        int given = 0;
        while (given < TunnelFrame.WINDOW_BYTES) {
            gateway.write(much);
            given += next().bytes().length;
        }
        assertThat(given).isEqualTo(TunnelFrame.WINDOW_BYTES);
        assertThat(said.poll(200, TimeUnit.MILLISECONDS)).isNull();
        connection.arrive(TunnelFrame.taken(5, 7));
        assertThat(next().bytes()).hasSize(7);
    }

    /// Byte by byte and more than a ring holds, and nothing is out of place.
    @Test
    void keepsManySmallFramesInOrder() throws Exception {
        ByteBuffer read = ByteBuffer.allocate(4_000);
        for (int sent = 0, got = 0; got < 2 * TunnelFrame.WINDOW_BYTES; ) {
            for (int i = 0; i < 3_000; i++) {
                connection.arrive(new TunnelFrame(Kind.DATA, 5, new byte[] {(byte) (sent++ % 251)}));
            }
            for (read.clear(); got < sent; read.clear()) {
                gateway.read(read);
                for (byte b : Arrays.copyOf(read.array(), read.position())) {
                    assertThat(b).isEqualTo((byte) (got++ % 251));
                }
            }
        }
    }

    /// As an attacker has it: the gateway reads nothing, and each byte comes alone.
    @Test
    void keepsSmallFramesInNoMoreRoomThanLargeOnes() throws Exception {
        List<TunnelConnection> full = new ArrayList<>();
        try {
            long before = used();
            for (int i = 0; i < 8; i++) {
                TunnelConnection one = TunnelConnection.open(5, folder.resolve("door.sock"), _ -> {});
                full.add(one);
                assertThatThrownBy(() -> {
                            while (true) {
                                one.arrive(data(1));
                            }
                        })
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("More data");
            }
            assertThat(used() - before).isLessThan(2L << 20);
        } finally {
            full.forEach(TunnelConnection::close);
        }
    }

    private static long used() {
        System.gc();
        Runtime machine = Runtime.getRuntime();
        return machine.totalMemory() - machine.freeMemory();
    }

    @Test
    void takesNoMoreThanItCanHold() throws Exception {
        assertThatThrownBy(() -> {
                    // The gateway reads nothing: its socket's buffer fills, and then what may wait here.
                    for (int i = 0; i < 1_000; i++) {
                        connection.arrive(data(TunnelFrame.MOST_BYTES));
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("More data");
    }

    @Test
    void believesNoCountAndNoSecondEnd() throws Exception {
        for (TunnelFrame wrong : new TunnelFrame[] {
            TunnelFrame.taken(5, 1),
            TunnelFrame.taken(5, 0),
            TunnelFrame.taken(5, -1),
            TunnelFrame.taken(5, Integer.MAX_VALUE),
            TunnelFrame.of(Kind.OPEN, 5),
            TunnelFrame.of(Kind.READY, 5),
            data(1)
        }) {
            if (wrong.kind() == Kind.DATA) {
                connection.arrive(TunnelFrame.of(Kind.END, 5));
                assertThatThrownBy(() -> connection.arrive(TunnelFrame.of(Kind.END, 5)))
                        .isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> connection.arrive(wrong)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysOnceThatItIsClosedAndClosesTheGatewaysSide() throws Exception {
        connection.arrive(TunnelFrame.of(Kind.CLOSE, 5));
        connection.close();
        assertThat(next().kind()).isEqualTo(Kind.CLOSE);
        assertThat(said).isEmpty();
        assertThat(gateway.read(ByteBuffer.allocate(1))).isNegative();
        // What was on its way meanwhile is nobody's any more.
        connection.arrive(data(10));
    }
}
