package moltbot.systemtest.panel;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real OpenClaw gateway behind the guard, its control UI in a real browser that never has its token. Too large to
/// install for everybody (830 MB): `scripts/test-setup openclaw`, then `-Dmoltbot.openclaw=true`.
class OpenClawTest {
    @TempDir
    Path folder;

    private TestHouse guard(OpenClaw panel) throws Exception {
        Path data = folder.resolve("data");
        String listen = "127.0.0.1:" + TestHouse.freePort();
        TestHouse.Ran kept = TestHouse.command(
                (OpenClaw.TOKEN + "\n").getBytes(StandardCharsets.UTF_8),
                "secret",
                "set",
                "upstream-token",
                "--data",
                data.toString());
        assertThat(kept.exit()).as(kept.err()).isZero();
        return TestHouse.started(
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
                        panel.address(),
                        "--inject",
                        "openclaw"));
    }

    @Test
    void itsControlUiConnectsAndTheBrowserNeverHasTheToken() throws Exception {
        Needed.askedFor("moltbot.openclaw", "'scripts/test-setup openclaw' installs the gateway first");
        try (OpenClaw panel = OpenClaw.start(Files.createDirectories(folder.resolve("claw")));
                TestHouse guard = guard(panel);
                Browser browser = new Browser()) {
            Page page = browser.page();
            Received received = new Received(page);
            browser.own(guard, "correct horse battery");
            try {
                page.waitForCondition(
                        () -> received.frames().stream().anyMatch(frame -> frame.contains("hello-ok")),
                        new Page.WaitForConditionOptions().setTimeout(60_000));
            } catch (com.microsoft.playwright.TimeoutError e) {
                browser.picture("openclaw-not-connected");
                throw new AssertionError(
                        "sent " + received.sent() + "\ncame " + received.frames() + "\n" + browser.complaints() + "\n"
                                + panel.said(),
                        e);
            }
            page.reload();
            page.waitForCondition(() -> received.frames().stream()
                            .filter(frame -> frame.contains("hello-ok"))
                            .count()
                    > 1);
            Browser.until(page, "document.body.innerText.length > 300");
            browser.picture("openclaw");
            assertThat(received.answers()).isGreaterThan(20);
            assertThat(received.all()).contains("hello-ok").doesNotContain(OpenClaw.TOKEN);

            long before = System.nanoTime();
            try (LinkClient breaker = guard.link("breaker")) {
                breaker.ask("breaker.trip", JsonObject.with("reason", "a test").build());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            page.navigate(guard.url());
            browser.seen("The breaker tripped");
        }
    }
}
