package moltbot.runtime.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PageTextTest {
    private static List<String> text(String type, String body) {
        return PageText.of(
                new Web.Page(200, "https://a.example/dir/page", type, body.getBytes(StandardCharsets.UTF_8), false));
    }

    @Test
    void readsWhatAPersonWould() {
        assertThat(text("text/html", """
                <!doctype html><title>News</title><script>evil()</script><style>p{}</style><nav>Menu</nav>
                <h1>Today</h1><p>It <b>rained</b>, says <a href="/weather?x=1">the office</a>.</p>
                <ul><li>one<li>two <a href="javascript:x()">bad</a></ul>
                <table><tr><th>Day<th>Rain<tr><td>Mon<td>3 mm</table>
                <p hidden>unseen</p><img alt="A cloud" src=x>
                """))
                .containsExactly(
                        "News",
                        "# Today",
                        "It rained, says the office (https://a.example/weather?x=1).",
                        "- one",
                        "- two bad",
                        "Day · Rain",
                        "Mon · 3 mm",
                        "(image: A cloud)");
    }

    @Test
    void prefersWhatThePageCallsItsContent() {
        String story = "word ".repeat(200);
        assertThat(text("text/html", "<p>Around</p><main><p>" + story + "</p></main><footer>x</footer>"))
                .containsExactly(story.strip());
    }

    @Test
    void readsOtherTextAsItIs() {
        assertThat(text("application/json", "{\"a\":\n1}")).containsExactly("{\"a\":", "1}");
    }

    /// A page may nest as deep as it likes; reading it must not.
    @Test
    void survivesAPageThatIsAllDepth() {
        assertThat(text("text/html", "<div>".repeat(50_000) + "deep")).contains("deep");
    }

    /// Each tag takes many times its bytes: a page of nothing else is read up to what there is room for.
    @Test
    void readsNoMoreTagsThanThereIsRoomFor() {
        assertThat(text("text/html", "seen" + "<i>".repeat(700_000) + "unseen")).containsExactly("seen");
    }
}
