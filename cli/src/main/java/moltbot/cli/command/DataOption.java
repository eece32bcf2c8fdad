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
            description =
                    "The data folder (default: $MOLTBOT_DATA, else ./data; where there is" + " none, ./guard-data).")
    private @Nullable Path data;

    /// @param fallback  where neither the option nor the variable names one
    Layout layout(String fallback) {
        if (data != null) {
            return Layout.of(data);
        }
        String variable = System.getenv("MOLTBOT_DATA");
        return Layout.of(Path.of(variable == null || variable.isEmpty() ? fallback : variable));
    }

    /// Nothing named and no house here, but a guard is: then that is meant.
    Layout layout() {
        Layout house = layout("data");
        Layout guard = layout(GuardCommand.FOLDER);
        return !house.isHouse() && guard.isHouse() ? guard : house;
    }

    Host host() {
        return Host.of(layout());
    }
}
