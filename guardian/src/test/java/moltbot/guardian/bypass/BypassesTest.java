package moltbot.guardian.bypass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import moltbot.contract.bypass.BypassOrder;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.guardian.judge.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BypassesTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Finding OPEN_DATA = Finding.trip("S2", "/data/x", "Others could read it.", "mode 0644");

    @TempDir
    Path folder;

    private long nanos = 1_000_000_000;
    private long wall = 1_800_000_000_000L;
    private int orders;

    private Bypasses bypasses() throws IOException {
        return new Bypasses(folder, KEY, KEY, () -> nanos, () -> wall);
    }

    private BypassOrder order(String check, String subject, Duration life) {
        return new BypassOrder("id" + orders++, check, subject, "moving house", life, nanos);
    }

    private static JsonObject answer(String... sealed) {
        return JsonObject.with("orders", JsonArray.ofTexts(List.of(sealed))).build();
    }

    private static List<BypassOrder> take(Bypasses bypasses, JsonObject answer) {
        List<BypassOrder> ordered = bypasses.ordered(answer);
        ordered.forEach(bypasses::obey);
        return ordered;
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        wall += time.toMillis();
    }

    @Test
    void letsTheNamedFindingPassUntilItsTimeAndNoOther() throws IOException {
        Bypasses bypasses = bypasses();
        assertThat(take(bypasses, answer(order("S2", "/data/x", HOUR).seal(KEY))))
                .hasSize(1);
        assertThat(bypasses.effective(OPEN_DATA).blocks()).isFalse();
        assertThat(bypasses.effective(Finding.trip("S2", "/data/y", "r", "e")).blocks())
                .isTrue();
        pass(HOUR.minusSeconds(1));
        assertThat(bypasses.effective(OPEN_DATA).blocks()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(bypasses.effective(OPEN_DATA).blocks()).isTrue();
        assertThat(bypasses.expired()).hasSize(1);
    }

    @Test
    void refusesASealOfAnotherKeyAnOldOrderAndWhatIsNeverBypassed() throws IOException {
        Bypasses bypasses = bypasses();
        String foreign = order("S2", "", HOUR).seal(new byte[32]);
        String strangers = order("H1", "", HOUR).seal(KEY);
        String old = order("S2", "", HOUR).seal(KEY);
        pass(Duration.ofSeconds(61));
        assertThat(take(bypasses, answer(foreign, strangers, old))).isEmpty();
        assertThat(bypasses.effective(OPEN_DATA).blocks()).isTrue();
        assertThat(bypasses.effective(Finding.exposure("H1", "s", "r", "e")).blocks())
                .isTrue();
    }

    @Test
    void orderIsTakenOnce() throws IOException {
        Bypasses bypasses = bypasses();
        String sealed = order("S2", "", HOUR).seal(KEY);
        take(bypasses, answer(sealed));
        take(bypasses, answer(order("S2", "", Duration.ZERO).seal(KEY)));
        assertThat(bypasses.effective(OPEN_DATA).blocks()).isTrue();
        take(bypasses, answer(sealed));
        assertThat(bypasses.effective(OPEN_DATA).blocks()).isTrue();
    }

    @Test
    void survivesARestartAndIsNotProlongedByAClockSetBack() throws IOException {
        take(bypasses(), answer(order("S2", "", HOUR).seal(KEY)));
        nanos = 5;
        wall += Duration.ofMinutes(10).toMillis();
        Bypasses second = bypasses();
        assertThat(second.effective(OPEN_DATA).blocks()).isFalse();
        wall -= Duration.ofMinutes(30).toMillis();
        assertThat(bypasses().effective(OPEN_DATA).blocks())
                .as("kept at a time that is yet to come")
                .isTrue();
        nanos += HOUR.toNanos();
        assertThat(second.effective(OPEN_DATA).blocks()).isTrue();
    }

    @Test
    void endsWhileTheMachineSleeps() throws IOException {
        Bypasses bypasses = bypasses();
        take(bypasses, answer(order("S2", "", HOUR).seal(KEY)));
        wall += HOUR.toMillis();
        assertThat(bypasses.effective(OPEN_DATA).blocks()).isTrue();
    }

    @Test
    void fileThatWasChangedIsVoid() throws IOException {
        take(bypasses(), answer(order("S2", "", HOUR).seal(KEY)));
        Path file = folder.resolve("bypasses.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\\[\"..", "[\"AA"));
        assertThat(bypasses().effective(OPEN_DATA).blocks()).isTrue();
    }
}
