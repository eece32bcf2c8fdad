package moltbot.guardian.observe.proxy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;
import moltbot.guardian.fact.proxy.ProxyConfig.Trust;

/// Reads Traefik's files, YAML or TOML, by their lines: what is looked for (a server's URL, `insecure: true` below
/// `forwardedHeaders` or `api`) stands on lines of its own in both, and the key above a line is known by its
/// indentation or its table's name.
final class Traefik {
    private static final Pattern URL = Pattern.compile("(?:url|address)\\s*[:=]\\s*[\"']?([a-z0-9+]+://[^\"'\\s,}]+)");
    private static final Pattern PAIR = Pattern.compile("^[\\s-]*\"?([A-Za-z0-9_.-]+)\"?\\s*[:=]\\s*(.*)$");

    private final ConfigFiles files;
    private final Targets targets;
    private final Path folder;
    private boolean openApi;
    private int routes;

    Traefik(ConfigFiles files, Targets targets, Path folder) {
        this.files = files;
        this.targets = targets;
        this.folder = folder;
    }

    void read(List<Route> into, List<Trust> trusts) {
        List<Trust> found = new ArrayList<>();
        for (Path inside : List.of(folder, folder.resolve("conf.d"), folder.resolve("dynamic"))) {
            for (String kind : List.of("*.yml", "*.yaml", "*.toml")) {
                for (Path file : files.matching(inside, kind)) {
                    Optional<String> text = files.text(file);
                    text.ifPresent(lines -> read(file, lines, into, found));
                }
            }
        }
        found.forEach(one -> trusts.add(new Trust(one.proxy(), one.what(), one.where(), leadsToUs())));
    }

    /// True where its own pages are told to answer everybody.
    boolean openApi() {
        return openApi;
    }

    boolean leadsToUs() {
        return routes > 0;
    }

    private void read(Path file, String text, List<Route> into, List<Trust> trusts) {
        List<String> above = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", 20_000)) {
            number++;
            String where = file + ":" + number;
            String plain = line.replaceFirst("(^|\\s)#.*$", "");
            Matcher url = URL.matcher(plain);
            if (url.find() && targets.isPanel(url.group(1))) {
                routes++;
                into.add(new Route("traefik", "", List.of(), url.group(1), where));
            }
            String path = path(plain, above, depths);
            if (path.matches("(?i).*forwardedHeaders\\.insecure=true")) {
                trusts.add(new Trust("traefik", "forwardedHeaders.insecure", where, false));
            } else if (path.matches("(?i).*(forwardedHeaders|proxyProtocol)\\.trustedIPs.*(0\\.0\\.0\\.0/0|::/0).*")) {
                trusts.add(new Trust("traefik", "trustedIPs 0.0.0.0/0", where, false));
            } else if (path.matches("(?i)api\\.insecure=true")) {
                openApi = true;
            }
        }
    }

    /// The keys above a line and its own, joined by dots, with its value.
    private static String path(String line, List<String> above, List<Integer> depths) {
        String bare = line.strip();
        if (bare.startsWith("[") && bare.endsWith("]")) {
            above.clear();
            depths.clear();
            above.add(bare.replaceAll("[\\[\\]\"]", ""));
            depths.add(-1);
            return "";
        }
        int indent = line.length() - line.stripLeading().length();
        if (bare.isEmpty()) {
            return "";
        }
        Matcher pair = PAIR.matcher(line);
        while (!depths.isEmpty() && depths.getLast() >= indent && !bare.startsWith("-")) {
            depths.removeLast();
            above.removeLast();
        }
        String prefix = above.isEmpty() ? "" : String.join(".", above) + (bare.startsWith("-") ? "" : ".");
        if (!pair.matches()) {
            return prefix + bare;
        }
        String value = pair.group(2).strip().replaceAll("[\"']", "");
        if (value.isEmpty()) {
            above.add(pair.group(1));
            depths.add(indent);
            return "";
        }
        return prefix + pair.group(1) + "=" + value;
    }
}
