package moltbot.breaker;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// A stranger's bytes through the whole breaker. The first byte chooses where they stand: as the target, as the value
/// of a header that decides something, or as everything. Whatever they are, control never hears of them, no failure
/// shows, and what is shown is what strangers are shown.
final class StrangerFuzzTest {
    private static final String[] PLACES = {
        "", "Host", "Origin", "Cookie", "Forwarded", "X-Forwarded-For", "Sec-Fetch-Site"
    };
    private static final Set<String> SHOWN =
            Set.of("/sign-in", "/sign-in/sign-in.css", "/sign-in/sign-in.js", "/sign-in/icon.svg", "/auth/state");

    private static @Nullable House house;

    private static synchronized House house() throws IOException {
        House open = house;
        if (open == null) {
            open = new House(JsonObject.with("perMinute", 1_000_000)
                    .with("burst", 1_000_000)
                    .with("trustedProxies", JsonArray.ofTexts(java.util.List.of("127.0.0.1")))
                    .build());
            open.ready();
            house = open;
        }
        return open;
    }

    @FuzzTest
    void isShownNothingAndBreaksNothing(byte[] bytes) throws IOException {
        if (bytes.length < 2) {
            return;
        }
        House open = house();
        open.control.seen.clear();
        String text = new String(bytes, 1, bytes.length - 1, StandardCharsets.ISO_8859_1);
        String own = "127.0.0.1:" + open.port;
        int place = Math.floorMod(bytes[0], PLACES.length + 1);
        String request;
        if (place == PLACES.length) {
            request = text;
        } else if (place == 0) {
            request = "GET " + text + " HTTP/1.1\r\nHost: " + own + "\r\n\r\n";
        } else {
            String host = PLACES[place].equals("Host") ? "" : "Host: " + own + "\r\n";
            request = "GET /api/overview HTTP/1.1\r\n" + host + PLACES[place] + ": " + text + "\r\n\r\n";
        }
        try (Raw raw = new Raw(open.port)) {
            Raw.Reply reply = raw.begin(request).begin("\r\n\r\n").head();
            check(reply.status() < 500 || reply.status() == 501 || reply.status() == 505, "status " + reply.status());
            String target =
                    request.split(" ", 3).length > 1 ? request.split(" ", 3)[1].split("\\?", 2)[0] : "";
            check(reply.status() >= 300 || SHOWN.contains(target), "shown " + target);
            check(reply.status() / 100 != 3 || reply.header("location").equals("/sign-in"), "sent elsewhere");
            check(reply.headers().get("server") == null, "it says what it is");
        } catch (IllegalStateException e) {
            // Closed without a word: bytes that are no head at all.
            check(place == PLACES.length, "no answer to a request");
        }
        check(open.control.seen.isEmpty(), "control heard of it");
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new AssertionError(fault);
        }
    }
}
