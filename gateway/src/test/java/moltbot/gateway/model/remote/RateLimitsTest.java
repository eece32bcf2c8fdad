package moltbot.gateway.model.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));

    private static Duration pause(Map<String, String> headers) {
        return RateLimits.pause(name -> Optional.ofNullable(headers.get(name)), NOON);
    }

    @Test
    void waitsForTheLastOfAnthropicsLimitsOfWhichNothingIsLeft() {
        assertThat(pause(Map.of(
                        "anthropic-ratelimit-requests-remaining", "0",
                        "anthropic-ratelimit-requests-reset", "2026-11-26T12:00:07Z",
                        "anthropic-ratelimit-output-tokens-remaining", "0",
                        "anthropic-ratelimit-output-tokens-reset", "2026-11-26T12:01:00Z",
                        "anthropic-ratelimit-tokens-remaining", "5",
                        "anthropic-ratelimit-tokens-reset", "2026-11-26T13:00:00Z")))
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void readsOpenAisDurations() {
        assertThat(pause(Map.of("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "6m0s")))
                .isEqualTo(Duration.ofMinutes(6));
        assertThat(pause(Map.of("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "120ms")))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void isNotMisledByWhatItCannotRead() {
        assertThat(pause(Map.of(
                        "anthropic-ratelimit-requests-remaining", "0",
                        "anthropic-ratelimit-requests-reset", "soon",
                        "x-ratelimit-remaining-requests", "0",
                        "x-ratelimit-reset-requests", "whenever")))
                .isZero();
        assertThat(pause(Map.of(
                        "anthropic-ratelimit-requests-remaining", "0",
                        "anthropic-ratelimit-requests-reset", "2020-01-01T00:00:00Z")))
                .isZero();
        assertThat(pause(Map.of())).isZero();
    }
}
