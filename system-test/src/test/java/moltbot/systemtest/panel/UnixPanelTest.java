package moltbot.systemtest.panel;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guard before a panel on a Unix socket, which nobody reaches by a port: a real program, a real browser.
class UnixPanelTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    private Program panel(Path socket, Path notes) throws Exception {
        Path script = Path.of(UnixPanelTest.class.getResource("unix-panel.mjs").toURI());
        return Program.start(folder, Map.of(), List.of("node", script.toString(), socket.toString(), notes.toString()))
                .awaitSocket(socket);
    }

    @Test
    void aPanelOnASocketWorksWithItsWebSocketUntilATripAndIsMissedPolitely() throws Exception {
        Path socket = folder.resolve("panel.sock");
        Path notes = Files.createFile(folder.resolve("came.txt"));
        Path data = folder.resolve("data");
        String listen = "127.0.0.1:" + TestHouse.freePort();
        try (Program panel = panel(socket, notes);
                TestHouse guard = TestHouse.started(
                        data,
                        listen,
                        TestHouse.builder(
                                Map.of(),
                                "guard",
                                "--data",
                                data.toString(),
                                "--listen",
                                listen,
                                "--upstream",
                                "unix:" + socket));
                Browser browser = new Browser()) {
            assertThat(Asked.of(guard, "/", "").status()).isEqualTo(401);
            assertThat(Asked.socket(guard, "/talk", "").status()).isEqualTo(401);
            assertThat(Files.readAllLines(notes)).isEmpty();

            browser.own(guard, PASSWORD);
            Page page = browser.page();
            browser.seen("it said: hello through a socket");
            assertThat(Files.readAllLines(notes)).contains("request /", "upgrade /talk");

            panel.end();
            browser.seen("it is over");
            page.navigate(guard.url());
            browser.seen("The panel behind this guard does not answer");
            browser.picture("guard-no-panel");
            Files.deleteIfExists(socket);
            try (Program again = panel(socket, notes)) {
                // The page asks again by itself.
                browser.seen("it said: hello through a socket");
                int before = Files.readAllLines(notes).size();
                try (LinkClient breaker = guard.link("breaker")) {
                    breaker.ask(
                            "breaker.trip", JsonObject.with("reason", "a test").build());
                }
                browser.seen("it is over");
                Await.until(
                        "the panel to see it end",
                        TestHouse.PATIENCE,
                        () -> Files.readAllLines(notes).stream().anyMatch(line -> line.equals("gone")));
                assertThat(Asked.of(guard, "/", "").status()).isEqualTo(503);
                page.navigate(guard.url());
                browser.seen("The breaker tripped");
                assertThat(Files.readAllLines(notes).stream().filter(line -> line.startsWith("request")))
                        .hasSize((int) Files.readAllLines(notes).stream()
                                .limit(before)
                                .filter(line -> line.startsWith("request"))
                                .count());
                assertThat(again.said()).isEmpty();
            }
        }
    }
}
