package moltbot.systemtest.panel;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guard before a real web application that is not ours, with its WebSocket, in a real browser: Node-RED.
class NodeRedTest {
    private static final String PASSWORD = "correct horse battery";
    /// Keeps when each WebSocket of the page ended, by the page's own clock.
    private static final String WATCH_SOCKETS = """
            window.ends = [];
            const Real = window.WebSocket;
            window.WebSocket = class extends Real {
                constructor(...all) {
                    super(...all);
                    let opened = false;
                    this.addEventListener('open', () => opened = true);
                    this.addEventListener('close', e => window.ends.push({at: Date.now(), code: e.code, opened}));
                }
            };
            """;
    /// What somebody would draw by hand: a button that says a word, and a debug node that shows it.
    private static final String FLOW = """
            [{"id":"aaaaaaaaaaaa0001","type":"inject","z":"TAB","name":"say","props":[{"p":"payload"}],
              "repeat":"","crontab":"","once":false,"onceDelay":0.1,"topic":"",
              "payload":"through the guard","payloadType":"str","x":140,"y":80,"wires":[["aaaaaaaaaaaa0002"]]},
             {"id":"aaaaaaaaaaaa0002","type":"debug","z":"TAB","name":"show","active":true,"tosidebar":true,
              "console":false,"complete":"payload","targetType":"msg","x":360,"y":80,"wires":[]}]
            """;

    @TempDir
    Path folder;

    private TestHouse guard(NodeRed panel) throws Exception {
        Path data = folder.resolve("data");
        TestHouse.settings(data, "reset-dwell-seconds: 2\n");
        String listen = "127.0.0.1:" + TestHouse.freePort();
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
                        panel.address()));
    }

    @Test
    void itsEditorWorksThroughTheGuardUntilATrip() throws Exception {
        try (NodeRed panel = NodeRed.start(Files.createDirectories(folder.resolve("red")));
                TestHouse guard = guard(panel);
                Browser browser = new Browser()) {
            List<String> frames = new CopyOnWriteArrayList<>();
            Page page = browser.page();
            page.addInitScript(WATCH_SOCKETS);
            page.onWebSocket(socket -> socket.onFrameReceived(frame -> frames.add(frame.text())));

            strangersSeeNothing(guard, panel);
            page.navigate(guard.url());
            page.getByLabel("One-time code").waitFor();
            pictures(browser, "guard-code");
            assertThat(panel.asked())
                    .as("what the sign-in page made of requests")
                    .isEmpty();

            browser.own(guard, PASSWORD);
            page.locator("#red-ui-header-button-deploy").waitFor();
            deploysAFlow(browser);
            page.locator(".red-ui-flow-node-button-button").first().click();
            page.locator(".red-ui-debug-msg")
                    .filter(new Locator.FilterOptions().setHasText("through the guard"))
                    .first()
                    .waitFor();
            assertThat(frames)
                    .as("the message on the WebSocket")
                    .anyMatch(frame -> frame.contains("through the guard"));
            assertThat(panel.asked()).contains("upgrade /comms");
            pictures(browser, "guard-node-red");
            assertThat(browser.complaints()).isEmpty();

            aTripEndsItAll(guard, panel, page);
            page.navigate(guard.url());
            browser.seen("The breaker tripped");
            pictures(browser, "guard-tripped");
            comesBack(guard, browser);
        }
    }

    /// Not a byte of it, and not a connection to it.
    private static void strangersSeeNothing(TestHouse guard, NodeRed panel) throws Exception {
        int before = panel.came().size();
        for (String target : List.of("/", "/favicon.ico", "/red/red.min.js", "/flows", "/settings", "/comms")) {
            for (String accept : List.of("text/html", "*/*")) {
                Asked asked = Asked.of(guard, target, "accept: " + accept + "\r\n");
                assertThat(asked.status()).as(target).isIn(303, 401);
                assertThat(asked.all()).doesNotContainIgnoringCase("node-red").doesNotContainIgnoringCase("moltbot");
            }
        }
        Asked socket = Asked.socket(guard, "/comms", "");
        assertThat(socket.status()).isEqualTo(401);
        assertThat(panel.came()).as("what reached Node-RED").hasSize(before);
    }

    private static void deploysAFlow(Browser browser) {
        Page page = browser.page();
        Browser.until(
                page, "!!(window.RED && RED.workspaces && RED.workspaces.active() && RED.nodes.getType('debug'))");
        Object tab = page.evaluate("RED.workspaces.active()");
        page.evaluate(
                "flow => { RED.nodes.import(JSON.parse(flow)); RED.nodes.dirty(true); RED.view.redraw(true);"
                        + " RED.sidebar.show('debug'); }",
                FLOW.replace("TAB", String.valueOf(tab)));
        page.locator("#red-ui-header-button-deploy").click();
        browser.seen("Successfully deployed");
    }

    private static void aTripEndsItAll(TestHouse guard, NodeRed panel, Page page) throws Exception {
        String cookie = page.context().cookies().stream()
                .map(one -> one.name + "=" + one.value)
                .reduce("", (all, one) -> all.isEmpty() ? one : all + "; " + one);
        assertThat(page.evaluate("window.ends.length")).isEqualTo(0);
        Instant tripped = Instant.now();
        try (LinkClient breaker = guard.link("breaker")) {
            breaker.ask("breaker.trip", JsonObject.with("reason", "a test").build());
        }
        int before = panel.came().size();
        Browser.until(page, "window.ends.some(end => end.opened)");
        long ended = ((Number) page.evaluate("window.ends.find(end => end.opened).at")).longValue();
        assertThat(Duration.between(tripped, Instant.ofEpochMilli(ended)))
                .as("from the order to the end of the WebSocket, as the page saw it")
                .isLessThan(Duration.ofSeconds(1));

        for (String target : List.of("/", "/flows", "/favicon.ico", "/comms")) {
            assertThat(Asked.of(guard, target, "cookie: " + cookie + "\r\n").status())
                    .as(target)
                    .isEqualTo(503);
        }
        assertThat(Asked.socket(guard, "/comms", "cookie: " + cookie + "\r\n").status())
                .isEqualTo(503);
        // The editor itself tries again and again, and is not let in.
        Browser.until(page, "window.ends.filter(end => !end.opened).length > 1");
        assertThat(panel.came()).as("what reached Node-RED while OPEN").hasSize(before);
    }

    private static void comesBack(TestHouse guard, Browser browser) throws Exception {
        String id = guard.breaker().object("trip").text("id");
        Await.until(
                "the reset",
                TestHouse.PATIENCE,
                () -> guard.runWith((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8), "reset", id)
                                .exit()
                        == 0);
        guard.awaitState("CLOSED");
        Page page = browser.page();
        page.locator("input[autocomplete=current-password]").waitFor();
        pictures(browser, "guard-password");
        page.locator("input[autocomplete=current-password]").fill(PASSWORD);
        page.locator("input[autocomplete=current-password]").press("Enter");
        page.locator("#red-ui-header-button-deploy").waitFor();
        browser.seen("say");
    }

    /// Light, dark, and on a phone.
    private static void pictures(Browser browser, String name) {
        Page page = browser.page();
        com.microsoft.playwright.options.ViewportSize usual = page.viewportSize();
        browser.picture(name);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        browser.picture(name + "-dark");
        page.setViewportSize(390, 844);
        browser.picture(name + "-phone");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(usual.width, usual.height);
    }
}
