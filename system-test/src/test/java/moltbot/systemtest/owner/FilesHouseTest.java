package moltbot.systemtest.owner;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that a person gives in the browser: the model sees the picture, and a tool reads the table.
class FilesHouseTest {
    @TempDir
    Path folder;

    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();

    private Reply answer(Asked asked) {
        heard.add(asked.json());
        String last = asked.json().list("messages").objects().getLast().toString();
        if (last.contains("toolu_2")) {
            return AnthropicWire.reply(Answer.text("There you are."));
        }
        if (last.contains("back, please")) {
            JsonObject path = JsonObject.with("path", "received/square.png").build();
            return AnthropicWire.reply(Answer.call("Gladly.", "toolu_2", "send_file", path));
        }
        if (last.contains("tool_result")) {
            return AnthropicWire.reply(
                    Answer.text(last.contains("42 apples") ? "There are 42 apples." : "I cannot tell."));
        }
        JsonObject read = JsonObject.with("path", "received/Obst & Gemüse.csv").build();
        return AnthropicWire.reply(Answer.call("A blue square. Now the table.", "toolu_1", "read_file", read));
    }

    private static byte[] picture(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = image.createGraphics();
        brush.setColor(Color.WHITE);
        brush.fillRect(0, 0, width, height);
        brush.setColor(new Color(40, 80, 200));
        brush.fillRect(width / 4, height / 4, width / 2, height / 2);
        brush.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    @Test
    void showsTheModelAPictureAndKeepsATableForItsTools() throws Exception {
        Path data = folder.resolve("data");
        List<String> tooWide = new ArrayList<>();
        byte[] small = picture(320, 200);
        try (ModelServer model = ModelServer.start(0, this::answer)) {
            TestHouse.settings(data, "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n");
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"));
                    Browser browser = new Browser()) {
                browser.claim(house, "correct horse battery");
                Page page = browser.page();
                page.locator("input[type=file]").setInputFiles(new FilePayload[] {
                    new FilePayload("square.png", "image/png", small),
                    new FilePayload("large.png", "image/png", picture(5_000, 3_000)),
                    new FilePayload("Obst & Gemüse.csv", "text/csv", "42 apples\n".getBytes(StandardCharsets.UTF_8))
                });
                page.locator(".picked li").nth(2).waitFor();
                tooWide.addAll(Look.pictures(page, "files-picked"));
                page.getByLabel("Take large.jpg away").click();
                browser.say("What is this, and how many apples are there?");
                browser.seen("There are 42 apples.");

                Browser.until(page, "document.querySelector('.user .files img')?.naturalWidth === 320");
                tooWide.addAll(Look.pictures(page, "files-sent"));
                JsonObject first = heard.getFirst().list("messages").objects().getFirst();
                assertThat(first.toString())
                        .contains("What is this, and how many apples are there?")
                        .contains("received/square.png")
                        .contains(Base64.getEncoder().encodeToString(small));
                browser.say("Give me the picture back, please");
                browser.seen("There you are.");
                Browser.until(page, "document.querySelector('.given img')?.naturalWidth === 320");
                tooWide.addAll(Look.pictures(page, "file-given"));
                Download saved =
                        page.waitForDownload(() -> page.getByText("Save", new Page.GetByTextOptions().setExact(true))
                                .click());
                assertThat(saved.suggestedFilename()).isEqualTo("square.png");
                assertThat(Files.readAllBytes(saved.path())).isEqualTo(small);
                page.reload();
                browser.seen("There are 42 apples.");
                page.locator(".user .files .named").waitFor();
                assertThat(browser.complaints()).isEmpty();
            }
        }
        assertThat(tooWide).isEmpty();
    }
}
