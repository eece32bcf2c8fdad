package moltbot.guardian.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.IpAddress.Scope;
import moltbot.guardian.fact.Listener;
import org.junit.jupiter.api.Test;

/// On output in the form that macOS prints it.
class MacParsersTest {
    private static final String SONOMA = """
            Active Internet connections (including servers)
            Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)      rhiwat  shiwat    pid   epid state  options           gencnt    flags   flags1 usecnt rtncnt fltrs
            tcp4       0      0  127.0.0.1.3000         *.*                    LISTEN       131072  131072   4711      0 00000 00000006 000000000000b5a1 00000000 00000900      1      0 000001
            tcp46      0      0  *.8080                 *.*                    LISTEN       131072  131072   4712      0 00100 00000006 000000000000b5a2 00000000 00000900      1      0 000001
            tcp4       0      0  192.168.1.7.50112      17.57.146.20.5223      ESTABLISHED  131072  131768    310      0 00102 00020000 0000000000003c11 00000000 00000900      1      0 000001
            tcp6       0      0  ::1.631                *.*                    LISTEN       131072  131072      1      0 00000 00000006 0000000000000d01 00000000 00000900      1      0 000001
            tcp6       0      0  fe80::1%lo0.49152      *.*                    LISTEN       131072  131072      0      0 00000 00000006 0000000000000d02 00000000 00000900      1      0 000001
            """;
    private static final String SEQUOIA = """
            Active Internet connections (including servers)
            Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)            rxbytes      txbytes  rhiwat  shiwat          process:pid    state  options           gencnt    flags   flags1 usecnt rtncnt fltrs
            tcp4       0      0  *.7000                 *.*                    LISTEN                   0            0  131072  131072    ControlCenter:612    00000 00000006 0000000000000e21 00000000 00000900      1      0 000000
            tcp4       0      0  127.0.0.1.3000         *.*                    LISTEN                   0            0  131072  131072  Some Program He:4711   00000 00000006 0000000000000e22 00000000 00000900      1      0 000000
            """;
    private static final String LSOF = """
            p4711
            cjava
            u501
            f12
            n127.0.0.1:3000
            f13
            n*:8080
            p98
            ccupsd
            u0
            f7
            n[::1]:631
            """;

    @Test
    void readsEveryListenerOfTheMachineWithItsProcess() {
        List<Listener> found = Netstat.parse(SONOMA);
        assertThat(found)
                .extracting(one -> one.endpoint() + " " + one.id())
                .containsExactly("127.0.0.1:3000 4711", "[::]:8080 4712", "[::1]:631 1", "[fe80::1]:49152 0");
    }

    @Test
    void readsTheNewerColumnsAndNamesWithSpaces() {
        assertThat(Netstat.parse(SEQUOIA))
                .extracting(one -> one.endpoint() + " " + one.id())
                .containsExactly("0.0.0.0:7000 612", "127.0.0.1:3000 4711");
    }

    @Test
    void readsLsofsFields() {
        List<Listener> found = Lsof.parse(LSOF);
        assertThat(found).extracting(Listener::id).containsExactly(4711L, 4711L, 98L);
        assertThat(found).extracting(Listener::uid).containsExactly(501L, 501L, 0L);
        assertThat(found)
                .extracting(one -> one.endpoint().address().scope())
                .containsExactly(Scope.LOOPBACK, Scope.WILDCARD, Scope.LOOPBACK);
    }

    @Test
    void refusesWhatIsNoListing() {
        assertThatThrownBy(() -> Netstat.parse("netstat: sysctl: Operation not permitted\n"))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> Netstat.parse(SONOMA.replace("127.0.0.1.3000", "127.0.0.1.http")))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> Lsof.parse("pxyz\n")).isInstanceOf(ContractException.class);
    }

    @Test
    void asksLsofOnlyForWhatNetstatDoesNotSay() throws Exception {
        Command command = argv -> argv.equals(Netstat.ARGV) ? SONOMA : LSOF;
        try (MacSockets sockets = new MacSockets(command, System::nanoTime)) {
            assertThat(sockets.listeners()).hasSize(7);
        }
        Command alone = argv -> {
            assertThat(argv).isEqualTo(Netstat.ARGV);
            return SEQUOIA;
        };
        try (MacSockets sockets = new MacSockets(alone, System::nanoTime)) {
            assertThat(sockets.listeners()).hasSize(2);
        }
    }

    @Test
    void findsOwnersBelowTheSupervisorByProcess() {
        long self = ProcessHandle.current().pid();
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        Listener mine = new Listener(Netstat.endpoint("127.0.0.1.3000", "tcp4"), -1, self);
        Listener other = new Listener(Netstat.endpoint("127.0.0.1.3001", "tcp4"), -1, 1);
        assertThat(new TreeProcesses(new House(parent, Set.of()))
                        .attribute(Set.of(mine, other))
                        .owners())
                .containsOnlyKeys(mine);
        assertThat(new TreeProcesses(new House(self, Set.of()))
                        .attribute(Set.of(mine))
                        .owners()
                        .values())
                .extracting(owner -> owner.name())
                .containsExactly("supervisor");
    }
}
