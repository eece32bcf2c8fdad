package moltbot.guardian.observe.proxy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;
import moltbot.guardian.fact.proxy.ProxyConfig.Trust;

/// Reads a Caddyfile, or Caddy's JSON.
final class Caddy {
    private static final int MOST_DEPTH = 40;

    private final ConfigFiles files;
    private final Targets targets;
    private final Path file;
    private final List<String> admins = new ArrayList<>();
    private final List<Route> mine = new ArrayList<>();
    private final List<Trust> found = new ArrayList<>();
    private boolean present;

    Caddy(ConfigFiles files, Targets targets, Path file) {
        this.files = files;
        this.targets = targets;
        this.file = file;
    }

    void read(List<Route> routes, List<Trust> trusts) {
        Optional<String> text = files.text(file);
        present = text.isPresent();
        text.ifPresent(this::understand);
        routes.addAll(mine);
        found.forEach(one -> trusts.add(new Trust(one.proxy(), one.what(), one.where(), !mine.isEmpty())));
    }

    /// Where its administrator's door is said to be; Caddy's own place where nothing is said.
    List<String> admins() {
        return present && admins.isEmpty() ? List.of("localhost:2019") : List.copyOf(admins);
    }

    boolean leadsToUs() {
        return !mine.isEmpty();
    }

    private void understand(String text) {
        if (text.stripLeading().startsWith("{\"")) {
            try {
                json("", JsonObject.parse(text), 0);
            } catch (ContractException e) {
                plain(text);
            }
        } else {
            plain(text);
        }
    }

    private void plain(String text) {
        for (Directive site : Words.caddy(text, file.toString()).block()) {
            for (Directive proxy : site.all("reverse_proxy")) {
                if (proxy.arguments().stream().anyMatch(targets::isPanel)
                        || proxy.all("to").stream()
                                .anyMatch(to -> to.arguments().stream().anyMatch(targets::isPanel))) {
                    route(site.words(), String.join(" ", proxy.arguments()), proxy.where());
                }
            }
            for (Directive trust : site.all("trusted_proxies")) {
                if (trust.arguments().stream().anyMatch(Caddy::everybody)) {
                    found.add(new Trust("caddy", String.join(" ", trust.words()), trust.where(), false));
                }
            }
            for (Directive admin : site.words().isEmpty() ? site.all("admin") : List.<Directive>of()) {
                admins.add(admin.argument(0));
            }
        }
    }

    private void route(List<String> addresses, String target, String where) {
        for (String address : addresses) {
            String bare =
                    address.replace(",", "").replaceFirst("^[a-z]+://", "").replaceFirst("/.*$", "");
            int colon = bare.lastIndexOf(':');
            String name = colon < 0 ? bare : bare.substring(0, colon);
            String port = colon < 0 ? address.startsWith("http:") ? "80" : "443" : bare.substring(colon + 1);
            mine.add(new Route("caddy", "*:" + port, name.isEmpty() ? List.of() : List.of(name), target, where));
        }
    }

    private static boolean everybody(String range) {
        return range.equals("0.0.0.0/0") || range.equals("::/0");
    }

    /// Walks the whole tree: a `reverse_proxy` handler with a `dial` to us, ranges that hold everybody, `admin.listen`.
    private void json(String name, JsonValue value, int depth) {
        if (depth > MOST_DEPTH) {
            return;
        }
        if (value instanceof JsonObject object) {
            boolean dialled =
                    object.fields().get("dial") instanceof JsonValue.Text(String dial) && targets.isPanel(dial);
            if (dialled) {
                mine.add(new Route("caddy", "", List.of(), object.textOr("dial", ""), file.toString()));
            }
            if (name.equals("admin") && object.fields().get("listen") instanceof JsonValue.Text(String listen)) {
                admins.add(listen);
            }
            object.fields().forEach((field, inner) -> json(field, inner, depth + 1));
        } else if (value instanceof JsonArray array) {
            array.values().forEach(inner -> json(name, inner, depth + 1));
        } else if (value instanceof JsonValue.Text(String text) && name.equals("ranges") && everybody(text)) {
            found.add(new Trust("caddy", "trusted_proxies " + text, file.toString(), false));
        }
    }
}
