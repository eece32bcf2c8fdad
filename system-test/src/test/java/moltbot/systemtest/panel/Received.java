package moltbot.systemtest.panel;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// All that a browser got from a site: addresses, headers, bodies, frames, and what it keeps.
final class Received {
    private final List<Response> responses = new CopyOnWriteArrayList<>();
    private final List<String> down = new CopyOnWriteArrayList<>();
    private final List<String> up = new CopyOnWriteArrayList<>();
    private final Page page;

    Received(Page page) {
        this.page = page;
        page.context().onResponse(responses::add);
        page.onWebSocket(socket -> {
            down.add(socket.url());
            socket.onFrameReceived(frame -> down.add(text(frame.text(), frame.binary())));
            socket.onFrameSent(frame -> up.add(text(frame.text(), frame.binary())));
        });
    }

    private static String text(String text, byte[] binary) {
        return text == null ? new String(binary, StandardCharsets.ISO_8859_1) : text;
    }

    /// What came on WebSockets.
    List<String> frames() {
        return List.copyOf(down);
    }

    /// What the page sent on them.
    List<String> sent() {
        return List.copyOf(up);
    }

    int answers() {
        return responses.size();
    }

    /// Everything, as text; a body that the browser has thrown away is left out and counted.
    String all() {
        StringBuilder all = new StringBuilder();
        for (Response response : responses) {
            all.append(response.url()).append(response.allHeaders());
            all.append(response.request().allHeaders());
            try {
                all.append(new String(response.body(), StandardCharsets.ISO_8859_1));
            } catch (PlaywrightException e) {
                all.append("[no body: ").append(e.getMessage()).append(']');
            }
        }
        down.forEach(all::append);
        up.forEach(all::append);
        all.append(page.content()).append(page.context().storageState());
        all.append(page.evaluate(
                "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"));
        return all.append(page.evaluate(DATABASES)).toString();
    }

    /// Every record of every database the page keeps.
    private static final String DATABASES = """
            async () => {
                const done = request => new Promise((ok, no) => {
                    request.onsuccess = () => ok(request.result); request.onerror = () => no(request.error);
                });
                const all = [];
                for (const {name} of await indexedDB.databases()) {
                    const base = await done(indexedDB.open(name));
                    for (const store of base.objectStoreNames)
                        all.push(name, store, await done(base.transaction(store).objectStore(store).getAll()));
                    base.close();
                }
                return JSON.stringify(all);
            }
            """;
}
