package moltbot.breaker;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import moltbot.breaker.address.Callers;
import moltbot.breaker.address.Proxies;
import moltbot.breaker.address.Ranges;
import moltbot.breaker.limit.Limits;
import moltbot.breaker.listen.ListenAddress;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The breaker's settings, refused where they contradict each other.
///
/// @param listen                   one literal address
/// @param publicOrigin             `https://name` of a proxy in front, or empty
/// @param callers                  who may come, and through which proxies
/// @param limits                   how often
/// @param tls                      whose certificate, if this listener speaks TLS
/// @param dwell                    how long HALF_OPEN lasts
/// @param insecureLocalhostCookie  a cookie without `Secure`, on loopback only
/// @param insecure                 names of the weakening settings in force in the whole house
/// @param hooks                    where other programs call, if anywhere
/// @param upstream                 another program's panel to stand in front of; empty in front of our own
record Settings(
        InetSocketAddress listen,
        String publicOrigin,
        Callers callers,
        Limits limits,
        TlsSettings tls,
        Duration dwell,
        boolean insecureLocalhostCookie,
        List<String> insecure,
        JsonObject upstream,
        Optional<HookSettings> hooks) {

    static Settings of(JsonObject json) {
        InetSocketAddress listen = ListenAddress.parse(json.textOr("listen", "127.0.0.1:3000"));
        TlsSettings tls = TlsSettings.of(json.objectOr("tls", JsonObject.EMPTY));
        boolean readable = !tls.on() && !json.flagOr("insecurePlainHttp", false);
        boolean elsewhere = !listen.getAddress().isLoopbackAddress();
        Settings settings = new Settings(
                listen,
                json.textOr("publicOrigin", ""),
                callers(json, elsewhere && readable),
                limits(json),
                tls,
                Duration.ofSeconds(json.numberOr("dwellSeconds", 60)),
                json.flagOr("insecureLocalhostCookie", false),
                json.listOr("insecure", JsonArray.EMPTY).texts(),
                json.objectOr("upstream", JsonObject.EMPTY),
                HookSettings.of(json.objectOr("hooks", JsonObject.EMPTY), readable, json));
        settings.check();
        return settings;
    }

    private static Callers callers(JsonObject json, boolean onlyProxies) {
        List<String> allowed = json.listOr("allowedAddresses", JsonArray.ofTexts(Callers.THIS_MACHINE))
                .texts();
        return new Callers(
                Ranges.parse(Callers.SETTING, allowed),
                Proxies.parse(json.listOr("trustedProxies", JsonArray.EMPTY).texts()),
                onlyProxies);
    }

    private static Limits limits(JsonObject json) {
        return new Limits((int) json.numberOr("perMinute", Limits.DEFAULT.perMinute()), (int)
                json.numberOr("burst", Limits.DEFAULT.burst()));
    }

    private void check() {
        if (insecureLocalhostCookie && (!loopback() || !publicOrigin.isEmpty())) {
            throw ContractException.malformed(
                    "The setting 'insecure-localhost-cookie' is refused together with a public"
                            + " address: the sign-in could be read on the way. Listen on 127.0.0.1 without 'public-origin',"
                            + " or turn it off.");
        }
        if (dwell.isNegative() || dwell.toSeconds() > 86_400) {
            throw ContractException.malformed("The setting 'reset-dwell-seconds' must be between 0 and 86400.");
        }
        if (callers.onlyProxies() && callers.proxies().none()) {
            throw ContractException.malformed(
                    "On " + listen.getAddress().getHostAddress() + " other machines reach this house, and without TLS"
                            + " everybody on the way reads the password. Give it a certificate ('tls.certificate' and"
                            + " 'tls.key', or 'tls.local-ca: true'), or name the proxy with TLS that stands in front"
                            + " ('trusted-proxies'). To do without all the same: 'insecure-plain-http: true'. Nothing"
                            + " was started.");
        }
        if (loopback() && callers.proxies().none() && !callers.mayAsk(listen.getAddress())) {
            throw ContractException.malformed("It would listen on "
                    + listen.getAddress().getHostAddress() + ", where nobody but this machine comes, and"
                    + " 'allowed-addresses' leaves this machine out, so nobody could come in: add 127.0.0.0/8, or let"
                    + " others come ('listen'). Nothing was started.");
        }
        if (!loopback() && callers.allowed().withinThisMachine()) {
            throw ContractException.malformed("It would listen on "
                    + listen.getAddress().getHostAddress() + " and let in nobody but this machine itself: name who may"
                    + " come, such as 'allowed-addresses: 192.168.0.0/16'. Nothing was started.");
        }
    }

    /// True in front of another program's panel.
    boolean alone() {
        return upstream.has("address");
    }

    boolean loopback() {
        return listen.getAddress().isLoopbackAddress();
    }
}
