package moltbot.guardian;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.seal.Seal;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.report.Report;
import moltbot.guardian.watch.Alarm;
import moltbot.guardian.watch.Board;
import moltbot.guardian.watch.Round;

/// One look at this machine without a house, for cron and CI: every check that makes sense while none runs. Nothing is
/// changed, nobody is told.
final class Once {
    private static final Alarm NOBODY = new Alarm() {
        @Override
        public void began(Finding finding) {
            // The report has it.
        }

        @Override
        public void ended(Finding finding) {
            // The report has it.
        }

        @Override
        public void swept() {
            // Nobody waits for a sweep.
        }
    };

    private Once() {}

    static JsonObject report(Settings settings) throws IOException, InterruptedException {
        Board board = new Board(System::nanoTime, NOBODY);
        LinkClient nobody = new LinkClient(
                settings.runRoot().resolve("none"),
                new Capability("guardian", new byte[Seal.KEY_BYTES]),
                LinkLimits.DEFAULT.withConnectPatience(Duration.ZERO));
        try (Watch watch = new Watch(
                settings,
                Watch.owners(settings),
                "",
                board,
                new Links(nobody, Optional.empty(), Optional.empty(), Optional.empty()),
                new Own(settings.dataRoot(), new byte[0]))) {
            for (List<Round<?>> atOnce : watch.withoutHouse()) {
                List<Thread> looks = new ArrayList<>();
                for (Round<?> round : atOnce) {
                    looks.add(Thread.ofPlatform().daemon().start(() -> look(round)));
                }
                for (Thread look : looks) {
                    look.join();
                }
            }
            return new Report(board, _ -> Optional.empty(), System::nanoTime, Clock.systemUTC()).make(JsonArray.EMPTY);
        }
    }

    private static void look(Round<?> round) {
        try {
            round.lookOnce();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
