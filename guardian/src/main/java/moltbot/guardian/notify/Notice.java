package moltbot.guardian.notify;

import moltbot.guardian.judge.Catalogue;

/// One message to the owner, from fixed words only: what was seen stays on this machine, since it may hold anything.
///
/// @param urgent  the panel is blocked
public record Notice(String check, String title, String text, boolean urgent) {
    public static Notice tripped(String check) {
        return new Notice(
                check,
                "Moltbot is blocked",
                "Check " + check + " failed: " + Catalogue.of(check).title()
                        + ". Nothing gets in until it is reset on the host: ./moltbot doctor",
                true);
    }

    public static Notice held(String check) {
        return new Notice(
                check,
                "Moltbot is blocked for now",
                "Check " + check + " failed: " + Catalogue.of(check).title() + ". It opens again once that is mended.",
                true);
    }

    public static Notice warning(String check) {
        return new Notice(
                check,
                "Moltbot warns",
                "Check " + check + ": " + Catalogue.of(check).title()
                        + " is not so. See ./moltbot guardian report on the host.",
                false);
    }

    public static Notice bypassOver(String check) {
        return new Notice(
                check,
                "Moltbot: a bypass is over",
                "Check " + check + " counts again: " + Catalogue.of(check).title() + ".",
                false);
    }
}
