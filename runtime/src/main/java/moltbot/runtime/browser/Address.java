package moltbot.runtime.browser;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.TreeSet;
import moltbot.contract.ContractException;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.words.Words;
import org.jspecify.annotations.Nullable;

/// A web page's address in one spelling: http or https, a name, no user.
///
/// @param origin  as network rules have it
record Address(String url, String origin) {
    private static final int MOST = 2_000;

    static Address of(String text) {
        try {
            URI uri = new URI(text.strip());
            @Nullable String scheme = uri.getScheme();
            @Nullable String host = uri.getHost();
            if (scheme == null || host == null || uri.getRawUserInfo() != null || text.length() > MOST) {
                throw bad();
            }
            scheme = scheme.toLowerCase(Locale.ROOT);
            int usual = scheme.equals("https") ? 443 : 80;
            String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
            String origin = origin(scheme + "://" + host.toLowerCase(Locale.ROOT) + port);
            String path = uri.getRawPath();
            String query = uri.getRawQuery();
            String fragment = uri.getRawFragment();
            String rest = (path == null || path.isEmpty() ? "/" : path)
                    + (query == null ? "" : "?" + query)
                    + (fragment == null ? "" : "#" + fragment);
            return new Address(URI.create(origin + rest).toASCIIString(), origin);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw bad();
        }
    }

    /// An origin as network rules have it, and no other.
    static String origin(String text) {
        try {
            return new NetworkRule(text, new TreeSet<>(java.util.Set.of("GET")), "/", "").origin();
        } catch (ContractException e) {
            throw new BadInput("'" + Words.line(text, 100) + "' is no place a browser may go: it goes to http:// and"
                    + " https:// and a name, such as https://example.org, never to an address or a file.");
        }
    }

    private static BadInput bad() {
        return new BadInput("url is a whole address of a web page, such as https://example.org/page.");
    }
}
