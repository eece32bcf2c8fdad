package moltbot.breaker.desk;

import java.util.Map;

/// A browser in our own words, so that what it says of itself never reaches a page or a file.
public final class Browsers {
    private static final Map<String, String> FAMILIES =
            ordered("Firefox/", "Firefox", "Edg/", "Edge", "OPR/", "Opera", "Chrome/", "Chrome", "Safari/", "Safari");
    private static final Map<String, String> SYSTEMS = ordered(
            "Android",
            "Android",
            "iPhone",
            "iPhone",
            "iPad",
            "iPad",
            "Windows",
            "Windows",
            "Mac OS",
            "macOS",
            "CrOS",
            "ChromeOS",
            "Linux",
            "Linux");

    private Browsers() {}

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new java.util.LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /// Such as `Firefox on Linux`.
    ///
    /// @param userAgent  the header, as sent
    public static String family(String userAgent) {
        String system = first(SYSTEMS, userAgent, "");
        return first(FAMILIES, userAgent, "A browser") + (system.isEmpty() ? "" : " on " + system);
    }

    private static String first(Map<String, String> known, String text, String none) {
        return known.entrySet().stream()
                .filter(entry -> text.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(none);
    }
}
