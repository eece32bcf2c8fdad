package moltbot.guardian.notify;

import moltbot.guardian.judge.Catalogue;

/// One message to the owner, from fixed words only: what was seen stays on this machine, since it may hold anything.
///
/// @param check  the one it is about, so that the same is not told all the time
/// @param event  names what it tells of, so that it is told once of it, also by a guardian that was started anew; empty
///               where each telling is one of its own
public record Notice(Kind kind, String check, String event, String title, String text) {
    private static final String HELD = "Moltbot is blocked for now";

    /// How much it is for the owner to know.
    public enum Kind {
        /// Nothing is let through.
        BLOCKED,
        /// Somebody let it through again.
        RESET,
        /// What it was blocked for, for a while, is over.
        MENDED,
        WARNING
    }

    /// What the same notice is known by.
    String key() {
        return title + check + event;
    }

    /// Tells of a block that ends by itself, whose end is told too.
    boolean held() {
        return title.equals(HELD);
    }

    boolean urgent() {
        return kind == Kind.BLOCKED;
    }

    /// Tripped by a check.
    ///
    /// @param trip  the trip that stands, by the breaker's name for it
    public static Notice tripped(String check, String trip) {
        return new Notice(
                Kind.BLOCKED,
                check,
                "trip-" + trip + "-" + check,
                "Moltbot is blocked",
                "Check " + check + " failed: " + Catalogue.of(check).title()
                        + ". Nothing gets in until it is reset on the host: ./moltbot doctor");
    }

    /// Tripped, and not by a check.
    public static Notice trippedByHand(String trip) {
        return new Notice(
                Kind.BLOCKED,
                "operator",
                "trip-" + trip,
                "Moltbot is blocked",
                "It was tripped by hand. Nothing gets in until it is reset on the host: ./moltbot doctor");
    }

    public static Notice held(String check) {
        return new Notice(
                Kind.BLOCKED,
                check,
                "",
                HELD,
                "Check " + check + " failed: " + Catalogue.of(check).title() + ". It opens again once that is mended.");
    }

    /// The last check that held it is fine again.
    public static Notice mended(String check) {
        return new Notice(
                Kind.MENDED,
                "",
                "",
                "Moltbot opens again",
                "Check " + check + " is fine again: " + Catalogue.of(check).title()
                        + ". Unless it was tripped meanwhile, Moltbot opens by itself.");
    }

    public static Notice warning(String check) {
        return new Notice(
                Kind.WARNING,
                check,
                "",
                "Moltbot warns",
                "Check " + check + ": " + Catalogue.of(check).title()
                        + " is not so. See ./moltbot guardian report on the host.");
    }

    public static Notice bypassOver(String check) {
        return new Notice(
                Kind.WARNING,
                check,
                "",
                "Moltbot: a bypass is over",
                "Check " + check + " counts again: " + Catalogue.of(check).title() + ".");
    }

    /// Somebody let it through again.
    ///
    /// @param check  the tripped one, or `operator`
    /// @param trip   the trip that is over
    /// @param means  what it was proved by, in the breaker's words; one that is not known is not repeated
    public static Notice reset(String check, String trip, String means) {
        String by = switch (means) {
            case "password" -> ", with the password";
            case "password-and-app" -> ", with a code of the authenticator app";
            case "recovery-code" -> ", with a recovery code";
            default -> "";
        };
        String why = Catalogue.has(check)
                ? "Check " + check + " tripped it: " + Catalogue.of(check).title() + "."
                : "It was tripped by hand.";
        return new Notice(
                Kind.RESET,
                check,
                "reset-" + trip,
                "Moltbot was reset",
                "The breaker was reset on the host" + by + ". " + why
                        + " If that was not you, block it again at once: ./moltbot trip");
    }
}
