package moltbot.guardian.observe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.observe.knock.Knock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one listener is sent, and what it is not.
class KnockTest {
    private static final String MARK = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private Panel panel;
    private Servers servers;

    @BeforeEach
    void open() throws Exception {
        panel = new Panel();
        servers = new Servers(folder);
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
        panel.close();
    }

    @Test
    void keepsNobodyWhoNeverAnswers() throws Exception {
        int port = Servers.freePort();
        // On loopback, where no guardian of another house asks.
        List<String> heard = servers.sink("127.0.0.1", port, "");
        Knock.Outcome outcome = new Knock(new Endpoint(IpAddress.v4(0x7f000001), port), MARK, panel.expect(MARK))
                .ask(List.of("localhost:" + panel.port()));
        assertThat(outcome).isEqualTo(new Knock.Outcome(false, Knock.Manner.SILENT, "https to 127.0.0.1:" + port));
        assertThat(heard.stream().filter("connected"::equals)).hasSize(2);
        String request = sent(heard.subList(0, heard.lastIndexOf("connected")));
        assertThat(request).startsWith("GET /" + MARK).hasSizeLessThan(250);
        assertThat(request.split(MARK, -1)).as("one request").hasSize(3);
    }

    @Test
    void writesNothingToAPrintersPort() throws Exception {
        assertThat(new Knock(new Endpoint(IpAddress.v4(0x7f000001), 9100), MARK, panel.expect(MARK)).ask(List.of()))
                .extracting(Knock.Outcome::manner)
                .isEqualTo(Knock.Manner.UNTOUCHED);
    }

    private static String sent(List<String> heard) {
        StringBuilder text = new StringBuilder();
        for (String one : heard) {
            if (one.startsWith("byte ")) {
                text.append((char) Integer.parseInt(one.substring(5)));
            }
        }
        return text.toString();
    }
}
