package moltbot.gateway.model.remote;

import java.util.Optional;
import java.util.OptionalLong;
import moltbot.contract.ContractException;
import moltbot.contract.log.Redaction;
import moltbot.gateway.vault.Secret;

/// Tells the failures of one provider in plain sentences that say what to do, with the reasons of `docs/LINKS.md`. A
/// server's own words are shown only where they help, cut short and without the key, which a server may well repeat.
public final class Failures {
    private static final int MAX_WORDS_CHARS = 300;

    private final Provider provider;
    private final Optional<Secret> key;

    Failures(Provider provider, Optional<Secret> key) {
        this.provider = provider;
        this.key = key;
    }

    /// The key is missing, wrong or not allowed to do this.
    public ContractException unauthorized(String words) {
        String problem = key.isPresent() ? " did not accept the key" + said(words) + "." : " needs a key and has none.";
        return ContractException.refused(
                "model-unauthorized",
                provider.title() + problem + " Set one with: ./moltbot secret set " + provider.secret());
    }

    /// The provider wants a pause.
    public ContractException rateLimited(OptionalLong seconds, String words) {
        String when = seconds.isPresent() ? "in " + seconds.getAsLong() + " seconds" : "in a minute";
        return ContractException.refused(
                "model-rate-limited",
                provider.title() + " has reached the limit of this key" + said(words) + ". Try again " + when + ".");
    }

    /// Nobody can answer right now.
    public ContractException unavailable(String words) {
        return ContractException.refused(
                "model-unavailable",
                provider.title() + " cannot answer right now" + said(words) + ". Try again in a moment.");
    }

    /// The question will not be answered, however often it is asked.
    public ContractException rejected(String words) {
        return ContractException.refused(
                "model-rejected",
                provider.title() + " did not take the request" + said(words)
                        + ". Check the model's name and the settings.");
    }

    /// The answer ended before it was complete.
    public ContractException cutOff() {
        return unavailable("the answer broke off");
    }

    /// By HTTP status (RFC 9110, and 529 "overloaded" of Anthropic).
    ContractException status(int status, OptionalLong retryAfterSeconds, String words) {
        return switch (status) {
            case 401, 403 -> unauthorized(words);
            case 429 -> rateLimited(retryAfterSeconds, words);
            case 408, 409, 425 -> unavailable(words);
            default -> {
                if (status >= 300 && status < 400) {
                    yield rejected("it redirects elsewhere, which is not followed; is " + provider.base() + " right?");
                }
                yield status >= 400 && status < 500
                        ? rejected(words.isEmpty() ? "status " + status : words)
                        : unavailable(words.isEmpty() ? "status " + status : words);
            }
        };
    }

    /// What went wrong on the way, or with what came back.
    ContractException outage(ContractException cause) {
        return switch (cause.code()) {
            case REFUSED ->
                cause.reason().startsWith("model-") || cause.reason().startsWith("budget-")
                        ? cause
                        : rejected(String.valueOf(cause.getMessage()));
            case UNAVAILABLE -> unavailable("nobody answers at " + provider.base());
            case TIMEOUT -> unavailable("it has been silent for too long");
            case LOST -> cutOff();
            case MALFORMED, TOO_LARGE, UNAUTHENTICATED -> unavailable("it sent something that cannot be understood");
        };
    }

    /// A server's own words without the key, which it may well repeat, and without anything like one.
    String clean(String words) {
        return Redaction.redact(key.map(secret -> secret.scrub(words)).orElse(words))
                .strip();
    }

    private String said(String words) {
        String clean = clean(words);
        StringBuilder line = new StringBuilder();
        clean.codePoints()
                .limit(MAX_WORDS_CHARS)
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        while (!line.isEmpty() && line.charAt(line.length() - 1) == '.') {
            line.setLength(line.length() - 1);
        }
        return line.isEmpty() ? "" : " (" + line + ")";
    }
}
