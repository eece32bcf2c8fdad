package moltbot.spawner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.spawner.House.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a hostile task must not get at. Each of these is tried from inside a real sandbox.
final class IsolationTest {
    @TempDir
    static Path folder;

    private static House house;

    @BeforeAll
    static void start() throws Exception {
        house = House.start(folder).leased();
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    private static String python(String script) {
        Answer answer = house.python(SandboxLimits.STANDARD, script);
        return answer.text() + answer.errorText();
    }

    @Test
    void reachesNoNetwork() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            String told = python("""
                    import socket
                    for address in [('127.0.0.1', %d), ('169.254.169.254', 80), ('1.1.1.1', 443)]:
                        try:
                            socket.create_connection(address, 2)
                            print('connected')
                        except OSError as e:
                            print('refused')
                    print([name for _, name in socket.if_nameindex()] if False else open('/proc/net/dev').read().count(':'))
                    """.formatted(listener.getLocalPort()));

            assertThat(told).isEqualTo("refused\nrefused\nrefused\n1\n");
        }
    }

    @Test
    void reachesNoSocketOfTheMachine() {
        assertThat(house.shell("find / \\( -path /proc -o -path /usr \\) -prune -o -type s -print")
                        .text())
                .isEmpty();
        // Abstract sockets belong to the network namespace.
        assertThat(house.shell("tail -n +2 /proc/net/unix").text()).isEmpty();
    }

    @Test
    void readsNothingOfTheMachinesFiles() throws Exception {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "the secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw-rw-"));
        for (Path file : List.of(secret, Path.of("/etc/shadow"), Path.of("/etc/hostname"), Path.of("/root"))) {
            assertThat(house.shell("cat " + file + " || ls " + file).text())
                    .as(file.toString())
                    .isEmpty();
        }
        assertThat(house.shell("ls /").text().split("\n"))
                .isSubsetOf(
                        "bin",
                        "dev",
                        "etc",
                        "lib",
                        "lib32",
                        "lib64",
                        "libx32",
                        "proc",
                        "sbin",
                        "tmp",
                        "usr",
                        "workspace");
        assertThat(house.shell("ls /etc").text().split("\n"))
                .isSubsetOf("alternatives", "group", "hosts", "ld.so.cache", "localtime", "passwd");
        assertThat(house.shell("cat /etc/passwd").text())
                .isEqualTo("sandbox:x:65534:65534:sandbox:/workspace:/bin/sh\n");
    }

    @Test
    void seesNoOtherProcess() {
        assertThat(house.shell("cat /proc/[0-9]*/comm | sort -u").text().split("\n"))
                .isSubsetOf("bwrap", "sh", "cat", "sort");
        assertThat(house.shell("cat /proc/1/environ").text()).doesNotContain("HOME=");
        assertThat(house.shell("kill -9 " + ProcessHandle.current().pid())
                        .result()
                        .exitCode())
                .isNotZero();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void findsTheSystemReadOnly() {
        assertThat(house.shell("""
                for place in / /usr /usr/bin /etc /dev /proc /bin /lib /proc/sys /proc/sys/kernel; do
                    touch $place/written 2>/dev/null && echo $place
                done
                echo x 2>/dev/null > /etc/passwd && echo passwd
                echo 1 2>/dev/null > /proc/sysrq-trigger && echo sysrq
                """).text()).isEmpty();
    }

    @Test
    void hasNoPrivilegeAndGainsNone() {
        String status = house.shell("cat /proc/self/status").text();
        assertThat(status)
                .contains("CapInh:\t0000000000000000")
                .contains("CapPrm:\t0000000000000000")
                .contains("CapEff:\t0000000000000000")
                .contains("CapBnd:\t0000000000000000")
                .contains("CapAmb:\t0000000000000000")
                .contains("NoNewPrivs:\t1")
                .contains("Seccomp:\t2")
                .contains("Uid:\t65534\t65534\t65534\t65534")
                .contains("Gid:\t65534\t65534\t65534\t65534");
        assertThat(house.shell("su -c id; sudo -n id; newgrp; mount -t tmpfs none /tmp; true")
                        .text())
                .isEmpty();
        assertThat(house.shell("cp /bin/sh s && chmod 4755 s && ./s -p -c 'id -u'")
                        .text())
                .isEqualTo("65534\n");
        assertThat(house.shell("hostname").text()).isEqualTo("sandbox\n");
    }

    @Test
    void hasOnlyItsOwnThreeDescriptors() {
        assertThat(python("import os; print(sorted(os.readlink('/proc/self/fd/' + f).split(':')[0]"
                        + " for f in os.listdir('/proc/self/fd') if f in '012' or int(f) > 3))"))
                .isEqualTo("['/dev/null', 'pipe', 'pipe']\n");
    }

    @Test
    void cannotAskTheKernelForWhatNoProgramNeeds() {
        String told = python("""
                import ctypes, os, platform
                libc = ctypes.CDLL(None, use_errno=True)
                x64 = platform.machine() == 'x86_64'
                calls = {'unshare': (272, 97, 0x10000000), 'keyctl': (250, 219, 0), 'ptrace': (101, 117, 0),
                    'bpf': (321, 280, 0), 'perf': (298, 241, 0), 'userfaultfd': (323, 282, 0),
                    'io_uring': (425, 425, 1), 'mount': (165, 40, 0), 'handle': (304, 265, 0),
                    'memfd': (319, 279, 0), 'clone with namespace': (56, 220, 0x10000011), 'fsopen': (430, 430, 0)}
                for name, (a, b, first) in calls.items():
                    r = libc.syscall(a if x64 else b, first, 0, 0, 0, 0)
                    print(name, r, ctypes.get_errno() if r == -1 else '')
                print('clone3', libc.syscall(435, 0, 0), ctypes.get_errno())
                """);
        assertThat(told.lines()).filteredOn(line -> !line.endsWith("-1 1")).containsExactly("clone3 -1 38");
    }

    @Test
    void opensNoUnusualSockets() {
        assertThat(python("""
                import socket
                for family in range(0, 46):
                    for kind in (1, 2, 3):
                        try:
                            socket.socket(family, kind).close()
                            print(family)
                        except OSError:
                            pass
                """).lines().distinct()).isSubsetOf("1", "2", "10");
    }

    @Test
    void cannotSpeakForItsResultBeyondItself() {
        // The script inside keeps the status and the archive open; a task can reach them, but only lie about itself.
        Answer answer = house.shell("echo 'exit 0' >> /proc/$PPID/fd/4; echo noise >> /proc/$PPID/fd/3; exit 5");

        assertThat(answer.result().tier()).isEqualTo("bubblewrap");
        assertThat(folder.resolve("spawner/work")).isDirectoryNotContaining("glob:**/task-*");
        assertThat(house.run("echo", "next").text()).isEqualTo("next\n");
    }

    @Test
    void aSetuidProgramOfAnEarlierWorkspaceIsOnlyAFile() {
        byte[] workspace = Tar.of(java.util.Map.of("x", "#!/bin/sh\nid -u\n".getBytes(UTF_8)));
        assertThat(house.run(House.spec(workspace, SandboxLimits.STANDARD, "sh", "x"), workspace)
                        .text())
                .isEqualTo("65534\n");
    }
}
