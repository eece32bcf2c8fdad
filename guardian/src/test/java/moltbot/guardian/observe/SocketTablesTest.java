package moltbot.guardian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import moltbot.guardian.fact.IpAddress.Scope;
import moltbot.guardian.fact.Listener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The two ways to ask a real kernel.
@EnabledOnOs(OS.LINUX)
class SocketTablesTest {
    @Test
    void bothTellTheSameOfWildcardLoopbackAndPlainIpv4() throws Exception {
        try (ServerSocket wide = new ServerSocket(0, 1, InetAddress.ofLiteral("0.0.0.0"));
                ServerSocket near = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                ServerSocketChannel plain = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            plain.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            int plainPort = ((InetSocketAddress) plain.getLocalAddress()).getPort();
            try (SockDiag diag = new SockDiag();
                    ProcSockets proc = new ProcSockets(System::nanoTime)) {
                for (List<Listener> told : List.of(diag.listeners(), proc.listeners())) {
                    assertThat(scope(told, wide.getLocalPort())).isEqualTo(Scope.WILDCARD);
                    assertThat(scope(told, near.getLocalPort())).isEqualTo(Scope.LOOPBACK);
                    assertThat(scope(told, plainPort)).isEqualTo(Scope.LOOPBACK);
                }
                Listener byDiag = find(diag.listeners(), wide.getLocalPort());
                assertThat(find(proc.listeners(), wide.getLocalPort())).isEqualTo(byDiag);
                House house = new House(ProcessHandle.current().pid(), Set.of());
                assertThat(new ProcProcesses(house).attribute(Set.of(byDiag)).owners())
                        .containsOnlyKeys(byDiag);
            }
        }
    }

    @Test
    void procSeesAListenerThatCameSinceTheLastLook() throws Exception {
        long[] now = {0};
        try (ProcSockets proc = new ProcSockets(() -> now[0])) {
            proc.listeners();
            try (ServerSocket late = new ServerSocket(0)) {
                now[0] += 2_000_000_000L;
                assertThat(proc.listeners()).anyMatch(one -> one.endpoint().port() == late.getLocalPort());
            }
        }
    }

    @Test
    void anyDamageToTheKernelsAnswerEndsInListenersOrARefusal() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 12) {
                bytes[0] = (byte) random.nextInt(120);
                bytes[1] = bytes[2] = bytes[3] = 0;
                bytes[4] = 20;
                bytes[5] = 0;
                bytes[8] = 1;
                bytes[9] = bytes[10] = bytes[11] = 0;
            }
            try {
                SockDiag.messages(MemorySegment.ofArray(bytes), 1, new ArrayList<>());
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith("The kernel");
            }
        }
    }

    @Test
    void anErrorOfTheKernelIsNoEmptyList() {
        byte[] error = new byte[36];
        error[0] = 36;
        error[4] = 2;
        error[8] = 1;
        assertThatThrownBy(() -> SockDiag.messages(MemorySegment.ofArray(error), 1, new ArrayList<>()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aProgramsNameDoesNotHideItsParent() {
        assertThat(ProcProcesses.parent("4711 (java) S 4242 4711 1 0 -1")).isEqualTo(4242);
        assertThat(ProcProcesses.parent("4711 (a) S 1 (b) S 4242 4711")).isEqualTo(4242);
        assertThat(ProcProcesses.parent("4711 (broken")).isZero();
    }

    private static Scope scope(List<Listener> told, int port) {
        return find(told, port).endpoint().address().scope();
    }

    private static Listener find(List<Listener> told, int port) {
        return told.stream()
                .filter(one -> one.endpoint().port() == port)
                .findFirst()
                .orElseThrow();
    }
}
