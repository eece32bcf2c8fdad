package moltbot.control.panel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;
import org.jspecify.annotations.Nullable;

/// The panel's files, from the jar. Everything under `/assets` has its content's hash in its name and never changes;
/// the page itself is asked for anew each time, by its tag. Read when first wanted, then kept.
final class PanelFiles {
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String ANEW = "no-cache";

    /// One file, and the same compressed where that is smaller.
    private record Content(String type, String tag, byte[] plain, byte @Nullable [] gzip) {}

    private final Map<String, Content> known = new ConcurrentHashMap<>();

    Reply index(Request request) {
        Content content = find("index.html");
        if (content == null) {
            throw new HttpFailure(
                    503, "no-panel", "The panel was not built into this Moltbot. Build it with './moltbot up'.");
        }
        if (request.header("if-none-match").equals(content.tag())) {
            return Reply.empty(304, headers(content, ANEW).build());
        }
        return reply(request, content, ANEW);
    }

    Reply asset(Request request) {
        Content content = wellNamed(request.word(0)) ? find("assets/" + request.word(0)) : null;
        if (content == null) {
            throw new HttpFailure(404, "not-found", "There is nothing at that address.");
        }
        return reply(request, content, FOREVER);
    }

    private static Reply reply(Request request, Content content, String caching) {
        JsonObject.Builder headers = headers(content, caching);
        byte[] gzip = content.gzip();
        if (gzip != null && request.header("accept-encoding").contains("gzip")) {
            return new Reply(200, headers.with("content-encoding", "gzip").build(), gzip);
        }
        return new Reply(200, headers.build(), content.plain());
    }

    private static JsonObject.Builder headers(Content content, String caching) {
        return Reply.headers(content.type(), caching)
                .with("etag", content.tag())
                .with("vary", "accept-encoding");
    }

    /// Letters, digits, dashes, underscores and dots only: a name of one file, never a way to another.
    private static boolean wellNamed(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean fine = (c < 0x80 && Character.isLetterOrDigit(c)) || "-_.".indexOf(c) >= 0;
            if (!fine) {
                return false;
            }
        }
        return !type(name).isEmpty() && !name.startsWith(".");
    }

    private @Nullable Content find(String name) {
        Content content = known.get(name);
        if (content == null) {
            byte[] plain = read(name);
            if (plain == null) {
                return null;
            }
            content = new Content(
                    type(name), "\"" + Seal.sha256Hex(plain).substring(0, 32) + "\"", plain, read(name + ".gz"));
            known.put(name, content);
        }
        return content;
    }

    private static byte @Nullable [] read(String name) {
        try (InputStream in = PanelFiles.class.getResourceAsStream("/moltbot/control/panel/" + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            case "woff2" -> "font/woff2";
            case "webmanifest" -> "application/manifest+json";
            default -> "";
        };
    }
}
