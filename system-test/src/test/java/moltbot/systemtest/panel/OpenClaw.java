package moltbot.systemtest.panel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import moltbot.systemtest.house.TestHouse;

/// A real OpenClaw gateway on loopback with a token, as `npm` brings it, on a state of its own.
final class OpenClaw implements AutoCloseable {
    /// Nothing a page could hold by chance.
    static final String TOKEN = "tokenOfTheGateway-1f2e3d4c5b6a79880716253443526170";

    private final Program program;
    private final int port;

    private OpenClaw(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    static OpenClaw start(Path folder) throws IOException {
        int port = TestHouse.freePort();
        Path state = Files.createDirectories(folder.resolve("state"));
        Path config = Files.writeString(state.resolve("openclaw.json"), """
                {"gateway": {"mode": "local", "bind": "loopback", "port": %d,
                 "auth": {"mode": "token", "token": "%s"}}}
                """.formatted(port, TOKEN));
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        Path node = Program.installed("openclaw", "node-linux-" + architecture + "/bin/node");
        Path main = Program.installed("openclaw", "openclaw/openclaw.mjs");
        Program program = Program.start(
                folder,
                Map.of(
                        "HOME", folder.toString(),
                        "TMPDIR", folder.toString(),
                        "OPENCLAW_STATE_DIR", state.toString(),
                        "OPENCLAW_CONFIG_PATH", config.toString()),
                List.of(node.toString(), main.toString(), "gateway", "--port", Integer.toString(port)));
        return new OpenClaw(program.awaitPort(port), port);
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    String said() throws IOException {
        return program.said();
    }

    @Override
    public void close() {
        program.close();
    }
}
