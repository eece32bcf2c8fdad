package moltbot.control.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServerSentEventTest {
    private static String encode(String json) {
        return new String(ServerSentEvent.encode(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void numbersWhatLasts() {
        assertThat(encode("{\"seq\":12,\"type\":\"notice\"}"))
                .isEqualTo("id: 12\ndata: {\"seq\":12,\"type\":\"notice\"}\n\n");
    }

    @Test
    void numbersNoDraft() {
        assertThat(encode("{\"seq\":0,\"type\":\"draft\"}")).startsWith("data: ");
        assertThat(encode("{\"type\":\"ready\",\"seq\":4}")).startsWith("data: ");
        assertThat(encode("{}")).isEqualTo("data: {}\n\n");
    }

    @Test
    void letsNoLineBreakForgeAnEvent() {
        assertThat(encode("{\"seq\":1,\n\"x\":\"\"}\n\nid: 9\ndata: {}".split("}\n", 2)[0] + "}"))
                .isEqualTo("id: 1\ndata: {\"seq\":1,\"x\":\"\"}\n\n");
    }
}
