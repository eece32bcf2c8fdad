package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A stranger that holds on to as many connections as it can get.
final class CrowdTest {
    private static final int CROWD = 600;

    private final List<Raw> crowd = new ArrayList<>();
    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House().ready();
    }

    @AfterEach
    void close() throws IOException {
        crowd.forEach(Raw::close);
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "half a head", "a head without its body"})
    void thatHoldsEveryConnectionKeepsNobodyOut(String sends) {
        String bytes = switch (sends) {
            case "nothing" -> "";
            case "half a head" -> "GET / HTTP/1.1\r\nHost: slow";
            default -> withoutItsBody();
        };
        try (Raw stream = new Raw(house.port)) {
            stream.send(house.request("GET", "/api/events", "Accept: text/event-stream\r\n"));
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.chunk()).isEqualTo("data: one\n\n");
            for (int i = 0; i < CROWD; i++) {
                crowd.add(new Raw(house.port, i % 3 == 0 ? "127.0.0.3" : "127.0.0.1").begin(bytes));
            }
            for (String from : List.of("127.0.0.2", "127.0.0.1")) {
                try (Raw raw = new Raw(house.port, from)) {
                    assertThat(raw.send(house.request("GET", "/api/overview", ""))
                                    .reply()
                                    .status())
                            .as(from)
                            .isEqualTo(200);
                }
            }
            house.guardian.die();
            assertThat(stream.chunk())
                    .as("what is under way goes on until here")
                    .isNull();
            House.await("control was left", () -> house.control.left.getCount() == 0);
        }
    }

    private String withoutItsBody() {
        String own = "127.0.0.1:" + house.port;
        return String.join(
                "\r\n",
                "POST /auth/claim HTTP/1.1",
                "Host: " + own,
                "Origin: http://" + own,
                "Content-Type: application/json",
                "Content-Length: 100",
                "",
                "");
    }
}
