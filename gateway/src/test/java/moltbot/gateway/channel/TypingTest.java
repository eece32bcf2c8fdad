package moltbot.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TypingTest {
    private static final Address ANNA = new Address("signal", "+49", Kind.DIRECT, "anna");
    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final LinkedBlockingQueue<Address> shown = new LinkedBlockingQueue<>();

    @Test
    void isShownAgainAndAgainUntilSomethingIsSaid() throws Exception {
        try (Typing typing = new Typing(shown::put, new Typing.Times(MOMENT, MOMENT, LONG))) {
            typing.begin(ANNA);
            typing.begin(ANNA);
            for (int i = 0; i < 3; i++) {
                assertThat(shown.take()).isEqualTo(ANNA);
            }
            typing.end(ANNA);
            int more = 0;
            while (shown.poll(MOMENT.toMillis() * 20, TimeUnit.MILLISECONDS) != null) {
                more++;
            }
            assertThat(more).as("one may have been on its way").isLessThanOrEqualTo(1);
            typing.begin(ANNA);
            assertThat(shown.take()).isEqualTo(ANNA);
        }
    }

    @Test
    void whatIsAnsweredAtOnceIsNotShownFirst() throws Exception {
        try (Typing typing = new Typing(shown::put, new Typing.Times(LONG, MOMENT, LONG))) {
            typing.begin(ANNA);
            typing.end(ANNA);
            assertThat(shown.poll(200, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void isNotShownForEver() throws Exception {
        try (Typing typing = new Typing(shown::put, new Typing.Times(Duration.ZERO, MOMENT, MOMENT.multipliedBy(3)))) {
            typing.begin(ANNA);
            assertThat(shown.take()).isEqualTo(ANNA);
            int more = 0;
            while (shown.poll(MOMENT.toMillis() * 50, TimeUnit.MILLISECONDS) != null) {
                more++;
            }
            assertThat(more).isLessThan(4);
        }
    }

    @Test
    void fewAreShownAtOnce() throws Exception {
        try (Typing typing = new Typing(shown::put, new Typing.Times(Duration.ZERO, LONG, LONG))) {
            for (int i = 0; i < 200; i++) {
                typing.begin(new Address("signal", "+49", Kind.DIRECT, "p" + i));
            }
            for (int i = 0; i < 64; i++) {
                shown.take();
            }
            assertThat(shown.poll(200, TimeUnit.MILLISECONDS)).isNull();
        }
    }
}
