package moltbot.systemtest.house;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The distribution's own Chromium, driven as a person would; keeps what the page complained about.
public final class Browser implements AutoCloseable {
    private static final Path PICTURES = TestHouse.CHECKOUT.resolve("target").resolve("screenshots");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new java.util.concurrent.CopyOnWriteArrayList<>();

    public Browser() {
        this(executable());
    }

    /// @param program  Chromium, or what runs it elsewhere
    public Browser(Path program) {
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        // A house's own authority is in nobody's list.
        this.context = chromium.newContext(
                new com.microsoft.playwright.Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        this.page = context.newPage();
        page.setDefaultTimeout((double) TestHouse.PATIENCE.toMillis());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    public static Path executable() {
        return Stream.of(
                        "/usr/bin/chromium",
                        "/usr/bin/google-chrome",
                        "/Applications/Chromium.app/Contents/MacOS/Chromium")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("These tests need Chromium: apt install chromium"));
    }

    public Page page() {
        return page;
    }

    /// What the browser's console called an error, policy violations among it.
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    public void forgetComplaints() {
        complaints.clear();
    }

    /// Goes from the sign-in page through a one-time code into the chat.
    public void claim(TestHouse house, String password) {
        claim(house, house.url(), password);
    }

    /// The same at an address of one's own choice, such as one with a name.
    public void claim(TestHouse house, String url, String password) {
        own(house, url, password);
        page.locator("textarea").waitFor();
        seen("Guarded");
    }

    /// Goes from the sign-in page through a one-time code to whatever is behind it.
    public void own(TestHouse house, String password) {
        own(house, house.url(), password);
    }

    private void own(TestHouse house, String url, String password) {
        page.navigate(url);
        try {
            page.getByLabel("One-time code").waitFor();
        } catch (TimeoutError e) {
            picture("no-sign-in");
            throw new AssertionError("No sign-in page: " + page.content() + house.breaker(), e);
        }
        page.getByLabel("One-time code").fill(house.code());
        page.getByLabel("One-time code").press("Enter");
        page.locator("input[autocomplete=new-password]").first().fill(password);
        page.locator("input[autocomplete=new-password]").last().fill(password);
        page.locator("input[autocomplete=new-password]").last().press("Enter");
        page.waitForURL(at -> at.startsWith(url) && !at.contains("/sign-in"));
    }

    /// Waits for a text to show; keeps a picture of what showed instead.
    public void seen(String text) {
        seen(text, page.getByText(text));
    }

    /// Waits for a command's output to show.
    public void seenOutput(String text) {
        seen(text, page.locator("pre:visible").filter(new Locator.FilterOptions().setHasText(text)));
    }

    private void seen(String text, Locator place) {
        try {
            place.first().waitFor();
        } catch (TimeoutError e) {
            picture("not-seen");
            throw new AssertionError("'" + text + "' did not show; complaints: " + complaints, e);
        }
    }

    /// Waits for an expression to be true on a page. Asked from here, again and again: what waits within a page needs
    /// its leave to evaluate, which ours does not give.
    public static void until(Page page, String expression) {
        Await.until(expression, Duration.ofSeconds(30), () -> Boolean.TRUE.equals(page.evaluate(expression)));
    }

    public void say(String text) {
        page.locator("textarea").fill(text);
        page.locator("textarea").press("Enter");
    }

    public void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    @Override
    public void close() {
        context.close();
        chromium.close();
        playwright.close();
    }
}
