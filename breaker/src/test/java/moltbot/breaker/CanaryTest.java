package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import moltbot.breaker.exchange.Household;
import moltbot.contract.seal.Seal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CanaryTest {
    private static final byte[] NUMBER = "7".getBytes(StandardCharsets.UTF_8);

    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House();
        house.guardian.beat();
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private Raw.Reply with(String method, String path, String token) throws IOException {
        return Raw.ask(house.port, house.request(method, path, "Authorization: Bearer " + token + "\r\n"));
    }

    @Test
    void isKnownAndOpensNothing() throws IOException {
        String canary = new Seal("moltbot-canary-v1", house.boot.key("canary")).close(NUMBER);
        for (String path : new String[] {"/", "/api/overview", "/auth/session", "/auth/breaker", "/sign-in"}) {
            Raw.Reply reply = with("GET", path, canary);
            assertThat(reply.status()).as(path).isEqualTo(403);
            assertThat(reply.body()).contains("no-right");
        }
        assertThat(house.control.seen).isEmpty();
    }

    @Test
    void ofAnotherKeyOrPurposeIsNotKnown() throws IOException {
        for (Seal other : new Seal[] {
            new Seal("moltbot-canary-v1", new byte[32]), new Seal("moltbot-assertion-v1", house.boot.key("canary"))
        }) {
            assertThat(with("GET", "/api/overview", other.close(NUMBER)).status())
                    .isEqualTo(401);
        }
        assertThat(with("GET", "/api/overview", "").status()).isEqualTo(401);
    }

    @Test
    void guessesAsideOfTheOwnersBrowsersAndAsOneHousehold() {
        String usual = Household.of(InetAddress.ofLiteral("127.0.0.1"));
        String aside = Household.of(InetAddress.ofLiteral("127.0.0.2"));
        assertThat(usual).isEqualTo(Household.of(InetAddress.ofLiteral("::1"))).isNotEqualTo(aside);
        assertThat(aside).isEqualTo(Household.of(InetAddress.ofLiteral("127.9.9.9")));
    }
}
