package moltbot.breaker.exchange;

/// Where the breaker's own pages are. In front of the house's own panel they have `/sign-in` and `/auth/` to
/// themselves; in front of another program's panel, whose paths are all its own, they lie under one reserved
/// prefix.
///
/// @param prefix  empty, or such as `/.guard`
public record OwnPlaces(String prefix) {
    /// In front of the house's own panel.
    public static final OwnPlaces HOUSE = new OwnPlaces("");
    /// In front of another's.
    public static final OwnPlaces GUARD = new OwnPlaces("/.guard");

    /// True in front of another program's panel.
    public boolean foreign() {
        return !prefix.isEmpty();
    }

    /// True for a target that is ours to answer, if anybody does.
    public boolean has(String target) {
        return target.startsWith(prefix)
                && (target.length() == prefix.length() || "/?".indexOf(target.charAt(prefix.length())) >= 0);
    }

    /// A target of ours as the pages know it.
    public String within(String target) {
        String rest = target.substring(prefix.length());
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /// Where a browser finds one of our own pages.
    public String at(String path) {
        return prefix + path;
    }
}
