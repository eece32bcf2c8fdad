package moltbot.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// When an answer that is being said is shown, and when not.
@Timeout(30)
class PreviewsTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final String ANNA = "signal.anna";

    private final Shelf shelf = new Shelf();
    private final AddressLocks locks = new AddressLocks();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final List<Thread> by = new CopyOnWriteArrayList<>();
    private final Semaphore shows = new Semaphore(0);
    private final Previews previews = new Previews(shelf, locks, new Carrier(), SOON);

    private final class Carrier implements Previews.Carrier {
        @Override
        public Optional<Duration> show(String address, String turn, String text) {
            shown.add(text);
            by.add(Thread.currentThread());
            shows.release();
            return Optional.of(SOON);
        }

        @Override
        public void takeBack(String address, String turn) {
            shown.add("");
            shows.release();
        }
    }

    /// An outbox in which perhaps one letter waits.
    private static final class Shelf implements Outbox {
        private volatile boolean waits;

        @Override
        public List<String> addresses() {
            return List.of();
        }

        @Override
        public Optional<Due> first(String address) {
            Letter letter = new Letter(1, address, Letter.Body.plain("older"), 0, 0, 0);
            return waits ? Optional.of(new Due(letter, 0)) : Optional.empty();
        }

        @Override
        public void sending(Letter letter) {}

        @Override
        public void progress(long id, int parts) {}

        @Override
        public void sent(long id) {}

        @Override
        public void again(long id, long from, String why) {}

        @Override
        public void dead(long id, String why) {}

        @Override
        public List<Line> lines() {
            return List.of();
        }

        @Override
        public long sentSoFar() {
            return 0;
        }

        @Override
        public Optional<String> resend(long id) {
            return Optional.empty();
        }

        @Override
        public boolean drop(long id) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        previews.close();
    }

    private void add(String text) {
        previews.add("t1", () -> ANNA, text);
    }

    @Test
    void nothingIsShownBeforeALetterThatWaits() throws Exception {
        shelf.waits = true;
        add("Hello");
        // Several times as long as the pauses: it would have been shown.
        assertThat(shows.tryAcquire(SOON.toMillis() * 10, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isFalse();
        shelf.waits = false;
        shows.acquire();
        assertThat(shown).containsOnly("Hello");
    }

    @Test
    void nothingIsShownWhileSomethingElseIsOnItsWayThere() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread other = Thread.ofVirtual().start(() -> {
            try {
                boolean _ = locks.whileHeld(ANNA, () -> {
                    begun.countDown();
                    end.await();
                    return true;
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        begun.await();
        add("Hello");
        assertThat(shows.tryAcquire(SOON.toMillis() * 10, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isFalse();
        assertThat(locks.<Boolean>whileHeld("signal.bert", () -> true))
                .as("another address")
                .isTrue();
        end.countDown();
        other.join();
        shows.acquire();
    }

    /// What begins anew is shown by one that shows, at one pace.
    @Test
    void whatIsSaidAnewIsShownAtOnePace() throws Exception {
        add("Wrong");
        shows.acquire();
        previews.said("t1", false);
        add("Right");
        shows.acquire(20);
        List<Thread> last = by.subList(by.size() - 10, by.size());
        assertThat(last.stream().distinct()).hasSize(1);
        assertThat(shown.getLast()).isEqualTo("Right");
    }

    @Test
    void mostAnswersAreThereAtOnce() {
        assertThat(Previews.STANDARD).isEqualTo(Duration.ofMillis(2_500));
    }
}
