package moltbot.guardian.judge.proxy;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.proxy.ProxyConfig;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// P1: a proxy is told to bring people to the panel, and the owner did not say so: neither its name is that of
/// `public-origin` or `hooks.url` nor its listener one of `declared-relays`. A declared one is well, for the breaker
/// asks who comes;
/// one that listens on this machine only brings nobody else.
public final class UndeclaredRoute implements Rule<ProxyConfig> {
    private final List<String> publicNames;
    private final Listening declared;

    /// Listeners that the owner named.
    @FunctionalInterface
    public interface Listening {
        boolean declared(String address, int port);
    }

    /// @param publicNames  `https://name` each
    public UndeclaredRoute(List<String> publicNames, Listening declared) {
        this.publicNames = publicNames.stream()
                .map(name -> name.replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", ""))
                .toList();
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

    /// Answers to the declared name and to no other.
    private boolean named(Route route) {
        return !route.names().isEmpty() && publicNames.containsAll(route.names());
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
