package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Watchers that come, go and dawdle.
@Timeout(120)
class WatchTest {
    private static final int TURNS = 120;

    @TempDir
    Path folder;

    @Test
    void replaysAndFollowsWithoutGapOrDuplicate() throws Exception {
        try (House house = new House(folder).start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writing = threads.submit(() -> {
                for (int i = 0; i < TURNS; i++) {
                    house.submit("owner", "main", "m" + i, "x".repeat(i + 1));
                    if (i % 10 == 9) {
                        house.watch().turns(i + 1);
                    }
                }
                return null;
            });
            List<Watcher> watchers = new ArrayList<>();
            house.watch().turns(3);
            while (!writing.isDone() && watchers.size() < 40) {
                Watcher watcher = house.watch("owner", "main", watchers.size() % 7);
                watcher.awaitReady();
                watchers.add(watcher);
            }
            writing.get();
            long last = house.watch().turns(TURNS).getLast().seq();
            for (int i = 0; i < watchers.size(); i++) {
                List<ChatEvent> seen = Watcher.kept(watchers.get(i)
                        .until(events -> !Watcher.kept(events).isEmpty()
                                && Watcher.kept(events).getLast().seq() == last));
                long first = i % 7 + 1L;
                for (int j = 0; j < seen.size(); j++) {
                    assertThat(seen.get(j).seq()).isEqualTo(first + j);
                }
            }
        }
    }

    @Test
    void letsASlowWatcherCatchUpFromTheStore() throws Exception {
        try (House house = new House(folder).start()) {
            LinkCall slow = house.client()
                    .open(
                            "chat.watch",
                            JsonObject.with("sender", "owner")
                                    .with("session", "main")
                                    .with("after", 0)
                                    .build());
            slow.end();
            slow.reply();
            house.model.script = (request, out) -> out.text("y".repeat(100_000)).end();
            for (int i = 0; i < 20; i++) {
                house.submit("m" + i, "x".repeat(100_000));
            }
            house.watch("owner", "main", 30).until(events -> events.stream().anyMatch(event -> event.seq() == 60));

            long expected = 1;
            while (expected <= 60) {
                byte[] frame = slow.next();
                JsonObject json = JsonObject.parse(frame == null ? new byte[0] : frame);
                if (json.number("seq") > 0 && !json.text("type").equals("ready")) {
                    assertThat(json.number("seq")).isEqualTo(expected++);
                }
            }
            slow.close();
        }
    }

    @Test
    void givesTheRecentPartToWhoAsksForIt() throws Exception {
        try (House house = new House(folder).start()) {
            for (int i = 0; i < 80; i++) {
                house.submit("m" + i, "hello");
                if (i % 10 == 9) {
                    house.watch().turns(i + 1);
                }
            }
            Watcher recent = house.watch("owner", "main", -1);

            assertThat(recent.awaitReady()).isEqualTo(240);
            assertThat(Watcher.kept(recent.until(_ -> true))).hasSize(200);
            assertThat(house.watch("owner", "main", 10_000).awaitReady()).isEqualTo(240);
        }
    }
}
