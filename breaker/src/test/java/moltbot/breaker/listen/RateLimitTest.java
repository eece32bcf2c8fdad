package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House();
        house.guardian.beat();
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private int answered(int times, String from, String bytes) {
        int answered = 0;
        for (int i = 0; i < times; i++) {
            try (Raw raw = new Raw(house.port, from)) {
                answered += raw.send(bytes).reply().status() == 429 ? 0 : 1;
            }
        }
        return answered;
    }

    @Test
    void limitsEachAddressLoopbackIncluded() {
        assertThat(answered(80, "127.0.0.1", house.request("GET", "/api/overview", "")))
                .isBetween(50, 60);
    }

    @Test
    void limitsWhoIsSignedInToo() throws IOException {
        house.ready();
        assertThat(answered(80, "127.0.0.1", house.request("GET", "/api/overview", "")))
                .isBetween(45, 60);
        house.cookie = "";
        assertThat(house.get("/sign-in").status())
                .as("a stranger is counted apart")
                .isEqualTo(200);
    }

    @Test
    void theGuardiansQuestionsLeaveTheOwnersSignInItsRequests() {
        answered(80, "127.0.0.1", house.request("GET", "/", ""));
        answered(80, "127.0.0.1", house.request("POST", "/api/sessions/x/messages", "Content-Length: 2\r\n") + "{}");
        assertThat(house.get("/").status()).isEqualTo(429);
        assertThat(Raw.ask(house.port, house.request("GET", "/", "Accept: text/html\r\n"))
                        .status())
                .isEqualTo(303);
        assertThat(house.get("/sign-in").status()).isEqualTo(200);
        assertThat(house.claim(house.code(), House.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void guessersOfPasswordsAreLimitedByTheirNumberOfRequestsAlone() {
        String wrong = house.request(
                        "POST",
                        "/auth/sign-in",
                        "Origin: http://127.0.0.1:" + house.port
                                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n")
                + "{}";
        assertThat(answered(80, "127.0.0.1", wrong)).isBetween(50, 60);
    }
}
