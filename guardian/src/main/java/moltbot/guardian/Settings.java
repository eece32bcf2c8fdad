package moltbot.guardian;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.network.DeclaredRelays;
import moltbot.guardian.judge.proxy.UndeclaredRoute;

/// What the supervisor tells the guardian of the house.
///
/// @param declared    where the breaker may listen: `listen`, and `hooks.listen` where there is one, each `HOST:PORT`
/// @param supervisor  its process id, `supervisorPid`; our parent where it is not told
/// @param uids        the compartments' own users; empty where all share one
/// @param publicOrigin  `https://name` of a proxy in front, or empty
/// @param hooksUrl    `https://name` by which other programs call the house, or empty: `hooks`
/// @param publicPlaces  both names, each with the listener that it is to lead to
/// @param relays      what of the owner's other programs may carry people to us: `relays`
/// @param plainHttp   the owner does without TLS off this machine: `insecurePlainHttp`
/// @param dockerSocket  the container engine to look at, or empty for the usual places
/// @param proxyFiles  the folder with the proxies' own, or empty for `/etc`
/// @param upstream    another program's panel that the guard stands in front of; empty in front of our own
/// @param host          the machine and the programs: `host`
record Settings(
        Declared declared,
        long supervisor,
        Set<Long> uids,
        Path dataRoot,
        Path runRoot,
        String publicOrigin,
        String hooksUrl,
        List<UndeclaredRoute.Place> publicPlaces,
        DeclaredRelays relays,
        boolean plainHttp,
        String dockerSocket,
        String proxyFiles,
        String upstream,
        Host host) {
    private static final String HTTP = "http://";

    static Settings of(JsonObject json) {
        long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
        Path data = absolute(json.text("dataRoot"));
        return new Settings(
                declared(json),
                json.numberOr("supervisorPid", parent),
                uids(json),
                data,
                json.has("runRoot") ? absolute(json.text("runRoot")) : data.resolve("run"),
                json.textOr("publicOrigin", ""),
                json.objectOr("hooks", JsonObject.EMPTY).textOr("url", ""),
                publicPlaces(json),
                DeclaredRelays.parse(json.textOr("relays", "")),
                json.flagOr("insecurePlainHttp", false),
                json.textOr("dockerSocket", ""),
                json.textOr("proxyFiles", ""),
                json.textOr("upstream", ""),
                Host.of(json.objectOr("host", JsonObject.EMPTY), data));
    }

    /// The panel's listener, and the hooks' own.
    private static Declared declared(JsonObject json) {
        Declared panel = Declared.parse(json.text("listen"));
        String hooks = json.objectOr("hooks", JsonObject.EMPTY).textOr("listen", "");
        return hooks.isEmpty() ? panel : panel.and(Declared.parse(hooks));
    }

    private static List<UndeclaredRoute.Place> publicPlaces(JsonObject json) {
        JsonObject hooks = json.objectOr("hooks", JsonObject.EMPTY);
        return Stream.of(
                        new UndeclaredRoute.Place(json.textOr("publicOrigin", ""), port(json.text("listen")), true),
                        new UndeclaredRoute.Place(hooks.textOr("url", ""), port(hooks.textOr("listen", "")), false))
                .filter(place -> !place.origin().isEmpty())
                .toList();
    }

    private static int port(String listen) {
        return listen.isEmpty() ? 0 : Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    }

    /// The names people and programs reach this house by from elsewhere: `https://name` each.
    List<String> publicNames() {
        return Stream.of(publicOrigin, hooksUrl).filter(name -> !name.isEmpty()).toList();
    }

    /// Where the guard finds another program's panel, if by TCP.
    Optional<Endpoint> panel() {
        return upstream.startsWith(HTTP)
                ? Declared.parse(upstream.substring(HTTP.length()).replace("/", "")).endpoints().stream()
                        .findFirst()
                : Optional.empty();
    }

    /// Where the breaker's own pages lie: under a prefix, where the other paths are another program's.
    String ownPages() {
        return upstream.isEmpty() ? "" : "/.guard";
    }

    private static Set<Long> uids(JsonObject json) {
        Set<Long> uids = new LinkedHashSet<>();
        for (JsonValue uid :
                json.listOr("uids", moltbot.contract.json.JsonArray.EMPTY).values()) {
            if (!(uid instanceof JsonValue.Numeral number)) {
                throw ContractException.malformed("The setting 'uids' must be a list of numbers.");
            }
            uids.add(number.longValue());
        }
        return uids;
    }

    private static Path absolute(String path) {
        Path absolute = Path.of(path);
        if (!absolute.isAbsolute()) {
            throw ContractException.malformed("The folder '" + path + "' must be given from the root.");
        }
        return absolute.normalize();
    }
}
