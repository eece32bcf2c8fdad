package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.link.LinkCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The guardian's marks: the breaker tells the guardian, and nobody else anything.
class MarkTest {
    private static final String MARK = "0123456789abcdef0123456789abcdef";

    private final House house = new House();

    MarkTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    @Test
    void noticesAMarkWhereverItIsAndWhateverItAnswers() {
        for (String request : List.of(
                "GET /" + MARK + " HTTP/1.1\r\nHost: 127.0.0.1:" + house.port + "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: other.example\r\nUser-Agent: x " + MARK + "\r\n\r\n",
                "GET /a?b=" + MARK + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n",
                "GET /" + MARK + " HTTP/1.0\r\n\r\n")) {
            try (LinkCall sight = house.guardian.sight(MARK)) {
                sight.reply();
                Raw.ask(house.port, request);
                assertThat(sight.next()).as(request).isNotNull();
            }
        }
    }

    @Test
    void answersAStrangerWithAMarkAsAnyOther() {
        String request = "GET /" + MARK + " HTTP/1.1\r\nHost: 127.0.0.1:" + house.port + "\r\n\r\n";
        Raw.Reply before = Raw.ask(house.port, request);
        try (LinkCall sight = house.guardian.sight(MARK)) {
            sight.reply();
            assertThat(Raw.ask(house.port, request)).isEqualTo(before);
            assertThat(sight.next()).isNotNull();
        }
    }

    @Test
    void noticesWhileOpenAndTripped() {
        house.guardian.lease();
        house.guardian.trip("L7");
        try (LinkCall sight = house.guardian.sight(MARK)) {
            sight.reply();
            assertThat(house.get("/" + MARK).status()).isEqualTo(503);
            assertThat(sight.next()).isNotNull();
        }
    }

    @Test
    void refusesWhatIsNoMarkAndMoreThanAFew() {
        assertThatThrownBy(() -> house.guardian.sight("GET").reply()).isInstanceOf(ContractException.class);
        List<LinkCall> open = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            LinkCall sight = house.guardian.sight(String.format("%032x", i));
            sight.reply();
            open.add(sight);
        }
        assertThatThrownBy(() -> house.guardian.sight(MARK).reply())
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("marks");
        open.forEach(LinkCall::close);
        House.await("they are forgotten", () -> {
            try (LinkCall sight = house.guardian.sight(MARK)) {
                sight.reply();
                return true;
            } catch (ContractException e) {
                return false;
            }
        });
    }
}
