package moltbot.gateway.egress.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.web.WebFetch;
import moltbot.contract.web.WebFetch.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pages from servers that mean well and from those that do not, over real TLS.
@Timeout(60)
class PageFetcherTest {
    @TempDir
    Path folder;

    private final List<WebFetch> hops = new CopyOnWriteArrayList<>();
    private Village village;
    private PageFetcher pages;

    @BeforeEach
    void build() {
        village = new Village(folder);
        pages = new PageFetcher(village, Duration.ofSeconds(10));
    }

    @AfterEach
    void tearDown() throws Exception {
        pages.close();
        village.close();
    }

    private static String answer(String head, String body) {
        return "HTTP/1.1 " + head + "\r\ncontent-length: " + body.length() + "\r\nconnection: close\r\n\r\n" + body;
    }

    private PageFetcher.Page fetch(String url) {
        return pages.fetch(new WebFetch(WebFetch.canonical(url), Way.NAMED), hops::add);
    }

    private void assertNoPage(String url, String why) {
        assertThatThrownBy(() -> fetch(url)).isInstanceOfSatisfying(ContractException.class, e -> {
            assertThat(e.reason()).isEqualTo("no-page");
            assertThat(e).hasMessageContaining(why);
        });
    }

    @Test
    void getsAPageAndTellsNothingButItsAddress() throws Exception {
        village.serve("a.example", 443, _ -> answer("200 OK\r\ncontent-type: text/html; charset=utf-8", "<p>Hello"));

        PageFetcher.Page page = fetch("https://a.example/x?y=1");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.type()).isEqualTo("text/html; charset=utf-8");
        assertThat(new String(page.body(), StandardCharsets.UTF_8)).isEqualTo("<p>Hello");
        assertThat(village.heardNow("a.example").getFirst())
                .startsWith("GET /x?y=1 HTTP/1.1\r\nhost: a.example\r\n")
                .doesNotContainIgnoringCase("cookie")
                .doesNotContainIgnoringCase("referer")
                .doesNotContainIgnoringCase("authorization");
    }

    @Test
    void followsRedirectsEachJudgedAnew() throws Exception {
        village.serve("a.example", 443, _ -> answer("302 Found\r\nlocation: https://b.example/next", ""));
        village.serve(
                "b.example",
                443,
                _ -> answer("301 Moved\r\nlocation: /last", "").replace("b", "b"));
        village.serve("c.example", 443, _ -> answer("302 Found\r\nlocation: https://127.0.0.1/admin", ""));
        village.serve("d.example", 443, _ -> answer("302 Found\r\nlocation: http://a.example/", ""));
        village.serve("e.example", 443, _ -> answer("302 Found\r\nlocation: file:///etc/passwd", ""));

        assertNoPage("https://a.example/", "leads on and on");
        assertThat(hops).extracting(WebFetch::origin).startsWith("https://a.example", "https://b.example");
        assertThatThrownBy(() -> pages.fetch(new WebFetch("https://a.example/?to=b", Way.COMPOSED), hops::add))
                .hasMessageContaining("only https://a.example was asked for");
        assertThat(village.heardNow("b.example").getFirst()).startsWith("GET /next ");
        assertNoPage("https://c.example/", "leads to a place that is no page");
        assertNoPage("https://d.example/", "from https to plain http");
        assertNoPage("https://e.example/", "leads to a place that is no page");
    }

    @Test
    void readsNoPrivateOrSpecialAddressWhateverItsName() throws Exception {
        for (String address :
                new String[] {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"}) {
            try (PageFetcher real = new PageFetcher(
                    new PublicDialer(_ -> new InetAddress[] {InetAddress.ofLiteral(address)}),
                    Duration.ofSeconds(10))) {
                assertThatThrownBy(() -> real.fetch(new WebFetch("http://a.example/", Way.NAMED), hops::add))
                        .as(address)
                        .hasMessageContaining("not a server of the internet");
            }
        }
    }

    @Test
    void believesNoServerThatProvesToBeAnother() throws Exception {
        village.serveAs("a.example", "b.example", _ -> answer("200 OK", "x"));
        assertNoPage("https://a.example/", "The connection failed.");
    }

    @Test
    void readsTextOnlyAndNotForEver() throws Exception {
        village.serve(
                "a.example",
                443,
                request -> request.startsWith("GET /picture")
                        ? answer("200 OK\r\ncontent-type: image/png", "x")
                        : request.startsWith("GET /packed")
                                ? answer("200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip", "x")
                                : answer("200 OK\r\ncontent-type: text/plain", "y".repeat(PageFetcher.MOST_BYTES + 5)));

        assertNoPage("https://a.example/picture", "no text but 'image/png'");
        assertNoPage("https://a.example/packed", "compressed");
        PageFetcher.Page long_ = fetch("https://a.example/long");
        assertThat(long_.cut()).isTrue();
        assertThat(long_.body()).hasSize(PageFetcher.MOST_BYTES);
    }

    @Test
    void givesUpOnAServerThatTakesItsTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        village.serve("a.example", 443, _ -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "";
        });
        try (PageFetcher hasty = new PageFetcher(village, Duration.ofMillis(200))) {
            assertThatThrownBy(() -> hasty.fetch(new WebFetch("https://a.example/", Way.NAMED), hops::add))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.code()).isEqualTo(Code.TIMEOUT));
        } finally {
            never.countDown();
        }
    }

    @Test
    void refusesWhatIsNotHttp() throws Exception {
        village.serve("a.example", 443, _ -> "SSH-2.0-x\r\n\r\n");
        village.serve("b.example", 443, _ -> "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx");
        assertNoPage("https://a.example/", "");
        assertNoPage("https://b.example/", "said twice");
    }
}
