package moltbot.guardian.fact.proxy;

import java.util.List;

/// What the reverse proxies of this machine are told to do, as far as it concerns us.
///
/// @param routes      ways from a proxy's address to the panel
/// @param trusts      proxies that believe everybody's word on where a request came from
/// @param admins      a proxy's own door for its administrator that anybody can open
/// @param unreadable  files that are there and could not be read or understood
public record ProxyConfig(List<Route> routes, List<Trust> trusts, List<Admin> admins, List<String> unreadable) {
    public ProxyConfig {
        routes = List.copyOf(routes);
        trusts = List.copyOf(trusts);
        admins = List.copyOf(admins);
        unreadable = List.copyOf(unreadable);
    }

    /// One way to the panel.
    ///
    /// @param proxy   `nginx`, `caddy` or `traefik`
    /// @param listen  where it takes requests, as it is written: `*:443`; empty where that is not said
    /// @param names   the names it answers to; empty for all
    /// @param target  where it sends them, as it is written
    /// @param where   file and line
    public record Route(String proxy, String listen, List<String> names, String target, String where) {
        public Route {
            names = List.copyOf(names);
        }
    }

    /// A proxy that takes anybody for a proxy.
    ///
    /// @param toUs  true where the same proxy leads to the panel
    public record Trust(String proxy, String what, String where, boolean toUs) {}

    /// A door that stands open.
    ///
    /// @param toUs  true where the same proxy leads to the panel
    public record Admin(String proxy, String address, String answer, boolean toUs) {}
}
