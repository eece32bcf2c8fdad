package moltbot.contract.sandbox;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// One place on the network a task may ask, in one spelling only: a name, never an address.
///
/// @param origin      `https://` or `http://`, a host name in lower case with a dot in it, and a port where it is not
///                    the usual one
/// @param methods     of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS
/// @param path        where the paths begin: that path and everything below it; `/` is every path
/// @param credential  the name of the key to put in, or empty; never the key. Over `https` only
public record NetworkRule(String origin, SortedSet<String> methods, String path, String credential) {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+"
            + "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)(?::([1-9][0-9]{0,4}))?");
    private static final Pattern PATH = Pattern.compile("/|(?:/(?!\\.\\.?(?:/|$))[A-Za-z0-9._~@!$&'()*+,=:-]+)+/?");
    private static final Pattern CREDENTIAL = Pattern.compile("[a-z][a-z0-9-]{0,40}");
    private static final Pattern WRITTEN =
            Pattern.compile("([A-Z,]{1,60}) (https?://[^/ ]{1,260})(/[^ ]*)?(?: with ([a-z0-9-]{1,41}))?");
    private static final int MAX_HOST = 253;
    private static final int MAX_ORIGIN = MAX_HOST + "https://:65535".length();
    private static final int MAX_PATH = 512;
    private static final int MAX_PORT = 65_535;

    public NetworkRule {
        methods = Collections.unmodifiableSortedSet(new TreeSet<>(methods));
        Matcher place = ORIGIN.matcher(origin);
        // Judged by its length first: a pattern that repeats itself takes stack for each time.
        if (origin.length() > MAX_ORIGIN
                || !place.matches()
                || place.group(2).length() > MAX_HOST
                || port(place)
                        .filter(port -> port > MAX_PORT || port == usual(place.group(1)))
                        .isPresent()) {
            throw ContractException.malformed("A network rule's origin looks like https://example.org or"
                    + " https://example.org:8443: a name in lower case, no address, no path.");
        }
        if (methods.isEmpty() || !METHODS.containsAll(methods)) {
            throw ContractException.malformed("A network rule names methods such as GET and POST.");
        }
        if (path.length() > MAX_PATH || !PATH.matcher(path).matches()) {
            throw ContractException.malformed(
                    "A network rule's path begins with / and has no empty or dotted part, no % and no ?.");
        }
        if (!credential.isEmpty() && (!CREDENTIAL.matcher(credential).matches() || !origin.startsWith("https:"))) {
            throw ContractException.malformed(
                    "A network rule's credential is the name of a key, such as github, and goes over https only.");
        }
    }

    /// Reads how people and models write one: `GET https://host/path`, or `GET,POST https://host/path with NAME`.
    public static NetworkRule written(String text) {
        Matcher form = WRITTEN.matcher(text);
        if (!form.matches()) {
            throw ContractException.malformed("network: write each as \"GET https://host/path\" or \"GET,POST"
                    + " https://host/path with NAME\".");
        }
        return new NetworkRule(
                form.group(2),
                new TreeSet<>(List.of(form.group(1).split(",", -1))),
                form.group(3) == null ? "/" : form.group(3),
                form.group(4) == null ? "" : form.group(4));
    }

    public String scheme() {
        return origin.substring(0, origin.indexOf(':'));
    }

    public String host() {
        return parts().group(2);
    }

    public int port() {
        Matcher parts = parts();
        return port(parts).orElseGet(() -> usual(parts.group(1)));
    }

    private Matcher parts() {
        Matcher place = ORIGIN.matcher(origin);
        if (!place.matches()) {
            throw new IllegalStateException("An origin was checked and does not match.");
        }
        return place;
    }

    private static Optional<Integer> port(Matcher place) {
        return Optional.ofNullable(place.group(3)).map(Integer::valueOf);
    }

    private static int usual(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    public JsonObject toJson() {
        return JsonObject.with("origin", origin)
                .with("methods", JsonArray.ofTexts(List.copyOf(methods)))
                .with("path", path)
                .with("credential", credential)
                .build();
    }

    public static NetworkRule fromJson(JsonObject json) {
        return new NetworkRule(
                json.text("origin"),
                new TreeSet<>(json.list("methods").texts()),
                json.text("path"),
                json.text("credential"));
    }
}
