package moltbot.breaker.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.breaker.upstream.control.ControlUpstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages that bring files: one place takes bytes and takes more of them, under every other rule.
final class BringsFilesTest {
    private static final String MESSAGES = "/api/sessions/c-1/messages";
    private static final String BYTES = "application/octet-stream";

    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House().ready();
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private String own() {
        return "Origin: http://127.0.0.1:" + house.port + "\r\nx-csrf: " + house.csrf + "\r\n";
    }

    private Raw.Reply post(String target, String type, String headers, int length) {
        try (Raw raw = new Raw(house.port)) {
            String head = headers + "Content-Type: " + type + "\r\nContent-Length: " + length + "\r\n";
            raw.send(house.request("POST", target, head));
            return raw.send("x".repeat(length)).reply();
        }
    }

    @Test
    void takesFilesWithAMessageAndNowhereElse() {
        Raw.Reply taken = post(MESSAGES, BYTES, own(), 3 << 20);
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.body()).isEqualTo("got " + (3 << 20));
        assertThat(post(MESSAGES + "?x=1", BYTES, own(), 3).status()).isEqualTo(200);

        for (String other :
                new String[] {"/api/sessions/c-1/stop", "/api/sessions/c-1/x/messages", "/api/memory", "/auth/sign-out"
                }) {
            assertThat(post(other, BYTES, own(), 3).body()).as(other).contains("\"not-json\"");
        }
        for (String type :
                new String[] {BYTES + "; x=y", "text/plain", "multipart/form-data", "APPLICATION/OCTET-STREAM"}) {
            assertThat(post(MESSAGES, type, own(), 3).body()).as(type).contains("\"not-json\"");
        }
    }

    @Test
    void asksOfThemWhatItAsksOfEverything() {
        String origin = "Origin: http://127.0.0.1:" + house.port + "\r\n";
        assertThat(post(MESSAGES, BYTES, origin, 3).body()).contains("\"csrf\"");
        assertThat(post(MESSAGES, BYTES, "Origin: http://evil.example\r\nx-csrf: " + house.csrf + "\r\n", 3)
                        .body())
                .contains("\"foreign-origin\"");
        int seen = house.control.seen.size();
        house.cookie = "";
        assertThat(post(MESSAGES, BYTES, own(), 3).status()).isIn(401, 403);
        assertThat(house.control.seen).hasSize(seen);
    }

    @Test
    void boundsThemAndEverythingElseAsBefore() {
        try (Raw raw = new Raw(house.port)) {
            raw.send(house.request(
                    "POST",
                    MESSAGES,
                    own() + "Content-Type: " + BYTES + "\r\nContent-Length: " + (ControlUpstream.MAX_FILES_BYTES + 1)
                            + "\r\n"));
            assertThat(raw.reply().body()).contains("13 MiB");
        }
        try (Raw raw = new Raw(house.port)) {
            raw.send(house.request(
                    "POST",
                    MESSAGES,
                    own() + "Content-Type: application/json\r\nContent-Length: " + (ControlUpstream.MAX_BODY_BYTES + 1)
                            + "\r\n"));
            assertThat(raw.reply().body()).contains("1 MiB");
        }
    }
}
