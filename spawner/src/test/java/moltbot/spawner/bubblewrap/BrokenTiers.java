package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moltbot.spawner.task.Tier;

/// Sandboxes with a hole each, as a mistake in [Layout] would make them.
public final class BrokenTiers {
    private BrokenTiers() {}

    /// One whose sandbox has these words of bubblewrap's more, for both of its layers.
    public static Tier with(Path folder, String... words) throws IOException {
        Layout layout = Layout.ofThisMachine();
        return new BubblewrapTier(folder, new Layout(holed(layout.outer(), words), holed(layout.inner(), words)));
    }

    /// One whose shared memory folder is the same for every task.
    public static Tier sharing(Path folder, Path shared) throws IOException {
        Layout layout = Layout.ofThisMachine();
        List<String> outer = new ArrayList<>(layout.outer());
        outer.addAll(outer.lastIndexOf("--chdir"), List.of("--bind", shared.toString(), "/dev/shm"));
        return new BubblewrapTier(folder, new Layout(outer, layout.inner()));
    }

    private static List<String> holed(List<String> sound, String... words) {
        List<String> holed = new ArrayList<>(sound);
        int before = holed.indexOf("--ro-bind");
        holed.addAll(before, List.of(words));
        return holed;
    }
}
