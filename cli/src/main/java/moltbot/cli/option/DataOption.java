package moltbot.cli.option;

import java.nio.file.Path;
import moltbot.cli.host.Host;
import moltbot.cli.house.Layout;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which data folder a command is about.
public final class DataOption {
    /// Where a guard that stands alone keeps what it has.
    public static final String GUARD_FOLDER = "guard-data";

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
        Layout house = layout("data");
        Layout guard = layout(GUARD_FOLDER);
        return !house.isHouse() && guard.isHouse() ? guard : house;
    }

    /// The host of the house in that folder.
    public Host host() {
        return Host.of(layout());
    }
}
