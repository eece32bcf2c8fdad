package moltbot.guardian.judge.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.guardian.fact.proxy.ProxyConfig;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// P1: a proxy is told to bring people to the panel, and the owner did not say so: neither its name is that of
/// `public-origin` (or `hooks.url`, where it leads to the hooks' own listener) nor its listener one of
/// `declared-relays`. A declared one is well, for the breaker asks who comes; one that listens on this machine only
/// brings nobody else.
public final class UndeclaredRoute implements Rule<ProxyConfig> {
    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})(?:/.*)?$");

    private final Map<String, Place> places = new HashMap<>();
    private final Listening declared;

    /// What the owner said is reached under a name.
    ///
    /// @param origin  `https://name`
    /// @param port    of the listener here that it leads to
    /// @param panel   whether that is the panel's
    public record Place(String origin, int port, boolean panel) {}

    /// Listeners that the owner named.
    @FunctionalInterface
    public interface Listening {
        boolean declared(String address, int port);
    }

    public UndeclaredRoute(List<Place> said, Listening declared) {
        said.forEach(place ->
                places.put(place.origin().replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", ""), place));
        this.declared = declared;
    }

    @Override
    public String id() {
        return "P1";
    }

    /// Files of other programs that cannot be read hide nothing that L7 would not find by asking.
    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(ProxyConfig config) {
        List<Finding> findings = new ArrayList<>();
        for (Route route : config.routes()) {
            if (!route.listen().startsWith("127.")
                    && !route.listen().startsWith("[::1]")
                    && !route.listen().startsWith("unix:")
                    && !named(route)
                    && !listed(route)) {
                findings.add(Finding.trip(
                        id(),
                        route.proxy() + " " + route.listen() + " " + route.where(),
                        "A proxy is told to bring people to the panel, and nobody said that it should.",
                        route.proxy() + (route.listen().isEmpty() ? "" : " at " + route.listen()) + " leads to "
                                + route.target() + " (" + route.where() + ")"));
            }
        }
        for (String file : config.unreadable()) {
            findings.add(Finding.warn(id(), file, "A proxy's configuration could not be read.", file));
        }
        return findings;
    }

    /// Answers to declared names and to no other, and leads where each of them is to lead.
    private boolean named(Route route) {
        return !route.names().isEmpty()
                && route.names().stream().allMatch(name -> {
                    Place place = places.get(name);
                    return place != null && leads(route.target(), place);
                });
    }

    /// A target whose port cannot be read is the panel's.
    private static boolean leads(String target, Place place) {
        Matcher port = PORT.matcher(target);
        return port.find() ? Integer.parseInt(port.group(1)) == place.port() : place.panel();
    }

    private boolean listed(Route route) {
        int colon = route.listen().lastIndexOf(':');
        String port = route.listen().substring(colon + 1);
        if (colon < 0 || !port.matches("[0-9]{1,5}")) {
            return false;
        }
        return declared.declared(route.listen().substring(0, colon), Integer.parseInt(port));
    }
}
