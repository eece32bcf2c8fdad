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
import moltbot.contract.sandbox.SandboxResult.Ending;
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
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String told = python("""
                    import socket
                    for address in [('127.0.0.1', %d), ('169.254.169.254', 80), ('1.1.1.1', 443)]:
                        try:
                            socket.create_connection(address, 2)
                            print('connected')
                        except OSError as e:
                            print('refused')
                    print(open('/proc/net/dev').read().count(':'))
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

    /// The scripts around a task, with the archives and the status in their hands, are no processes of its own.
    @Test
    void aTaskSeesNoProcessThatIsNotItsOwn() {
        String told = python("""
                import os
                pids = sorted(int(p) for p in os.listdir('/proc') if p.isdigit())
                print(pids == [1, os.getpid()], os.getppid(), os.getpgid(0) in pids, os.getsid(0) in pids)
                for pid in pids:
                    at = '/proc/%d/' % pid
                    for fd in os.listdir(at + 'fd'):
                        try:
                            print('open', os.readlink(at + 'fd/' + fd).split(':[')[0])
                        except FileNotFoundError:
                            pass
                    print([line for line in open(at + 'status') if line.startswith('Seccomp:')])
                    print('script', b'packed' in open(at + 'cmdline', 'rb').read().replace(b"b'packed'", b''))
                print(open('/proc/self/mountinfo').read())
                """);

        assertThat(told.lines().findFirst()).hasValue("True 1 True True");
        assertThat(told.lines().filter(line -> line.startsWith("open ")).distinct())
                .isSubsetOf("open /dev/null", "open pipe", "open anon_inode", "open /proc/1/fd", "open /proc/2/fd");
        assertThat(told.lines().filter(line -> line.startsWith("['Sec"))).containsOnly("['Seccomp:\\t2\\n']");
        assertThat(told.lines().filter(line -> line.startsWith("script"))).containsOnly("script False");
        assertThat(told).doesNotContain(folder.toString());
    }

    @Test
    void aTaskCannotForgeItsExitStatusOrItsArchive() {
        Answer answer = house.python(SandboxLimits.STANDARD, """
                import glob, os, sys
                open('kept', 'w').write('kept')
                for fd in glob.glob('/proc/[0-9]*/fd/*'):
                    try:
                        if not os.readlink(fd).startswith('pipe'):
                            file = os.open(fd, os.O_WRONLY)
                            os.write(file, b'exit 0\\n{ "exit-code": 0 }\\npacked\\n')
                    except OSError:
                        pass
                sys.exit(5)
                """);

        assertThat(answer.result().ending()).isEqualTo(Ending.EXITED);
        assertThat(answer.result().exitCode()).isEqualTo(5);
        assertThat(answer.files()).containsOnlyKeys("kept");
        assertThat(answer.files().get("kept")).isEqualTo("kept".getBytes(UTF_8));
        assertThat(folder.resolve("spawner/work")).isDirectoryNotContaining("glob:**/task-*");
        assertThat(house.run("echo", "next").text()).isEqualTo("next\n");
    }

    /// The same with code of its own in every process it can reach, to write where the scripts keep their files: the
    /// first process of its namespace ends by that, as the task may, and nothing else.
    @Test
    void aTaskThatTakesOverOtherProcessesForgesNothing() {
        Answer answer = house.python(SandboxLimits.STANDARD, """
                import os, platform
                open('kept', 'w').write('kept')
                text = b'exit 0\\n{ "exit-code": 0 }\\npacked\\n'
                def write(fd, ahead):
                    return (b'\\xb8\\x01\\0\\0\\0\\xbf' + bytes([fd, 0, 0, 0]) + b'\\x48\\x8d\\x35' + bytes([ahead, 0, 0, 0])
                        + b'\\xba' + bytes([len(text), 0, 0, 0]) + b'\\x0f\\x05')
                code = write(3, 40) + write(4, 16) + b'\\xb8\\xe7\\0\\0\\0\\x31\\xff\\x0f\\x05' + text
                for pid in [p for p in os.listdir('/proc') if p.isdigit() and int(p) != os.getpid()]:
                    try:
                        at = int(open('/proc/%s/syscall' % pid).read().split()[-1], 16)
                        if platform.machine() == 'x86_64':
                            memory = os.open('/proc/%s/mem' % pid, os.O_RDWR)
                            os.pwrite(memory, code, at)
                    except OSError:
                        pass
                """);

        assertThat(answer.result().ending()).isEqualTo(Ending.EXITED);
        assertThat(answer.files()).containsOnlyKeys("kept");
        assertThat(answer.files().get("kept")).isEqualTo("kept".getBytes(UTF_8));
    }

    /// Nor by signals: neither by number nor by the group that it would share with what started it.
    @Test
    void aTaskCannotEndWhatWatchesIt() {
        Answer all = house.shell("echo x > kept; kill -9 $PPID; kill -9 1; kill -9 -- -1; exit 3");
        assertThat(all.result().exitCode()).isEqualTo(3);
        assertThat(all.files()).containsOnlyKeys("kept");

        Answer group = house.shell("echo x > kept; kill -9 0");
        assertThat(group.result().exitCode()).isEqualTo(137);
        assertThat(group.files()).containsOnlyKeys("kept");
    }

    @Test
    void aSetuidProgramOfAnEarlierWorkspaceIsOnlyAFile() {
        byte[] workspace = Tar.of(java.util.Map.of("x", "#!/bin/sh\nid -u\n".getBytes(UTF_8)));
        assertThat(house.run(House.spec(workspace, SandboxLimits.STANDARD, "sh", "x"), workspace)
                        .text())
                .isEqualTo("65534\n");
    }
}
