package moltbot.breaker.page;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import moltbot.breaker.exchange.Answer;
import moltbot.contract.seal.Seal;

/// The frame of the breaker's own small pages: one style, allowed by its digest; no script, nothing from elsewhere.
final class Html {
    private static final String STYLE = """
            :root{color-scheme:light dark;--bg:#f6f5f2;--card:#fff;--ink:#1d1f23;--soft:#5d626b;--line:#e3e1dc;--mark:#b4531f}
            @media (prefers-color-scheme:dark){:root{--bg:#131417;--card:#1c1e22;--ink:#eceae5;--soft:#a3a7af;--line:#2d3036;--mark:#e0925f}}
            *{box-sizing:border-box}
            body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:24px;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
            main{width:100%;max-width:34rem;background:var(--card);border:1px solid var(--line);border-radius:16px;padding:32px}
            h1{font-size:1.3rem;line-height:1.3;margin:0 0 .5rem}
            p{margin:.5rem 0;color:var(--soft)}
            dl{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1rem;margin:1.25rem 0 0;padding:1.25rem 0 0;border-top:1px solid var(--line)}
            dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
            ol{margin:1.25rem 0 0;padding:1.25rem 0 0 1.2rem;border-top:1px solid var(--line)}
            li{margin:.6rem 0;color:var(--soft)}li code,aside code{display:inline-block}
            code{font:.92em ui-monospace,monospace;color:var(--ink);background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:.1em .4em;overflow-wrap:anywhere}
            strong{color:var(--mark)}
            aside{margin:1.25rem 0 0;padding:.75rem 1rem;border:1px solid var(--mark);border-radius:10px}
            aside p{margin:.15rem 0}aside b{color:var(--mark)}
            @media (max-width:30rem){main{padding:24px 20px}}
            """;

    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + digest()
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Html() {}

    private static String digest() {
        byte[] sha = HexFormat.of().parseHex(Seal.sha256Hex(STYLE.getBytes(StandardCharsets.UTF_8)));
        return Base64.getEncoder().encodeToString(sha);
    }

    /// A page that asks again by itself after some seconds; zero for one that does not. It asks for `/` and not for its
    /// own address: where that ends in a fragment, as the panel's do, a browser would only scroll.
    static Answer page(int status, String title, String content, int againSeconds) {
        String again = againSeconds > 0 ? "<meta http-equiv=\"refresh\" content=\"" + againSeconds + ";url=/\">" : "";
        String html = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<meta name=\"robots\" content=\"noindex\">" + again + "<title>" + title + "</title><style>" + STYLE
                + "</style></head><body><main><h1>" + title + "</h1>" + content + "</main></body></html>\n";
        return Answer.of(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
                .with("content-security-policy", POLICY)
                .with("cache-control", "no-store");
    }

    static String spoken(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", " UTC");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
