package moltbot.breaker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import moltbot.breaker.circuit.Latch;
import moltbot.breaker.circuit.Trip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LatchFileTest {
    @TempDir
    private Path folder = Path.of("");

    private LatchFile file() {
        return new LatchFile(folder, Clock.systemUTC());
    }

    @Test
    void keepsWhatItIsGiven() throws IOException {
        Trip trip = new Trip("id", "L2", "reason", "<evidence>", true, Instant.EPOCH, 7, "life", 42);
        file().save(new Latch(7, Optional.of(trip)));
        assertThat(file().load()).isEqualTo(new Latch(7, Optional.of(trip)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("circuit.json"))))
                .isEqualTo("rw-------");
    }

    /// A guardian that dies, or Ctrl-C on `trip`, interrupts the thread that writes.
    @Test
    void isKeptThoughWhoeverTrippedHasGone() {
        Trip trip = new Trip("id", "L2", "reason", "evidence", false, Instant.EPOCH, 7, "life", 42);
        Thread.currentThread().interrupt();
        try {
            file().save(new Latch(7, Optional.of(trip)));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file().load().trip()).contains(trip);
    }

    @Test
    void halfWrittenFileBesideIsIgnored() throws IOException {
        file().save(new Latch(3, Optional.empty()));
        Files.writeString(folder.resolve("circuit.json.new"), "{\"epoch\":");
        assertThat(file().load().epoch()).isEqualTo(3);
        file().save(new Latch(4, Optional.empty()));
        assertThat(file().load().epoch()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"version\":1}", "{\"version\":9,\"epoch\":1}", "\u0000\u0000"})
    void fileThatCannotBeUnderstoodIsATrip(String content) throws IOException {
        Files.writeString(folder.resolve("circuit.json"), content);
        Latch latch = file().load();
        assertThat(latch.trip()).isPresent();
        assertThat(latch.epoch()).isGreaterThan(1_000_000);
    }

    @Test
    void latchOfAnEarlierVersionIsTakenToExpose() throws IOException {
        Files.writeString(folder.resolve("circuit.json"), """
                {"version":1,"epoch":4,"trip":{"id":"id","check":"S2","reason":"r","evidence":"e",
                "at":"2026-01-01T00:00:00Z","epoch":4,"life":"life","nanos":42}}
                """);
        Trip trip = file().load().trip().orElseThrow();
        assertThat(trip.exposure()).isTrue();
        assertThat(trip.epoch()).isEqualTo(4);
    }

    @Test
    void noFileIsANewHouse() {
        assertThat(file().load()).isEqualTo(Latch.NONE);
    }
}
