package moltbot.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A block that ends by itself, from a real guardian to the owner's webhook.
class HeldTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path temp;

    @Test
    void theOwnerIsToldThatItIsBlockedAndThatItOpensAgainOnceNothingElseHoldsIt() throws Exception {
        try (WebService webhook = new WebService();
                GuardedHouse house = new GuardedHouse(temp)) {
            JsonObject notify = JsonObject.with("webhook", webhook.at("/topic")).build();
            house.start(JsonObject.with("notify", notify).build());
            Await.until("a lease", SOON, () -> house.breaker().lock.fresh());

            house.lock("gateway").secrets.set(JsonArray.of(List.of(placeholder("one"), placeholder("two"))));
            house.look();
            assertThat(next(webhook)).contains("Title: Moltbot is blocked for now", "Check S1 failed: ");
            Await.until("it is held", SOON, () -> !house.breaker().lock.fresh());

            house.lock("gateway").secrets.set(JsonArray.of(List.of(placeholder("two"))));
            house.look();
            Await.stays(
                    "one still holds it",
                    Duration.ofSeconds(2),
                    () -> webhook.requests.stream().noneMatch(request -> request.contains("opens again")));
            assertThat(house.breaker().lock.fresh()).isFalse();

            house.lock("gateway").secrets.set(JsonArray.EMPTY);
            house.look();
            assertThat(next(webhook)).contains("Title: Moltbot opens again", "Check S1 is fine again: ");
            Await.until("it opens", SOON, () -> house.breaker().lock.fresh());
        }
    }

    /// The next that is no warning: this machine may give reasons for those.
    private static String next(WebService webhook) throws InterruptedException {
        String request;
        do {
            request = webhook.requests.poll(20, TimeUnit.SECONDS);
            assertThat(request).as("what the owner is told").isNotNull();
        } while (request.contains("Moltbot warns"));
        return request;
    }

    private static JsonObject placeholder(String name) {
        return JsonObject.with("name", name)
                .with("length", 8)
                .with("flaw", "placeholder")
                .with("like", "")
                .build();
    }
}
