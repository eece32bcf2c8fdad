package moltbot.guardian.observe.proxy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;
import moltbot.guardian.fact.proxy.ProxyConfig.Trust;

/// Reads nginx's files from their root, includes and upstreams followed.
final class Nginx {
    private static final int MOST_INCLUDES = 16;
    private static final Set<String> EVERYBODY = Set.of("0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1");

    private final ConfigFiles files;
    private final Targets targets;
    private final Path root;
    private final Set<String> ours = new HashSet<>();

    Nginx(ConfigFiles files, Targets targets, Path root) {
        this.files = files;
        this.targets = targets;
        this.root = root;
    }

    void read(List<Route> routes, List<Trust> trusts) {
        Directive all = file(root, 0);
        for (Directive upstream : all.all("upstream")) {
            if (upstream.all("server").stream().anyMatch(server -> targets.isPanel(server.argument(0)))) {
                ours.add(upstream.argument(0));
            }
        }
        List<Route> mine = new ArrayList<>();
        for (Directive server : all.all("server")) {
            for (Directive pass : server.all("proxy_pass")) {
                if (leadsToUs(pass.argument(0))) {
                    listens(server)
                            .forEach(listen -> mine.add(
                                    new Route("nginx", listen, names(server), pass.argument(0), pass.where())));
                }
            }
        }
        routes.addAll(mine);
        for (Directive trust : all.all("set_real_ip_from")) {
            if (EVERYBODY.contains(trust.argument(0))) {
                trusts.add(new Trust("nginx", "set_real_ip_from " + trust.argument(0), trust.where(), !mine.isEmpty()));
            }
        }
    }

    private boolean leadsToUs(String target) {
        String host = target.replaceFirst("^[a-z]+://", "").replaceFirst("/.*$", "");
        return ours.contains(host) || targets.isPanel(target);
    }

    private static List<String> listens(Directive server) {
        List<String> listens = new ArrayList<>();
        for (Directive listen : server.block()) {
            if (listen.name().equals("listen")) {
                String at = listen.argument(0);
                listens.add(at.matches("[0-9]+") ? "*:" + at : at);
            }
        }
        return listens.isEmpty() ? List.of("*:80") : listens;
    }

    private static List<String> names(Directive server) {
        List<String> names = new ArrayList<>();
        for (Directive name : server.block()) {
            if (name.name().equals("server_name")) {
                names.addAll(name.arguments());
            }
        }
        return names;
    }

    private Directive file(Path file, int depth) {
        Directive read = files.text(file)
                .map(text -> Words.nginx(text, file.toString()))
                .orElseGet(() -> new Directive(List.of(), List.of(), file.toString()));
        return included(read, depth);
    }

    private Directive included(Directive one, int depth) {
        List<Directive> block = new ArrayList<>();
        Path folder = root.getParent();
        for (Directive inner : one.block()) {
            if (inner.name().equals("include") && depth < MOST_INCLUDES && folder != null) {
                for (Path file : files.matching(folder, inner.argument(0))) {
                    block.addAll(file(file, depth + 1).block());
                }
            } else {
                block.add(inner.block().isEmpty() ? inner : included(inner, depth));
            }
        }
        return new Directive(one.words(), block, one.where());
    }
}
