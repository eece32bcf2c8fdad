package moltbot.breaker;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import moltbot.breaker.listen.ListenAddress;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The breaker's settings, refused where they contradict each other.
///
/// @param listen                   one literal address
/// @param publicOrigin             `https://name` of a proxy in front, or empty
/// @param dwell                    how long HALF_OPEN lasts
/// @param insecureLocalhostCookie  a cookie without `Secure`, on loopback only
/// @param insecure                 names of the weakening settings in force in the whole house
record Settings(
        InetSocketAddress listen,
        String publicOrigin,
        Duration dwell,
        boolean insecureLocalhostCookie,
        List<String> insecure) {

    static Settings of(JsonObject json) {
        Settings settings = new Settings(
                ListenAddress.parse(json.textOr("listen", "127.0.0.1:3000")),
                json.textOr("publicOrigin", ""),
                Duration.ofSeconds(json.numberOr("dwellSeconds", 60)),
                json.flagOr("insecureLocalhostCookie", false),
                json.listOr("insecure", JsonArray.EMPTY).texts());
        if (settings.insecureLocalhostCookie() && (!settings.loopback() || !settings.publicOrigin.isEmpty())) {
            throw ContractException.malformed(
                    "The setting 'insecure-localhost-cookie' is refused together with a public"
                            + " address: the sign-in could be read on the way. Listen on 127.0.0.1 without 'public-origin',"
                            + " or turn it off.");
        }
        if (settings.dwell().isNegative() || settings.dwell().toSeconds() > 86_400) {
            throw ContractException.malformed("The setting 'reset-dwell-seconds' must be between 0 and 86400.");
        }
        return settings;
    }

    boolean loopback() {
        return listen.getAddress().isLoopbackAddress();
    }
}
