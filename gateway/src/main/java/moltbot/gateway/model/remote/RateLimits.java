package moltbot.gateway.model.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads what a provider says of its limits in the headers of any answer: Anthropic's `anthropic-ratelimit-…-remaining`
/// and `-reset` (a time, RFC 3339), OpenAI's `x-ratelimit-remaining-…` and `x-ratelimit-reset-…` (a duration such as
/// `6m0s`).
final class RateLimits {
    private static final System.Logger LOG = System.getLogger("model");
    private static final List<String> ANTHROPIC = List.of("requests", "tokens", "input-tokens", "output-tokens");
    private static final List<String> OPENAI = List.of("requests", "tokens");

    private RateLimits() {}

    /// How long to leave the provider alone: until each limit of which nothing is left begins anew.
    static Duration pause(Function<String, Optional<String>> header, InstantSource clock) {
        Duration longest = Duration.ZERO;
        for (String limit : ANTHROPIC) {
            if (header.apply("anthropic-ratelimit-" + limit + "-remaining").equals(Optional.of("0"))) {
                longest = longer(longest, until(header.apply("anthropic-ratelimit-" + limit + "-reset"), clock));
            }
        }
        for (String limit : OPENAI) {
            if (header.apply("x-ratelimit-remaining-" + limit).equals(Optional.of("0"))) {
                longest = longer(longest, lasting(header.apply("x-ratelimit-reset-" + limit)));
            }
        }
        return longest;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration until(Optional<String> reset, InstantSource clock) {
        try {
            Duration left = reset.map(text -> Duration.between(clock.instant(), Instant.parse(text)))
                    .orElse(Duration.ZERO);
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeParseException e) {
            LOG.log(System.Logger.Level.DEBUG, "A limit''s end could not be read: {0}", e.getMessage());
            return Duration.ZERO;
        }
    }

    private static Duration lasting(Optional<String> reset) {
        try {
            return reset.map(text -> Duration.parse("PT" + text.replaceAll("[0-9.]+ms", "1s")))
                    .orElse(Duration.ZERO);
        } catch (DateTimeParseException e) {
            LOG.log(System.Logger.Level.DEBUG, "A limit''s end could not be read: {0}", e.getMessage());
            return Duration.ZERO;
        }
    }
}
