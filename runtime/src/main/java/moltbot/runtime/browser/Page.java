package moltbot.runtime.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// The one page of a browser, and what can be done with it. What comes from it is the page's word, checked for its
/// form only. For one thread at a time.
final class Page {
    /// What a page shows.
    ///
    /// @param lines    of text; what can be acted on is numbered
    /// @param whole    false if the page is longer than is read
    /// @param origins  where it loads from, or wanted to
    record View(String title, String url, List<String> lines, boolean whole, List<String> origins) {}

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOADING = Duration.ofSeconds(10);
    private static final int PIECE = 256 << 10;
    private static final Duration LONGEST_DOWNLOAD = Duration.ofMinutes(2);
    private static final String SCRIPT = script();

    private final Wire wire;
    private final Events events;
    private final String session;
    private final String frame;
    private long context;
    private long nextNumber = 1;

    Page(Wire wire, Events events, String session, String frame) {
        this.wire = wire;
        this.events = events;
        this.session = session;
        this.frame = frame;
    }

    private static String script() {
        try (InputStream in = Page.class.getResourceAsStream("page.js")) {
            if (in == null) {
                throw new IllegalStateException("The script for pages is missing.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonObject ask(String method, JsonObject.Builder params) throws InterruptedException {
        return wire.ask(session, method, params.build(), PATIENCE);
    }

    /// Makes the page ready to be driven.
    void begin() throws InterruptedException {
        for (String domain : List.of("Page.enable", "Inspector.enable", "Accessibility.enable")) {
            ask(domain, new JsonObject.Builder());
        }
        ask(
                "Emulation.setDeviceMetricsOverride",
                JsonObject.with("width", 1280)
                        .with("height", 800)
                        .with("deviceScaleFactor", 1)
                        .with("mobile", false));
    }

    /// Opens an address; what the server or the network says to it is on the page.
    void open(String url) throws InterruptedException {
        context = 0;
        ask("Page.navigate", JsonObject.with("url", url));
        events.settle(LOADING);
    }

    View read() throws InterruptedException {
        JsonObject seen = evaluate("moltbot.read()");
        try {
            nextNumber = Math.max(nextNumber, seen.number("next"));
            return new View(
                    seen.text("title"),
                    seen.text("url"),
                    seen.list("lines").texts(),
                    seen.flag("whole"),
                    seen.list("asked").texts());
        } catch (ContractException e) {
            throw nonsense(e);
        }
    }

    void click(long number) throws InterruptedException {
        JsonObject place = evaluate("moltbot.place(" + number + ")");
        long x = whole(place, "x");
        long y = whole(place, "y");
        for (String kind : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            boolean press = !kind.equals("mouseMoved");
            ask(
                    "Input.dispatchMouseEvent",
                    JsonObject.with("type", kind)
                            .with("x", x)
                            .with("y", y)
                            .with("button", press ? "left" : "none")
                            .with("clickCount", press ? 1 : 0));
        }
        events.settle(LOADING);
    }

    void type(long number, String text, boolean submit) throws InterruptedException {
        evaluate("moltbot.focus(" + number + ")");
        ask("Input.insertText", JsonObject.with("text", text));
        if (submit) {
            for (String kind : List.of("keyDown", "keyUp")) {
                JsonObject.Builder key = JsonObject.with("type", kind)
                        .with("key", "Enter")
                        .with("code", "Enter")
                        .with("windowsVirtualKeyCode", 13);
                ask("Input.dispatchKeyEvent", kind.equals("keyDown") ? key.with("text", "\r") : key);
            }
        }
        events.settle(LOADING);
    }

    void select(long number, String option) throws InterruptedException {
        evaluate("moltbot.choose(" + number + ", " + quoted(option) + ")");
        events.settle(LOADING);
    }

    /// The address of a link or a picture.
    String source(long number) throws InterruptedException {
        return evaluate("moltbot.source(" + number + ")").textOr("url", "");
    }

    /// What the window shows, as a JPEG.
    byte[] picture() throws InterruptedException {
        JsonObject taken =
                ask("Page.captureScreenshot", JsonObject.with("format", "jpeg").with("quality", 75));
        return decoded(taken.textOr("data", ""));
    }

    /// Fetches an address as the page would, at most `most` bytes.
    byte[] load(String url, int most) throws InterruptedException {
        JsonObject options = JsonObject.with("disableCache", false)
                .with("includeCredentials", true)
                .build();
        JsonObject got = ask(
                        "Network.loadNetworkResource",
                        JsonObject.with("frameId", frame).with("url", url).with("options", options))
                .objectOr("resource", JsonObject.EMPTY);
        String stream = got.textOr("stream", "");
        long status = got.numberOr("httpStatusCode", 0);
        if (!got.flagOr("success", false) || stream.isEmpty() || status >= 400) {
            throw new BrowserException(
                    status == 0
                            ? "That could not be loaded: its place is not open to this browser, or does not answer."
                            : "That could not be loaded: the server answered " + status + ".");
        }
        try {
            return stream(stream, most);
        } finally {
            wire.tell(session, "IO.close", JsonObject.with("handle", stream).build());
        }
    }

    private byte[] stream(String handle, int most) throws InterruptedException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        long end = System.nanoTime() + LONGEST_DOWNLOAD.toNanos();
        while (true) {
            if (System.nanoTime() - end > 0) {
                throw new BrowserException("That did not come to an end within " + LONGEST_DOWNLOAD.toMinutes()
                        + " minutes, so it was not kept.");
            }
            wire.renew();
            JsonObject piece = ask("IO.read", JsonObject.with("handle", handle).with("size", PIECE));
            String data = piece.textOr("data", "");
            byte[] bytes = piece.flagOr("base64Encoded", false) ? decoded(data) : data.getBytes(StandardCharsets.UTF_8);
            if (whole.size() + bytes.length > most) {
                throw new BrowserException("That is larger than " + (most >> 20) + " MB, so it was not kept.");
            }
            whole.writeBytes(bytes);
            if (piece.flagOr("eof", true)) {
                return whole.toByteArray();
            }
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw nonsense(e);
        }
    }

    /// Runs one of the script's functions in a world of its own, which each new document needs anew. Numbers go on from
    /// document to document, so that one of an earlier page never means something else.
    private JsonObject evaluate(String call) throws InterruptedException {
        if (events.takeFresh() || context == 0) {
            context = ask(
                            "Page.createIsolatedWorld",
                            JsonObject.with("frameId", frame).with("worldName", "moltbot"))
                    .numberOr("executionContextId", 0);
            run("(" + SCRIPT + ")(" + nextNumber + ")");
        }
        JsonObject answer = run(call);
        String problem = answer.textOr("problem", "");
        if (!problem.isEmpty()) {
            throw new BrowserException(sentence(problem));
        }
        return answer;
    }

    private JsonObject run(String expression) throws InterruptedException {
        JsonObject answer = ask(
                "Runtime.evaluate",
                JsonObject.with("expression", expression)
                        .with("contextId", context)
                        .with("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            context = 0;
            throw new BrowserException("The page could not be read; read again in a moment.");
        }
        return answer.objectOr("result", JsonObject.EMPTY).objectOr("value", JsonObject.EMPTY);
    }

    private static String sentence(String problem) {
        return switch (problem) {
            case "gone" -> "There is nothing of that number on the page any more; read it again.";
            case "hidden" -> "That is not visible on the page now; read it again.";
            case "covered" -> "Something else lies over that; read the page and close what covers it first.";
            case "unfocusable" -> "Nothing can be typed there.";
            case "no-choice" -> "That offers no options to select from.";
            case "no-option" -> "It has no such option; select one that it lists, by its whole text.";
            default -> "That could not be done on this page.";
        };
    }

    private static BrowserException nonsense(RuntimeException cause) {
        BrowserException nonsense = new BrowserException("The browser's answer could not be read.");
        nonsense.addSuppressed(cause);
        return nonsense;
    }

    private static long whole(JsonObject place, String field) {
        try {
            return place.number(field);
        } catch (ContractException e) {
            throw nonsense(e);
        }
    }

    private static String quoted(String text) {
        return new moltbot.contract.json.JsonValue.Text(text).toString();
    }
}
