package moltbot.runtime.outbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Order, patience and giving up, with a clock of the test's own.
class DeliveriesTest {
    private final Kept outbox = new Kept();
    private final Carrier carrier = new Carrier();
    private final List<String> mourned = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-11-26T20:00:00Z");
    private final Deliveries deliveries = new Deliveries(
            outbox,
            new AddressLocks(),
            carrier,
            (letter, why) -> mourned.add(letter.body().text() + ": " + why),
            () -> now,
            () -> 1);

    @AfterEach
    void stop() {
        deliveries.close();
    }

    private void post(long id, String address, String text) {
        outbox.post(new Letter(id, address, Letter.Body.markdown(text), 0, 0, now.toEpochMilli()));
        deliveries.wake(address);
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void later(Duration time, String address) {
        now = now.plus(time);
        deliveries.wake(address);
    }

    @Test
    void keepsTheOrderOfEachAddressAndHoldsUpNoOther() throws Exception {
        carrier.next("a", new Outcome.Later("Not now.", Duration.ZERO));
        post(1, "a", "a one");
        post(2, "a", "a two");
        post(3, "b", "b one");
        until("b's letter", () -> carrier.carried.contains("b one"));
        until("a's try", () -> outbox.why(1).equals("Not now."));
        assertThat(carrier.carried).doesNotContain("a two");
        later(Duration.ofSeconds(2), "a");
        until("a's letters", () -> outbox.sent.size() == 3);

        assertThat(carrier.carried.stream().filter(text -> text.startsWith("a")))
                .containsExactly("a one", "a one", "a two");
    }

    @Test
    void waitsLongerEachTimeAndAsLongAsItIsAskedTo() throws Exception {
        carrier.next("a", new Outcome.Later("one", Duration.ZERO));
        carrier.next("a", new Outcome.Later("two", Duration.ZERO));
        carrier.next("a", new Outcome.Later("three", Duration.ofHours(1)));
        post(1, "a", "text");
        until("the first try", () -> outbox.why(1).equals("one"));
        long first = outbox.next(1) - now.toEpochMilli();
        later(Duration.ofMillis(first), "a");
        until("the second try", () -> outbox.why(1).equals("two"));
        long second = outbox.next(1) - now.toEpochMilli();
        later(Duration.ofMillis(second), "a");
        until("the third try", () -> outbox.why(1).equals("three"));

        assertThat(second).isEqualTo(2 * first);
        assertThat(outbox.next(1) - now.toEpochMilli())
                .isEqualTo(Duration.ofHours(1).toMillis());
    }

    @Test
    void givesUpAfterThreeDaysAndTellsTheOwnerOnce() throws Exception {
        carrier.next("a", new Outcome.Later("Not now.", Duration.ZERO));
        carrier.next("a", new Outcome.Later("Still not.", Duration.ZERO));
        post(1, "a", "text");
        post(2, "a", "after it");
        until("the first try", () -> outbox.why(1).equals("Not now."));
        later(Deliveries.LIFE.plusSeconds(1), "a");
        until("the letter behind it", () -> outbox.sent.contains(2L));

        assertThat(outbox.dead).containsExactly(1L);
        assertThat(mourned).containsExactly("text: Still not.");
        deliveries.resend(1);
        until("the second life", () -> outbox.sent.contains(1L));
    }

    @Test
    void givesUpAtOnceWhatNeverCanBeDelivered() throws Exception {
        carrier.next("a", new Outcome.Never("They have left."));
        post(1, "a", "text");
        until("the owner to be told", () -> !mourned.isEmpty());

        assertThat(mourned).containsExactly("text: They have left.");
        deliveries.drop(1);
        assertThat(outbox.lines()).isEmpty();
    }

    @Test
    void repeatsWhatNobodyKnowsOfOnlySoOften() throws Exception {
        for (int i = 0; i < 5; i++) {
            carrier.next("a", new Outcome.Unknown("No answer came."));
        }
        post(1, "a", "text");
        for (int i = 0; i < 5; i++) {
            later(Duration.ofMinutes(15), "a");
            LockSupport.parkNanos(20_000_000);
        }
        until("the owner to be told", () -> !mourned.isEmpty());

        assertThat(carrier.carried).hasSize(Deliveries.MOST_UNKNOWN);
        assertThat(mourned).containsExactly("text: No answer came. It may have arrived.");
    }

    @Test
    void goesOnWithTheFirstPartThatWasNotSent() throws Exception {
        carrier.parts = 2;
        carrier.next("a", new Outcome.Later("Not now.", Duration.ZERO));
        post(1, "a", "text");
        until("the first try", () -> outbox.why(1).equals("Not now."));
        later(Duration.ofSeconds(5), "a");
        until("the letter", () -> outbox.sent.contains(1L));

        assertThat(carrier.from).containsExactly(0, 2);
    }

    @Test
    void goesOnAtTheNextStartWithWhatWasUnderWay() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        carrier.gate = never;
        post(1, "a", "one");
        post(2, "a", "two");
        until("it to be under way", () -> outbox.state(1).equals("sending"));
        deliveries.close();
        carrier.gate = new CountDownLatch(0);
        Deliveries next = new Deliveries(outbox, new AddressLocks(), carrier, (_, _) -> {}, () -> now, () -> 1);
        next.resume();
        until("both letters", () -> outbox.sent.size() == 2);
        next.close();

        assertThat(outbox.sent).containsExactly(1L, 2L);
    }

