package moltbot.contract.vault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// What is wrong with secrets, told without them: for the part that holds them, so that the guardian, which must never
/// have one, can judge them all the same.
public final class Frailty {
    /// What stands where nobody put a secret: names of nothing, and what examples say.
    private static final String NONE = "undefined|null|none|nil|nan|true|false|todo|x+|\\*+|\\.+|-+|0+|(0?123456789?0?)"
            + "|(your|my|the|some|insert|put|enter|add)[-_ ]?.*[-_ ]?(key|token|secret|password)([-_ ]?here)?"
            + "|(change|replace)[-_ ]?(me|this|it)|placeholder|example|sample|default|secret|password|passwd|admin"
            + "|token|key|api[-_]?key|changeit|letmein|qwerty";
    /// What nobody filled in: a name of the environment, a field of a template, words in brackets. No more than these,
    /// for a secret may begin with any sign.
    private static final String UNFILLED =
            "\\$[A-Z][A-Z0-9_]*|\\$\\{[A-Za-z_][A-Za-z0-9_.]*\\}|\\{\\{ ?[A-Za-z_.][A-Za-z0-9_.]* ?\\}\\}"
                    + "|<[A-Za-z][A-Za-z _-]*>|\\[[A-Za-z][A-Za-z _-]*\\]|‹[A-Za-z][A-Za-z _-]*›";
    private static final int SHORT = 16;
    private static final int FEW = 5;

    private Frailty() {}

    /// Judges all of one holder's.
    ///
    /// @return `{"secrets":[{"name","length","flaw","like"},…]}`, as docs/LINKS.md has it for `secret.judge`
    public static JsonObject judge(Map<String, String> secrets) {
        Map<String, String> first = new LinkedHashMap<>();
        JsonValue[] judged = new JsonValue[secrets.size()];
        int i = 0;
        for (Map.Entry<String, String> secret : new TreeMap<>(secrets).entrySet()) {
            String before = first.putIfAbsent(secret.getValue(), secret.getKey());
            String like = before == null ? "" : before;
            judged[i++] = JsonObject.with("name", secret.getKey())
                    .with("length", secret.getValue().length())
                    .with("flaw", flaw(secret.getValue(), like))
                    .with("like", like)
                    .build();
        }
        return JsonObject.with("secrets", JsonArray.of(List.of(judged))).build();
    }

    private static String flaw(String value, String like) {
        String plain = value.strip().toLowerCase(Locale.ROOT);
        if (plain.matches(NONE)
                || value.strip().matches(UNFILLED)
                || plain.chars().distinct().count() < FEW) {
            return "placeholder";
        } else if (!like.isEmpty()) {
            return "reused";
        }
        return value.length() < SHORT ? "short" : "";
    }
}
