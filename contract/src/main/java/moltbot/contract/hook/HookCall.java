package moltbot.contract.hook;

import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// One call from outside whose sender the breaker has proved. Its words are a stranger's all the same. Nothing is made
/// of it that does not look like this.
///
/// @param hook   which hook was called: its name, as in the path
/// @param id     the same for the same call that is tried again, where the sender tells
/// @param type   the media type of the body, lower-case, without parameters; empty where none was told
/// @param query  the query of the target as it came, without its question mark; empty where there is none
public record HookCall(String hook, String id, String type, String query) {
    /// The longest body, in bytes.
    public static final int MOST = 1 << 20;

    /// What the path of every hook begins with.
    public static final String PATH = "/hooks/";

    /// What a hook's name may be.
    public static final String NAME = "[a-z0-9][a-z0-9-]{0,31}";

    /// The query as RFC 3986 §3.4 writes it.
    public static final String QUERY = "[A-Za-z0-9._~!$&'()*+,;=:@/?%-]{0,2048}";

    private static final Pattern NAMES = Pattern.compile(NAME);
    private static final Pattern IDS = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern TYPES = Pattern.compile("[a-z0-9!#$&^_.+-]{1,63}/[a-z0-9!#$&^_.+-]{1,63}");
    private static final Pattern QUERIES = Pattern.compile(QUERY);

    /// @throws ContractException  where one of them is not what it may be
    public HookCall {
        check(
                NAMES.matcher(hook).matches(),
                "A hook's name has 1 to 32 small letters, digits and dashes, and begins with no dash.");
        check(isId(id), "A call's id has 1 to 64 letters, digits, dots, dashes and underscores.");
        check(type.isEmpty() || isType(type), "A call's media type is two words of at most 63 signs, or none.");
        check(QUERIES.matcher(query).matches(), "A call's query has at most 2048 signs, of those an address may have.");
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw ContractException.malformed(sentence);
        }
    }

    /// Whether a call can have that id.
    public static boolean isId(String text) {
        return IDS.matcher(text).matches();
    }

    /// Whether that is a media type.
    public static boolean isType(String text) {
        return TYPES.matcher(text).matches();
    }

    /// Where it went: what an assertion of it speaks of.
    public String target() {
        return PATH + hook + (query.isEmpty() ? "" : "?" + query);
    }

    public JsonObject toJson() {
        return JsonObject.with("hook", hook)
                .with("id", id)
                .with("type", type)
                .with("query", query)
                .build();
    }

    /// Other fields are not looked at.
    public static HookCall fromJson(JsonObject json) {
        return new HookCall(json.text("hook"), json.text("id"), json.text("type"), json.text("query"));
    }
}
