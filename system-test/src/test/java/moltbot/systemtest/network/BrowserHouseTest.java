package moltbot.systemtest.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import moltbot.contract.json.JsonObject;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The whole house with the demo model and a site across the wire, at an address that is everybody's: what the owner
/// sees of a browser in the panel, from the question to the picture.
@EnabledOnOs(OS.LINUX)
class BrowserHouseTest extends Neighbourhood {
    private static final String SITE = "93.184.215.14";

    @Test
    void thePanelAsksShowsThePictureAndTheHouseForgetsTheBrowser() throws Exception {
        wire.there("ip", "addr", "add", SITE + "/32", "dev", "up1");
        wire.hosts("127.0.0.1 localhost\n" + SITE + " garden.example\n");
        Path site = Files.createDirectories(folder.resolve("site"));
        Files.writeString(site.resolve("index.html"), PAGE);
        wire.startThere("python3", "-m", "http.server", "80", "--bind", SITE, "--directory", site.toString());
        try (Browser browser = new Browser(wire.wrapper(folder, Browser.executable()));
                TestHouse house = house("127.0.0.1:3000", "")) {
            browser.claim(house, "correct horse battery");
            Page page = browser.page();
            page.setViewportSize(1180, 1000);
            browser.say("Look at http://garden.example/ and show it to me");
            page.getByText("Approve once").waitFor();
            browser.seen("It may ask http://garden.example/ by GET, HEAD.");
            browser.picture("browser-approval");
            page.getByText("Approve once").click();

            page.locator("img.shot").waitFor();
            Browser.until(page, "document.querySelector('img.shot').naturalWidth > 0");
            assertThat(page.locator("img.shot").evaluate("one => [one.naturalWidth, one.naturalHeight].join()"))
                    .isEqualTo("1280,800");
            browser.seenOutput("| # Everything is in bloom");
            browser.seen("There it is.");
            browser.picture("browser-chat");
            assertThat(browser.complaints()).isEmpty();

            guardianLooksAtTheFolders(house);
            assertThat(house.breaker().text("state")).isEqualTo("CLOSED");
            String audit = Files.readString(house.data().resolve("control/audit/audit.jsonl"));
            assertThat(audit)
                    .containsSubsequence(
                            "sandbox.hold", "egress.opened", "GET http://garden.example/", "browser.act", "screenshot");
            house.trip("a test");
            assertThat(house.breaker().has("trip")).isTrue();
        }
    }

    /// Returns once it has, while the browser and its way to the network are still open.
    private static void guardianLooksAtTheFolders(TestHouse house) {
        long began = System.nanoTime();
        Await.until("a look at the folders", Duration.ofSeconds(20), () -> {
            JsonObject report =
                    JsonObject.parse(house.run("guardian", "report", "--json").out());
            long since = (System.nanoTime() - began) / 1_000_000;
            return report.list("rules").objects().stream()
                    .anyMatch(rule -> rule.text("id").equals("L6") && rule.number("ageMillis") < since);
        });
    }

    private static final String PAGE = """
            <!doctype html><meta charset=utf-8><title>The garden</title>
            <style>
              body { margin: 0; font: 20px/1.5 sans-serif; color: #24311f; background: #f4f7ee }
              header { padding: 70px 80px; color: #fff; background: linear-gradient(120deg, #2f6b3c, #86b04b) }
              h1 { margin: 0; font-size: 58px } p { max-width: 34em }
              main { display: grid; grid-template-columns: repeat(3, 1fr); gap: 28px; padding: 40px 80px }
              section { padding: 24px; border-radius: 14px; background: #fff; box-shadow: 0 2px 12px #0001 }
              h2 { margin-top: 0 } .box { height: 120px; border-radius: 10px; margin-bottom: 18px }
            </style>
            <header><h1>Everything is in bloom</h1><p>Open every day from nine to six. Bring the children.</p></header>
            <main>
              <section><div class=box style="background:#e4b7c8"></div><h2>Roses</h2><p>Forty kinds, by the wall.</p></section>
              <section><div class=box style="background:#f2d479"></div><h2>Sunflowers</h2><p>Taller than you.</p></section>
              <section><div class=box style="background:#b9a6dc"></div><h2>Lavender</h2><p>And the bees in it.</p></section>
            </main>
            """;
}
