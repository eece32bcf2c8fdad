package moltbot.control.audit;

/// The end of the chain. Whoever keeps one elsewhere can tell whether the audit was cut off or begun anew.
///
/// @param count  records so far
/// @param hash   of the last, or [#NOTHING]'s
public record Head(long count, String hash) {
    static final Head NOTHING = new Head(0, "0".repeat(64));
}
