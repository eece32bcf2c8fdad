package moltbot.cli.confine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Real processes behind real walls. Each test also shows that the same thing works without the wall, so that a pass
/// is the wall's doing.
@EnabledOnOs(OS.LINUX)
class ConfinementTest {
    private static final Path PYTHON = python();
    private static final Path SPAWN_HELPER = Path.of(System.getProperty("java.home"), "lib", "jspawnhelper");

    @TempDir
    Path folder;

    @Test
    void keepsAProcessFromFilesOutsideItsWalls() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "not yours");
        Path own = Files.createDirectory(folder.resolve("own"));
        String read = "print(open(" + quoted(secret) + ").read())";

        assertThat(runFree(read)).contains("not yours");
        assertThat(run(read, walls(own, false))).contains("PermissionError");
        assertThat(run("open(" + quoted(own.resolve("mine")) + ",'w').write('x'); print('written')", walls(own, false)))
                .contains("written");
        assertThat(run("open(" + quoted(folder.resolve("other")) + ",'w')", walls(own, false)))
                .contains("PermissionError");
    }

    @Test
    void keepsAProcessFromStartingPrograms() throws Exception {
        String start = "import os; os.execv('/bin/sh', ['sh', '-c', 'echo started'])";

        assertThat(runFree(start)).contains("started");
        assertThat(run(start, walls(folder, false))).contains("PermissionError");
    }

    @Test
    void keepsAProcessFromInternetSocketsOnlyWhereItShould() throws Exception {
        String open = "import socket; socket.socket(socket.AF_INET); socket.socket(socket.AF_INET6); print('opened')";
        String unix = "import socket; socket.socket(socket.AF_UNIX); print('opened')";

        assertThat(run(open, walls(folder, true))).contains("opened");
        assertThat(run(open, walls(folder, false))).contains("OSError").contains("97");
        assertThat(run(unix, walls(folder, false))).contains("opened");
    }

    @Test
    void keepsAProcessFromOtherProcessesAndFromIoUring() throws Exception {
        String reach = "import ctypes; c=ctypes.CDLL(None, use_errno=True); r=c.syscall(425, 1, 0);"
                + "print('uring', r, ctypes.get_errno()); r=c.ptrace(16, "
                + ProcessHandle.current().pid()
                + ", 0, 0); print('ptrace', r, ctypes.get_errno())";

        assertThat(run(reach, walls(folder, true))).contains("uring -1 38").contains("ptrace -1 1");
    }

    @Test
    void takesPrivilegesAwayForGood() throws Exception {
        String look = "print([l for l in open('/proc/self/status') if l.startswith(('NoNewPrivs','Seccomp:'))])";

        assertThat(run(look, walls(folder, true))).contains("NoNewPrivs:\\t1").contains("Seccomp:\\t2");
    }

    @Test
    void leavesTheRestOfThisProcessFree() throws Exception {
        run("pass", walls(folder, false));

        Path outside = Files.writeString(folder.resolve("still"), "free");
        assertThat(Files.readString(outside)).isEqualTo("free");
    }

    private static Walls walls(Path writable, boolean internet) {
        return new Walls(
                true,
                List.of(writable),
                List.of(
                        Path.of("/usr"),
                        Path.of("/lib"),
                        Path.of("/lib64"),
                        Path.of("/etc"),
                        Path.of("/proc"),
                        PYTHON.resolve("../..").normalize(),
                        SPAWN_HELPER.resolve("../..").normalize()),
                List.of(
                        PYTHON,
                        SPAWN_HELPER,
                        Path.of("/lib64/ld-linux-x86-64.so.2"),
                        Path.of("/lib/ld-linux-aarch64.so.1")),
                internet,
                false);
    }

    private static String run(String program, Walls walls) throws Exception {
        return output(Confinement.ofThisMachine(true).start(command(program), walls));
    }

    private static String runFree(String program) throws Exception {
        return output(command(program).start());
    }

    private static ProcessBuilder command(String program) {
        return new ProcessBuilder(PYTHON.toString(), "-B", "-c", program).redirectErrorStream(true);
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }

    private static Path python() {
        try {
            Process which = new ProcessBuilder(
                            "python3", "-c", "import sys, os; print(os.path.realpath(sys.executable))")
                    .start();
            return Path.of(new String(which.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new IllegalStateException("These tests need python3: apt install python3", e);
        }
    }
}
