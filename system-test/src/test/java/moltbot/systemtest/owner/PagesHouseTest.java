package moltbot.systemtest.owner;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.OpenAiWire;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testtelegram.Updates;
import moltbot.systemtest.channel.TelegramHouse;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The panel's pages of schedules, people and skills, and what is chosen for a conversation, in a whole house and as a
/// person uses them.
@EnabledOnOs(OS.LINUX)
class PagesHouseTest {
    private static final String ANNA = "1001";
    private static final String NAME = "<img src=x onerror=alert(1)>";

    @TempDir
    Path folder;

    private final List<String> tooWide = new ArrayList<>();
    private Path data;

    @BeforeEach
    void pinSkills() throws Exception {
        data = folder.resolve("data");
        for (String name : List.of("plan-trip", "garden-diary")) {
            Path skill = Files.createDirectories(folder.resolve(name));
            Files.writeString(
                    skill.resolve("SKILL.md"),
                    "---\nname: " + name + "\ndescription: Is about " + name
                            + ".\nallowed-tools: read_file run_command\n---\nDo it.\n");
            assertThat(TestHouse.command(new byte[0], "skill", "add", skill.toString(), "--data", data.toString())
                            .exit())
                    .isZero();
        }
    }

    /// The usual model: says much where it is told to, and makes a schedule where that is wanted.
    private static Reply usual(Asked asked) {
        String last = asked.json().list("messages").objects().getLast().toString();
        if (last.contains("about to be put away")) {
            return AnthropicWire.reply(Answer.text("We spoke of the sea."));
        }
        if (last.contains("every weekday")) {
            return AnthropicWire.reply(Answer.call(
                    "",
                    "toolu_1",
                    "schedule",
                    JsonObject.with("action", "make")
                            .with("text", "Look whether it rains.")
                            .with("cron", "0 9 * * 1-5")
                            .with("zone", "Europe/Vienna")
                            .build()));
        }
        return AnthropicWire.reply(
                Answer.text(last.contains("at length") ? "The sea. ".repeat(1_500) : "Said by the usual one."));
    }

    private static Reply other(Asked asked) {
        assertThat(new String(asked.body(), StandardCharsets.UTF_8)).contains("good morning");
        return OpenAiWire.reply(Answer.text("Said by the other one."));
    }

