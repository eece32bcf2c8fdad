package moltbot.cli.command;

import java.nio.file.Path;
import moltbot.cli.host.Host;
import moltbot.cli.house.Layout;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which data folder a command is about.
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder (default: $MOLTBOT_DATA, else ./data).")
    private @Nullable Path data;

    Layout layout() {
        if (data != null) {
            return Layout.of(data);
        }
        String variable = System.getenv("MOLTBOT_DATA");
        return Layout.of(Path.of(variable == null || variable.isEmpty() ? "data" : variable));
    }

    Host host() {
        return Host.of(layout());
    }
}
