package moltbot.breaker;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.breaker.address.Callers;
import moltbot.breaker.address.Proxies;
import moltbot.breaker.address.Ranges;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.listen.ListenAddress;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// Where other programs and services call, refused where that contradicts itself.
///
/// @param listen   one literal address
/// @param url      `https://name` by which it is reached from elsewhere, or empty
/// @param callers  who may call, and through which proxies
record HookSettings(InetSocketAddress listen, String url, Callers callers) {
    private static final String SETTING = "hooks.allowed-addresses";

    /// @param readable  whether what goes by this house's listeners can be read on the way
    /// @param house     the other settings
    static Optional<HookSettings> of(JsonObject json, boolean readable, JsonObject house) {
        String text = json.textOr("listen", "");
        String url = json.textOr("url", "");
        if (!url.matches("|https://[a-z0-9.-]+(:[0-9]{1,5})?") || url.endsWith(".") || url.endsWith(":443")) {
            throw ContractException.malformed("The setting 'hooks.url' must look like https://hooks.home.example (lower"
                    + " case, no path, no default port), not '" + url + "'. Nothing was started.");
        }
        if (text.isEmpty() && url.isEmpty()) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            throw ContractException.malformed(
                    "The setting 'hooks.url' says where hooks are called from elsewhere, and"
                            + " nothing listens for them: set 'hooks.listen' too, such as 127.0.0.1:3001. Nothing was started.");
        }
        InetSocketAddress listen = ListenAddress.parse(text);
        boolean elsewhere = !listen.getAddress().isLoopbackAddress();
        List<String> allowed = json.listOr("allowedAddresses", JsonArray.ofTexts(Callers.THIS_MACHINE))
                .texts();
        Callers callers = new Callers(
                Ranges.parse(SETTING, allowed),
                Proxies.parse(house.listOr("trustedProxies", JsonArray.EMPTY).texts()),
                elsewhere && readable);
        HookSettings settings = new HookSettings(listen, url, callers);
        settings.check(house.textOr("listen", "127.0.0.1:3000"));
        return Optional.of(settings);
    }

    private void check(String panel) {
        if (listen.equals(ListenAddress.parse(panel))) {
            throw ContractException.malformed(
                    "The settings 'listen' and 'hooks.listen' name the same address and port: hooks have a listener of"
                            + " their own, which cannot show the panel. Give it another port. Nothing was started.");
        }
        if (callers.onlyProxies() && callers.proxies().none()) {
            throw ContractException.malformed("On " + listen.getAddress().getHostAddress()
                    + " other machines reach 'hooks.listen', and without TLS everybody on the way reads the tokens that"
                    + " call it. Give this house a certificate ('tls.certificate' and 'tls.key', or"
                    + " 'tls.local-ca: true'), or name the proxy with TLS that stands in front ('trusted-proxies'). To"
                    + " do without all the same: 'insecure-plain-http: true'. Nothing was started.");
        }
        if (!loopback() && callers.allowed().withinThisMachine()) {
            throw ContractException.malformed("'hooks.listen' would listen on "
                    + listen.getAddress().getHostAddress() + " and let in nobody but this machine itself: name who may"
                    + " call, such as '" + SETTING + ": 192.168.0.0/16'. Nothing was started.");
        }
    }

    boolean loopback() {
        return listen.getAddress().isLoopbackAddress();
    }

    Map<String, Site> sites(boolean tls) {
        return Site.of(listen, tls, url);
    }

    /// Where hooks are called, without a path.
    String address(boolean tls) {
        return url.isEmpty() ? (tls ? "https://" : "http://") + Site.literal(listen) : url;
    }
}