    private static void openPage(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + "( \\d+ waiting for you)?$")))
                .click();
        page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName(name))
                .waitFor();
    }

    private static Locator entry(Page page, String text) {
        return page.locator(".entries > li").filter(new Locator.FilterOptions().setHasText(text));
    }

    /// Presses a button of an entry, reads what it would do, and has it done.
    private static void press(Locator entry, String button, String asked, String yes) {
        entry.getByText(button, new Locator.GetByTextOptions().setExact(true)).click();
        entry.locator(".ask").getByText(asked).waitFor();
        entry.locator(".ask")
                .getByText(yes, new Locator.GetByTextOptions().setExact(true))
                .click();
    }

    private static void close(Page page) {
        page.keyboard().press("Escape");
        page.getByRole(AriaRole.DIALOG).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    @Test
    void everyPageShowsWhatThereIsAndChangesItOnceItHasAsked() throws Exception {
        try (ModelServer model = ModelServer.start(0, PagesHouseTest::usual);
                ModelServer second = ModelServer.start(0, PagesHouseTest::other);
                TelegramHouse telegram = TelegramHouse.up(
                        data,
                        model,
                        Map.of("OPENAI_API_KEY", "sk-test"),
                        "  fallbacks: [openai/gpt-test]\n  openai-url: " + second.url() + "\n",
                        "");
                Browser browser = new Browser()) {
            TestHouse house = telegram.house();
            browser.claim(house, "correct horse battery");
            people(browser, telegram);
            models(browser);
            schedules(browser);
            skills(browser);
            assertThat(house.run("chat", "/model").out()).contains("the usual one ← here", "2. openai/gpt-test");
            assertThat(house.run("secret", "list").out())
                    .isEqualTo("anthropic-api-key\nopenai-api-key\ntelegram-bot-token\n");
            assertThat(browser.complaints()).isEmpty();
        }
        assertThat(tooWide).isEmpty();
    }

    private void people(Browser browser, TelegramHouse telegram) {
        Page page = browser.page();
        openPage(page, "People");
        browser.seen("Nobody waits.");
        browser.seen("Everything was delivered.");
        tooWide.addAll(Look.pictures(page, "people-empty"));
        close(page);

        telegram.world()
                .deliver(Updates.direct(ANNA, NAME, 1, "a secret of Anna's").build());
        String code = telegram.got(ANNA, 1).getFirst().replaceAll("(?s).*: ", "");
        openPage(page, "People");
        Locator waiting = entry(page, code);
        waiting.getByText(NAME).waitFor();
        waiting.getByText("Let in…").click();
        tooWide.addAll(Look.pictures(page, "people-let-in"));
        waiting.getByText("Not now").click();
        PlaywrightAssertions.assertThat(waiting.getByText("Let in…")).isFocused();
        press(waiting, "Let in…", "Somebody else.", "Let them in");
        entry(page, "Remove…").getByText(NAME).waitFor();

        telegram.world().refuse("sendMessage", 403, "Forbidden: bot was blocked by the user", "");
        telegram.writes(ANNA, 2, "hello");
        close(page);
        telegram.writes(ANNA, 3, "hello?");
        telegram.got(ANNA, 2);
        openPage(page, "People");
        browser.seen("Could not be delivered (1)");
        tooWide.addAll(Look.pictures(page, "people"));
        press(entry(page, "it was blocked"), "Send again…", "it arrives twice", "Send it again");
        telegram.got(ANNA, 3);
        press(entry(page, NAME), "Remove…", "nothing they write is read", "Remove them");
        browser.seen("Nobody. Write to the assistant in a messenger");
        close(page);
    }

    private void models(Browser browser) {
        Page page = browser.page();
        browser.say("/help");
        browser.seen("/compact sums up");
        browser.say("/model 2");
        PlaywrightAssertions.assertThat(page.locator(".picker select")).hasValue("openai/gpt-test");
        page.locator(".picker select").selectOption("");
        PlaywrightAssertions.assertThat(page.locator(".picker select")).hasValue("");
        browser.say("good morning, and at length");
        browser.seen("The sea. The sea.");
        // What is written while it is still said would join it, and the model that says it.
        page.getByLabel("Stop").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        page.locator(".picker select").selectOption("openai/gpt-test");
        browser.say("good evening");
        browser.seen("Said by the other one.");
        browser.seen("gpt-test answered this.");
        browser.say("/model");
        browser.seen("openai/gpt-test ← here");
        tooWide.addAll(Look.pictures(page, "models"));
        browser.say("/model default");
        browser.seen("the usual model answers in this conversation");
        browser.say("and again, at length");
        page.locator("article.assistant").nth(2).waitFor();
        browser.say("/compact");
        browser.seen("tokens of this conversation before, about");
        tooWide.addAll(Look.pictures(page, "compact"));
    }

    private void schedules(Browser browser) {
        Page page = browser.page();
        openPage(page, "Schedules");
        browser.seen("Ask for it in a conversation");
        tooWide.addAll(Look.pictures(page, "schedules-empty"));
        close(page);
        browser.say("every weekday at nine, look whether it rains");
        browser.seen("Said by the usual one.");
        openPage(page, "Schedules");
        Locator one = entry(page, "Look whether it rains.");
        one.getByText("every weekday at 09:00 (Europe/Vienna)").waitFor();
        one.getByText("searches the web").waitFor();
        tooWide.addAll(Look.pictures(page, "schedules"));
        one.getByText("Pause").click();
        browser.seen("Nothing comes of these until you resume them.");
        one.getByText("Resume…").click();
        tooWide.addAll(Look.pictures(page, "schedules-resume"));
        one.getByText("Resume it").click();
        one.getByText("Pause").waitFor();
        press(one, "Remove…", "taken away for good", "Remove it");
        browser.seen("Nothing is planned.");
        close(page);
    }

    private void skills(Browser browser) throws Exception {
        Page page = browser.page();
        Files.writeString(folder.resolve("garden-diary").resolve("more.txt"), "added later");
        openPage(page, "Skills");
        entry(page, "plan-trip").getByText("in use, as pinned").waitFor();
        entry(page, "garden-diary").getByText("was changed since you pinned it").waitFor();
        browser.seen("./moltbot skill add FOLDER");
        tooWide.addAll(Look.pictures(page, "skills"));
        close(page);
    }
}
