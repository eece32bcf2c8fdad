package moltbot.guardian.observe.proxy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.proxy.ProxyConfig;
import moltbot.guardian.fact.proxy.ProxyConfig.Admin;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;
import moltbot.guardian.fact.proxy.ProxyConfig.Trust;
import moltbot.guardian.observe.knock.Door;

/// Sees what the reverse proxies of this machine are told to do with us: by the files of nginx, Caddy and Traefik, by
/// the labels of containers that Traefik follows, and by asking the doors of their administrators where these listen
/// for others.
public final class ProxyObserver {
    private static final int MOST_ASKED = 32;
    private static final int CADDY = 2019;
    private static final int TRAEFIK = 8080;

    /// Where the files are.
    ///
    /// @param nginx    its root file
    /// @param caddy    its Caddyfile or JSON
    /// @param traefik  its folder
    public record Places(Path nginx, Path caddy, Path traefik) {
        public static final Places USUAL =
                new Places(Path.of("/etc/nginx/nginx.conf"), Path.of("/etc/caddy/Caddyfile"), Path.of("/etc/traefik"));

        /// All of them below another folder.
        public static Places below(Path root) {
            return new Places(
                    root.resolve("nginx/nginx.conf"), root.resolve("caddy/Caddyfile"), root.resolve("traefik"));
        }
    }

    private final Places places;
    private final Set<Endpoint> panel;
    private final Supplier<Listeners> listeners;
    private final Supplier<List<Container>> containers;

    /// @param containers  whose labels may tell Traefik what to do
    public ProxyObserver(
            Places places, Set<Endpoint> panel, Supplier<Listeners> listeners, Supplier<List<Container>> containers) {
        this.places = places;
        this.panel = Set.copyOf(panel);
        this.listeners = listeners;
        this.containers = containers;
    }

    /// Looks now.
    public Observation<ProxyConfig> observe() {
        ConfigFiles files = new ConfigFiles();
        Targets targets = new Targets(panel);
        List<Route> routes = new ArrayList<>();
        List<Trust> trusts = new ArrayList<>();
        new Nginx(files, targets, places.nginx()).read(routes, trusts);
        Caddy caddy = new Caddy(files, targets, places.caddy());
        caddy.read(routes, trusts);
        Traefik traefik = new Traefik(files, targets, places.traefik());
        traefik.read(routes, trusts);
        new TraefikLabels(targets).read(containers.get(), routes);
        List<Admin> admins = new ArrayList<>();
        Set<Integer> caddyPorts = new LinkedHashSet<>(Set.of(CADDY));
        caddy.admins().forEach(admin -> port(admin, caddyPorts));
        ask("caddy", caddyPorts, "/config/", "\"", caddy.leadsToUs(), admins);
        ask("traefik", Set.of(TRAEFIK), "/api/version", "\"Codename\"", traefik.leadsToUs(), admins);
        return new Observation.Seen<>(new ProxyConfig(routes, trusts, admins, files.unreadable()));
    }

    private static void port(String address, Set<Integer> ports) {
        String port = address.substring(address.lastIndexOf(':') + 1);
        if (port.matches("[0-9]{1,5}")) {
            ports.add(Integer.parseInt(port));
        }
    }

    /// A door counts where others can come to it and it shows what is inside.
    private void ask(String proxy, Set<Integer> ports, String path, String mark, boolean toUs, List<Admin> admins) {
        Set<Endpoint> doors = new LinkedHashSet<>();
        List<Listener> foreign = new ArrayList<>(listeners.get().foreign());
        foreign.addAll(listeners.get().unknown());
        for (Listener listener : foreign) {
            Endpoint at = listener.endpoint();
            if (ports.contains(at.port()) && !at.address().isLoopback() && doors.size() < MOST_ASKED) {
                doors.add(at);
            }
        }
        Map<Endpoint, String> answers = Door.all(doors, path);
        for (Endpoint at : doors) {
            String answer = answers.getOrDefault(at, "");
            if (answer.startsWith("HTTP/1.1 200") && answer.contains(mark)) {
                admins.add(new Admin(proxy, at.toString(), path + " was answered 200", toUs));
            }
        }
    }
}
