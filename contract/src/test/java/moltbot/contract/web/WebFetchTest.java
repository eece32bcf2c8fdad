package moltbot.contract.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import moltbot.contract.ContractException;
import moltbot.contract.web.WebFetch.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebFetchTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.org, https://example.org/",
        "HTTPS://Example.ORG:443/a?b=c#d, https://example.org/a?b=c",
        "http://example.org:80/, http://example.org/",
        "https://example.org:8443/x, https://example.org:8443/x",
        "https://example.org?q=1, https://example.org/?q=1",
        "https://bücher.example/straße, https://xn--bcher-kva.example/stra%C3%9Fe",
        "https://example.org/a/../b/./c, https://example.org/b/c",
        "https://example.org/%7Euser, https://example.org/%7Euser"
    })
    void hasOneSpelling(String written, String canonical) {
        assertThat(WebFetch.canonical(written)).isEqualTo(canonical);
        assertThat(WebFetch.canonical(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/",
                "file:///etc/passwd",
                "https://user@example.org/",
                "https://user:pass@example.org/",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://localhost/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://example.org:99999/",
                "https://example.org/a b",
                "javascript:alert(1)",
                "https://",
                "example.org",
                "https://exa mple.org/",
                "https://example.org\\@evil.example/",
                "https://a..b/",
                "https://example.org/%zz",
                "https://example.org./"
            })
    void refusesWhatIsNoPage(String address) {
        assertThatThrownBy(() -> WebFetch.canonical(address)).isInstanceOf(ContractException.class);
    }

    /// As a server may say where it leads.
    @Test
    void refusesAnAddressOfAnyLength() {
        assertThatThrownBy(() -> WebFetch.canonical("https://" + "a.".repeat(100_000) + "example/"))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> WebFetch.canonical("https://" + "a.".repeat(1_000) + "example/"))
                .isInstanceOf(ContractException.class);
    }

    @Test
    void knowsItsParts() {
        WebFetch fetch = new WebFetch("https://example.org:8443/a?b", Way.LINKED);
        assertThat(fetch.origin()).isEqualTo("https://example.org:8443");
        assertThat(fetch.target()).isEqualTo("/a?b");
        assertThat(WebFetch.fromJson(fetch.toJson())).isEqualTo(fetch);
        assertThatThrownBy(() -> new WebFetch("https://Example.org/", Way.NAMED))
                .isInstanceOf(ContractException.class);
    }
}
