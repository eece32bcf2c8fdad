package moltbot.contract.web;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.seal.Seal;

/// One page of the web to get, closed: a GET without cookies, keys or a body, so that all it can tell a server is its
/// address. Therefore who chose the address matters.
///
/// @param url  in the one spelling of [#canonical]
/// @param way  where the address comes from
public record WebFetch(String url, Way way) {
    /// The effect's name in judgements, grants and the audit.
    public static final String EFFECT = "web.fetch";

    private static final int MOST_CHARS = 2_048;
    private static final SortedSet<String> GET = new TreeSet<>(List.of("GET"));
    private static final Pattern PARTS = Pattern.compile(
            "(https?)://([^/?#:@\\s\\[\\]]+)(:[0-9]{1,5})?([/?][^#\\s]*)?(?:#\\S*)?", Pattern.CASE_INSENSITIVE);

    /// Where an address comes from.
    public enum Way {
        /// The person of the conversation wrote it.
        NAMED,
        /// A page or a search of this conversation showed it, word for word.
        LINKED,
        /// The model made it.
        COMPOSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public WebFetch {
        if (!canonical(url).equals(url)) {
            throw ContractException.malformed("A page's address is not written the one way it is written.");
        }
    }

    /// An address in one spelling only: `https` or `http`, a name in lower case with a dot in it and no number, a port
    /// where it is not the usual one, a path, perhaps a query; no user and no fragment.
    public static String canonical(String text) {
        Matcher parts = PARTS.matcher(text.strip());
        if (text.length() > 2 * MOST_CHARS || !parts.matches()) {
            throw notOne();
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String usual = scheme.equals("https") ? ":443" : ":80";
        String port = parts.group(3) == null || parts.group(3).equals(usual) ? "" : parts.group(3);
        try {
            String host = IDN.toASCII(parts.group(2)).toLowerCase(Locale.ROOT);
            String origin = new NetworkRule(scheme + "://" + host + port, GET, "/", "").origin();
            String rest = parts.group(4) == null || parts.group(4).charAt(0) != '/'
                    ? "/" + (parts.group(4) == null ? "" : parts.group(4))
                    : parts.group(4);
            String whole = origin + new URI(rest).normalize().toASCIIString();
            if (whole.length() > MOST_CHARS) {
                throw ContractException.malformed("A page's address has at most " + MOST_CHARS + " characters.");
            }
            return whole;
        } catch (URISyntaxException | IllegalArgumentException e) {
            ContractException refusal = notOne();
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static ContractException notOne() {
        return ContractException.malformed(
                "A page's address looks like https://example.org/page: no user, no number in the"
                        + " place of a name, and what is no letter written as %XX.");
    }

    /// The origin, as [NetworkRule] writes it.
    public String origin() {
        return url.substring(0, url.indexOf('/', url.indexOf("//") + 2));
    }

    /// What is asked of that origin: path and query.
    public String target() {
        return url.substring(origin().length());
    }

    public String digest() {
        return Seal.digest(toJson().toBytes());
    }

    public JsonObject toJson() {
        return JsonObject.with("url", url).with("way", way.word()).build();
    }

    public static WebFetch fromJson(JsonObject json) {
        for (Way way : Way.values()) {
            if (way.word().equals(json.text("way"))) {
                return new WebFetch(json.text("url"), way);
            }
        }
        throw ContractException.malformed("A page's address comes from nowhere.");
    }
}
