package moltbot.cli.option;

import java.nio.file.Path;
import moltbot.cli.host.Host;
import moltbot.cli.house.Layout;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which data folder a command is about.
public final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The data folder (default: $MOLTBOT_DATA, else ./data; where there is" + " none, ./guard-data).")
    private @Nullable Path data;

    /// The folder that was named, or the usual one.
    ///
    /// @param fallback  where neither the option nor the variable names one
    public Layout layout(String fallback) {
        if (data != null) {
            return Layout.of(data);
        }
        String variable = System.getenv("MOLTBOT_DATA");
        return Layout.of(Path.of(variable == null || variable.isEmpty() ? fallback : variable));
    }

    /// Nothing named and no house here, but a guard is: then that is meant.
    public Layout layout() {
        if (data != null) {
            return Layout.of(data);
        }
        String variable = System.getenv("MOLTBOT_DATA");
        return Layout.usual(Path.of(""), variable == null ? "" : variable);
    }

    /// The host of the house in that folder.
    public Host host() {
        return Host.of(layout());
    }
}