    /// Does with each letter what the test says, and then delivers.
    private static final class Carrier implements Courier {
        private final List<String> carried = new CopyOnWriteArrayList<>();
        private final List<Integer> from = new CopyOnWriteArrayList<>();
        private final ConcurrentSkipListMap<String, Deque<Outcome>> outcomes = new ConcurrentSkipListMap<>();
        private volatile int parts;
        private volatile CountDownLatch gate = new CountDownLatch(0);

        void next(String address, Outcome outcome) {
            outcomes.computeIfAbsent(address, _ -> new ArrayDeque<>()).add(outcome);
        }

        @Override
        public Outcome carry(Letter letter, IntConsumer sent) throws InterruptedException {
            gate.await();
            carried.add(letter.body().text());
            from.add(letter.parts());
            if (parts > 0) {
                sent.accept(parts);
            }
            Deque<Outcome> planned = outcomes.get(letter.address());
            Outcome outcome = planned == null ? null : planned.poll();
            return outcome == null ? new Outcome.Sent() : outcome;
        }
    }

    /// Letters in memory.
    private static final class Kept implements Outbox {
        private static final class Row {
            private Letter letter;
            private String state = "waiting";
            private long next;
            private String why = "";

            Row(Letter letter) {
                this.letter = letter;
            }
        }

        private final ConcurrentSkipListMap<Long, Row> rows = new ConcurrentSkipListMap<>();
        private final List<Long> sent = new CopyOnWriteArrayList<>();
        private final List<Long> dead = new CopyOnWriteArrayList<>();

        void post(Letter letter) {
            rows.put(letter.id(), new Row(letter));
        }

        private Row row(long id) {
            return requireNonNull(rows.get(id));
        }

        String why(long id) {
            return row(id).why;
        }

        String state(long id) {
            return row(id).state;
        }

        long next(long id) {
            return row(id).next;
        }

        @Override
        public List<String> addresses() {
            return rows.values().stream()
                    .map(row -> row.letter.address())
                    .distinct()
                    .toList();
        }

        @Override
        public synchronized Optional<Due> first(String address) {
            return rows.values().stream()
                    .filter(row -> row.letter.address().equals(address)
                            && List.of("waiting", "sending").contains(row.state))
                    .map(row -> new Due(row.letter, row.next))
                    .findFirst();
        }

        @Override
        public synchronized void sending(Letter letter) {
            Row row = row(letter.id());
            row.state = "sending";
            row.letter = new Letter(
                    letter.id(),
                    letter.address(),
                    letter.body(),
                    row.letter.parts(),
                    letter.tries() + 1,
                    letter.made());
        }

        @Override
        public synchronized void progress(long id, int parts) {
            Letter before = row(id).letter;
            row(id).letter = new Letter(id, before.address(), before.body(), parts, before.tries(), before.made());
        }

        @Override
        public synchronized void sent(long id) {
            row(id).state = "sent";
            sent.add(id);
        }

        @Override
        public synchronized void again(long id, long from, String why) {
            row(id).state = "waiting";
            row(id).next = from;
            row(id).why = why;
        }

        @Override
        public synchronized void dead(long id, String why) {
            row(id).state = "dead";
            dead.add(id);
        }

        @Override
        public List<Line> lines() {
            List<Line> lines = new ArrayList<>();
            rows.values().stream()
                    .filter(row -> !row.state.equals("sent"))
                    .forEach(row -> lines.add(new Line(row.letter, row.state, row.next, row.why)));
            return lines;
        }

        @Override
        public long sentSoFar() {
            return sent.size();
        }

        @Override
        public synchronized Optional<String> resend(long id) {
            row(id).state = "waiting";
            row(id).next = 0;
            return Optional.of(row(id).letter.address());
        }

        @Override
        public boolean drop(long id) {
            return rows.remove(id) != null;
        }
    }
}
