package moltbot.guardian;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import moltbot.guardian.fact.Folders;
import moltbot.guardian.judge.DataModes;
import moltbot.guardian.judge.Privacy;
import moltbot.guardian.judge.SocketFolders;
import moltbot.guardian.observe.FolderObserver;
import moltbot.guardian.observe.Observers;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// L6, S2: who may use the data folder.
final class FolderGroup implements Group {
    private static final Plan PLAN = new Plan(
            "folders", Duration.ofSeconds(5), Duration.ofSeconds(5), 2, Duration.ofSeconds(12), Duration.ZERO, true);

    private final Settings settings;
    private final Round<Folders> round;

    FolderGroup(Surroundings around) {
        settings = around.settings();
        Privacy privacy = new Privacy(around.owners(), !settings.uids().isEmpty());
        FolderObserver folders = Observers.folders(settings.dataRoot(), settings.runRoot());
        round = new Round<>(
                PLAN,
                folders::observe,
                List.of(new SocketFolders(privacy), new DataModes(privacy)),
                () -> false,
                around.board(),
                around.nanos());
    }

    @Override
    public List<Round<?>> withoutHouse() {
        boolean there = Files.isDirectory(settings.dataRoot()) && Files.isDirectory(settings.runRoot());
        return there ? rounds() : List.of();
    }

    @Override
    public List<Round<?>> rounds() {
        return List.of(round);
    }
}
