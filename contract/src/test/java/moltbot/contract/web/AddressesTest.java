package moltbot.contract.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void findsAddressesInTheOneSpelling() {
        assertThat(Addresses.in("See https://A.example/x, (https://b.example/y_(z)) and <https://c.example>."))
                .containsExactlyInAnyOrder("https://a.example/x", "https://b.example/y_(z)", "https://c.example/");
        assertThat(Addresses.saidIn("look at example.org/news, run setup.py and write to me@example.com"))
                .containsExactly("https://example.org/news");
    }

    /// A person may paste anything: a word of a hundred thousand dots is no address and no end of the stack.
    @Test
    void survivesAWordThatIsAllDots() {
        assertThat(Addresses.saidIn("a.".repeat(100_000))).isEmpty();
        assertThat(Addresses.saidIn(
                        "a.".repeat(100_000) + "example/x " + "https://" + "b.".repeat(100_000) + "example"))
                .isEmpty();
    }
}
