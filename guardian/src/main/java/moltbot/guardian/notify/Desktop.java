package moltbot.guardian.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Shows a notice on this machine's own screen: `notify-send` (freedesktop.org notifications) on Linux, `osascript` on
/// macOS. The words are an argument of their own, never part of a script.
public final class Desktop implements Messenger {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final boolean mac;
    private final String program;
    private final long uid;

    /// @param program  `notify-send` or `osascript`, outside tests
    public Desktop(boolean mac, String program, long uid) {
        this.mac = mac;
        this.program = program;
        this.uid = uid;
    }

    @Override
    public void send(Notice notice) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(argv(notice))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        Path bus = Path.of("/run/user/" + uid + "/bus");
        if (Files.exists(bus)) {
            builder.environment().put("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + bus);
        }
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IOException(program + " could not show it.");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    List<String> argv(Notice notice) {
        return mac
                ? List.of(
                        program,
                        "-e",
                        "on run argv",
                        "-e",
                        "display notification (item 2 of argv) with title (item 1 of argv)",
                        "-e",
                        "end run",
                        notice.title(),
                        notice.text())
                : List.of(
                        program,
                        "--app-name=Moltbot",
                        "--urgency=" + (notice.urgent() ? "critical" : "normal"),
                        "--",
                        notice.title(),
                        notice.text());
    }
}
