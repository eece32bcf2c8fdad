package moltbot.gateway.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Usage;
import moltbot.gateway.model.remote.Meter.Charge;
import moltbot.gateway.model.remote.Meter.Claim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final long DOLLAR = 1_000_000_000L;

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private Caps caps = new Caps(
            new Caps.Cap(2 * DOLLAR, 1_000_000),
            new Caps.Cap(5 * DOLLAR, 2_000_000),
            new Caps.Cap(9 * DOLLAR, 3_000_000));

    private Ledger open() {
        return new Ledger(folder, PriceTable.with(List.of("m 1 10")), caps, () -> now, BERLIN);
    }

    /// Sets aside, and is never heard of again.
    private static void abandon(Ledger ledger, Claim claim) throws InterruptedException {
        ledger.begin(claim).close();
    }

    /// A question that may cost a dollar: 100,000 tokens at ten dollars a million.
    private static Claim dollar(String turn) {
        return new Claim(turn, "anthropic", "m", false, 0, 100_000);
    }

    private static void refuses(Ledger ledger, Claim claim, String reason, String... words) {
        assertThat(ledger.fits(claim)).isFalse();
        assertThatThrownBy(() -> ledger.begin(claim))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContainingAll(words);
    }

    @Test
    void stopsATurnADayAndAMonthBeforeTheyCostMore() throws Exception {
        try (Ledger ledger = open()) {
            abandon(ledger, dollar("t1"));
            abandon(ledger, dollar("t1"));
            refuses(ledger, dollar("t1"), "budget-turn", "This turn", "$2.00 of $2.00", "budget.turn-dollars");
            for (int i = 0; i < 3; i++) {
                abandon(ledger, dollar("u" + i));
            }
            refuses(ledger, dollar("u3"), "budget-day", "Today", "$5.00 of $5.00", "budget.day-dollars");
            now = now.plusSeconds(86_400);
            for (int i = 0; i < 4; i++) {
                abandon(ledger, dollar("v" + i));
            }
            refuses(ledger, dollar("v4"), "budget-month", "This month", "$9.00 of $9.00");
            now = Instant.parse("2026-12-02T12:00:00Z");
            abandon(ledger, dollar("w"));
        }
    }

    /// What a sub-agent spends is its turn's, and it may have half of that at most.
    @Test
    void countsAPartOfATurnToBothAndStopsItAtHalf() throws Exception {
        try (Ledger ledger = open()) {
            abandon(ledger, dollar("t1/1-0"));
            refuses(
                    ledger,
                    dollar("t1/1-0"),
                    "budget-part",
                    "This sub-agent",
                    "$1.00 of $1.00",
                    "half of budget.turn-dollars");
            abandon(ledger, dollar("t1/2-0"));
            refuses(ledger, dollar("t1/3-0"), "budget-turn", "$2.00 of $2.00");
            refuses(ledger, dollar("t1"), "budget-turn", "$2.00 of $2.00");
        }
        try (Ledger ledger = open()) {
            refuses(ledger, dollar("t1"), "budget-turn", "$2.00 of $2.00");
        }
    }

    @Test
    void stopsAtTokensToo() throws Exception {
        try (Ledger ledger = open()) {
            Claim claim = new Claim("t", "ollama", "llama", true, 600_000, 0);
            abandon(ledger, claim);
            refuses(ledger, claim, "budget-turn", "600000 of 1000000 tokens", "budget.turn-tokens");
        }
    }

    @Test
    void countsWhatAnAnswerDidCostOnceThatIsKnown() throws Exception {
        try (Ledger ledger = open()) {
            Charge charge = ledger.begin(dollar("t1"));
            assertThat(ledger.state().object("day").number("nanos")).isEqualTo(DOLLAR);
            charge.spent(new Usage(1_000, 2_000, 3_000, 4_000));

            // A line without prices of the cache asks as much as for any input.
            assertThat(ledger.state().object("day").number("nanos")).isEqualTo(6_000_000 + 40_000_000);
            ledger.begin(dollar("t2")).free();
            assertThat(ledger.state().object("day").number("nanos")).isEqualTo(46_000_000);
            JsonObject model = ledger.state().list("models").objects().getFirst();
            assertThat(model.text("model")).isEqualTo("anthropic/m");
            assertThat(model.number("questions")).isEqualTo(1);
            assertThat(model.number("outputTokens")).isEqualTo(4_000);
        }
    }

    /// A killed process tells nothing of what it had asked.
    @Test
    void countsTheMostForWhatACrashLeftOpen() throws Exception {
        Ledger killed = open();
        killed.begin(dollar("t1")).spent(new Usage(0, 0, 0, 50_000));
        killed.begin(dollar("t1"));
        Path file = folder.resolve("spending-2026-11.jsonl");
        Files.writeString(file, "{\"id\":\"cut o", StandardOpenOption.APPEND);

        try (Ledger ledger = open()) {
            assertThat(ledger.state().object("day").number("nanos")).isEqualTo(DOLLAR / 2 + DOLLAR);
            refuses(ledger, dollar("t1"), "budget-turn", "$1.50 of $2.00");
            ledger.begin(dollar("t2"));
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.state().object("month").number("nanos")).isEqualTo(DOLLAR / 2 + 2 * DOLLAR);
        }
        killed.close();
    }

    @Test
    void beginsTheDayAtTheOwnersMidnight() throws Exception {
        try (Ledger ledger = open()) {
            now = Instant.parse("2026-11-26T22:59:59Z");
            ledger.begin(dollar("t1"));
            now = Instant.parse("2026-11-26T23:00:00Z"); // Midnight in Berlin.
            assertThat(ledger.state().object("day").number("nanos")).isZero();
            assertThat(ledger.state().text("today")).isEqualTo("2026-11-27");
            now = Instant.parse("2026-11-30T23:30:00Z");
            assertThat(ledger.state().object("month").number("nanos")).isZero();
        }
    }

    @Test
    void takesTheDearestPriceForAModelItDoesNotKnowAndSaysSo() {
        PriceTable table = PriceTable.with(List.of());
        assertThat(table.of("brand-new", false).output()).isEqualTo(180_000);
        assertThat(table.of("brand-new", true).output()).isZero();
        assertThat(table.of("claude-sonnet-5-5", false).cacheRead()).isEqualTo(100);
        assertThat(table.of("claude-haiku-4-5-20251001", false)).isEqualTo(table.of("claude-haiku-4-5", false));
        assertThat(PriceTable.with(List.of("* 0 0")).of("brand-new", false).output())
                .isZero();
        assertThat(PriceTable.with(List.of("llama 1 1")).of("llama", true).output())
                .isEqualTo(1_000);
        assertThat(table.date()).matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}");

        try (Ledger ledger = open()) {
            refuses(
                    ledger,
                    new Claim("t", "openai", "brand-new", false, 0, 100_000),
                    "budget-turn",
                    "The price of brand-new is not known",
                    "model.prices");
        }
    }

    @Test
    void letsNothingBeSpentWhereTheLimitIsNought() throws Exception {
        caps = new Caps(caps.turn(), new Caps.Cap(0, 2_000_000), caps.month());
        try (Ledger ledger = open()) {
            refuses(ledger, dollar("t"), "budget-day", "$0.00 of $0.00");
            ledger.begin(new Claim("t", "ollama", "llama", true, 10, 10));
        }
    }

    @Test
    void asksNobodyWhereTheAccountsCannotBeKept() throws Exception {
        Files.createDirectory(folder.resolve("spending-2026-12.jsonl"));
        try (Ledger ledger = open()) {
            now = Instant.parse("2026-12-02T12:00:00Z");
            assertThatThrownBy(() -> ledger.begin(dollar("t")))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("budget-storage"));
        }
    }

    @Test
    void waitsForWhatOthersHaveSetAsideAndPassesNoLimit() throws Exception {
        caps = new Caps(caps.turn(), new Caps.Cap(3 * DOLLAR, 2_000_000), caps.month());
        AtomicLong most = new AtomicLong();
        try (Ledger ledger = open();
                ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> questions = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Claim claim = dollar("t" + i);
                questions.add(many.submit(() -> {
                    try (Charge charge = ledger.begin(claim)) {
                        most.accumulateAndGet(ledger.state().object("day").number("nanos"), Math::max);
                        charge.spent(new Usage(0, 0, 0, 1));
                    }
                    return null;
                }));
            }
            for (Future<?> question : questions) {
                question.get();
            }
            assertThat(most.get()).isBetween(DOLLAR, 3 * DOLLAR);
            assertThat(ledger.state().object("day").number("nanos")).isEqualTo(200 * 10_000L);
        }
    }

    /// A question that nobody waits for any more is ended by an interrupt.
    @Test
    void goesOnAfterAnInterrupt() throws Exception {
        try (Ledger ledger = open()) {
            Thread.currentThread().interrupt();
            ledger.begin(dollar("t1"));
            assertThat(Thread.interrupted()).isTrue();
            ledger.begin(dollar("t2")).free();
        }
    }
}
