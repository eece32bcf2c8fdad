package moltbot.systemtest.panel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import moltbot.systemtest.house.TestHouse;

/// A real Node-RED on loopback, as `npm` brings it; notes every connection and request that comes, itself.
final class NodeRed implements AutoCloseable {
    private final Program program;
    private final int port;
    private final Path notes;

    private NodeRed(Program program, int port, Path notes) {
        this.program = program;
        this.port = port;
        this.notes = notes;
    }

    static NodeRed start(Path folder) throws IOException {
        int port = TestHouse.freePort();
        Path notes = Files.createFile(folder.resolve("came.txt"));
        Path red = Program.installed("node-red", "node-red/red.js");
        String settings = """
                const fs = require('fs'), http = require('http');
                const note = line => fs.appendFileSync(%s, line + '\\n');
                const emit = http.Server.prototype.emit;
                http.Server.prototype.emit = function (event, request) {
                    if (event === 'request' || event === 'upgrade') note(event + ' ' + request.url);
                    if (event === 'connection') note('connection');
                    return emit.apply(this, arguments);
                };
                module.exports = {
                    uiHost: '127.0.0.1', uiPort: %d, flowFile: 'flows.json', credentialSecret: false,
                    telemetry: { enabled: false, updateNotification: false },
                    externalModules: { palette: { allowInstall: false }, modules: { allowInstall: false } },
                    editorTheme: { tours: false, palette: { catalogues: [] } },
                    logging: { console: { level: 'info', metrics: false, audit: false } }
                };
                """.formatted(quoted(notes), port);
        Path file = Files.writeString(folder.resolve("settings.js"), settings);
        Program program = Program.start(
                folder,
                Map.of("HOME", folder.toString()),
                List.of("node", red.toString(), "--userDir", folder.toString(), "--settings", file.toString()));
        return new NodeRed(program.awaitPort(port), port, notes);
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "\\'") + "'";
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /// What came so far: `connection`, `request /x`, `upgrade /x`.
    List<String> came() throws IOException {
        return Files.readAllLines(notes, StandardCharsets.UTF_8);
    }

    /// The requests among it.
    List<String> asked() throws IOException {
        return came().stream().filter(line -> !line.equals("connection")).toList();
    }

    @Override
    public void close() {
        program.close();
    }
}
