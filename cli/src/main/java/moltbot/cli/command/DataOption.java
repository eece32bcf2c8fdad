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

    /// @param fallback  where neither the option nor the variable names one
    Layout layout(String fallback) {
        if (data != null) {
            return Layout.of(data);
        }
        String variable = System.getenv("MOLTBOT_DATA");
        return Layout.of(Path.of(variable == null || variable.isEmpty() ? fallback : variable));
    }

    Layout layout() {
        return layout("data");
    }

    Host host() {
        return Host.of(layout());
    }
}
