package moltbot.gateway.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import moltbot.contract.ContractException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSentEventsTest {
    private static List<String> events(String text, int piece) throws InterruptedException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        BodyLines lines = new BodyLines((to, at, length) -> bytes.read(to, at, Math.min(piece, length)), 64);
        ServerSentEvents stream = new ServerSentEvents(lines, 100);
        List<String> events = new ArrayList<>();
        for (byte[] data = stream.next(); data != null; data = stream.next()) {
            events.add(new String(data, StandardCharsets.UTF_8));
        }
        return events;
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "data: a~~,a",
                "data:a~~,a",
                "data:  a~~, a",
                "event: x~data: a~id: 1~~,a",
                ": comment~~data: a~~,a",
                "data: a~data: b~~,a|b",
                "data~~,''",
                "data: ~~,''",
                "database: a~~data: b~~,b",
                "\uFEFFdata: a~~,a",
                "data: ü🦞~~,ü🦞"
            })
    void readsWhatTheStandardSays(String text, String data) throws Exception {
        String wanted = data.replace("''", "").replace('|', '\n');
        for (String end : List.of("\n", "\r", "\r\n")) {
            for (int piece = 1; piece < 12; piece++) {
                List<String> events = events(text.replace("~", end), piece);
                assertThat(events).hasSize(1);
                assertThat(events.getFirst().strip()).isEqualTo(wanted.strip());
            }
        }
    }

    @Test
    void dropsAnEventThatWasCutOff() throws Exception {
        assertThat(events("data: a\n\ndata: b\n", 3)).containsExactly("a");
        assertThat(events("data: a\n\ndata: b", 3)).containsExactly("a");
    }

    @Test
    void boundsLinesAndEvents() {
        assertThatThrownBy(() -> events("data: " + "x".repeat(80) + "\n\n", 8192))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> events("data: xxxxxxxxxxxxxxxxxxxx\n".repeat(9), 8192))
                .isInstanceOf(ContractException.class);
    }

    @Test
    void survivesAnyBytes() throws Exception {
        Random random = new Random(7);
        String letters = "dat:a \n\r\u00fc{}";
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < random.nextInt(60); i++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            int whole = events(text.toString(), 8192).size();
            assertThat(events(text.toString(), 1 + random.nextInt(5))).hasSize(whole);
        }
    }

    @Test
    void knowsWhereAndWhenToTakeAStreamUpAgain() throws Exception {
        String text =
                "id: 1\nretry: 500\ndata: a\n\nid: 2\n\nid: three\u001b\ndata: b\n\nid: 4\nretry: soon\ndata: cut";
        ByteArrayInputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        ServerSentEvents stream =
                new ServerSentEvents(new BodyLines((to, at, length) -> bytes.read(to, at, length), 100), 100);
        assertThat(stream.lastId()).isEmpty();
        assertThat(stream.retryMillis()).isEmpty();
        assertThat(stream.next()).asString().isEqualTo("a");
        assertThat(stream.lastId()).isEqualTo("1");
        assertThat(stream.retryMillis()).hasValue(500);
        assertThat(stream.next()).asString().isEqualTo("b");
        assertThat(stream.lastId())
                .as("what does not fit into a header is no name")
                .isEmpty();
        assertThat(stream.next()).isNull();
        assertThat(stream.lastId()).as("of whole events only").isEmpty();
        assertThat(stream.retryMillis()).hasValue(500);
    }
}
