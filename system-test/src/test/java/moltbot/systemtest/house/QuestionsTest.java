package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guardian asks the panel, asked of the real one.
class QuestionsTest {
    /// All of them have been asked once by then, a few at a time.
    private static final Duration ROUND = Duration.ofSeconds(160);

    @TempDir
    Path folder;

    @Test
    void theRealBreakerRefusesEveryQuestionOfTheGuardians() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            house.awaitState("CLOSED");
            long closed = System.nanoTime();
            Await.until("a whole round of questions", ROUND.plusSeconds(30), () -> {
                assertThat(house.breaker().toString()).contains("\"trip\":null");
                return System.nanoTime() - closed > ROUND.toNanos();
            });
            Path found = house.data().resolve("guardian/findings.jsonl");
            if (Files.exists(found)) {
                assertThat(Files.readAllLines(found))
                        .noneMatch(line -> line.matches(".*\"check\":\"(H[0-9]+|T1|D[0-9]|P[0-9])\".*"));
            }
        }
    }
}
