package moltbot.guardian.observe.system;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.guardian.fact.network.TailscaleRoute;

/// Reads `tailscale serve status --json`, which is the program's own configuration (ServeConfig): web handlers and TCP
/// forwards, those of a foreground session and of services included, and the places that Funnel is on for.
final class Tailscale {
    private static final int MAX_DEPTH = 3;

    private Tailscale() {}

    static List<TailscaleRoute> parse(String json) {
        List<TailscaleRoute> routes = new ArrayList<>();
        if (!json.isBlank() && !json.strip().equals("null")) {
            collect(JsonObject.parse(json.strip()), 0, routes);
        }
        return routes;
    }

    private static void collect(JsonObject config, int depth, List<TailscaleRoute> routes) {
        JsonObject funnel = config.objectOr("AllowFunnel", JsonObject.EMPTY);
        each(
                config,
                "Web",
                (place, server) -> each(server, "Handlers", (_, handler) -> {
                    int port = port(handler.textOr("Proxy", ""));
                    if (port > 0) {
                        routes.add(new TailscaleRoute(place, port, funnel.flagOr(place, false)));
                    }
                }));
        each(config, "TCP", (outside, handler) -> {
            int port = port(handler.textOr("TCPForward", ""));
            if (port > 0) {
                routes.add(new TailscaleRoute(outside, port, funnels(funnel, outside)));
            }
        });
        if (depth < MAX_DEPTH) {
            each(config, "Foreground", (_, inner) -> collect(inner, depth + 1, routes));
            each(config, "Services", (_, inner) -> collect(inner, depth + 1, routes));
        }
    }

    private interface Entry {
        void take(String name, JsonObject value);
    }

    private static void each(JsonObject json, String name, Entry entry) {
        if (!json.has(name)) {
            return;
        }
        json.object(name).fields().forEach((key, value) -> {
            if (value instanceof JsonObject inner) {
                entry.take(key, inner);
            }
        });
    }

    private static boolean funnels(JsonObject funnel, String port) {
        for (var place : funnel.fields().entrySet()) {
            if (place.getKey().endsWith(":" + port) && place.getValue().equals(JsonValue.of(true))) {
                return true;
            }
        }
        return false;
    }

    /// Of `http://127.0.0.1:3000/x`, `https+insecure://localhost:3000`, `127.0.0.1:3000` or `3000`; 0 where it leads
    /// elsewhere.
    static int port(String target) {
        String place = target.replaceFirst("^[a-z+]+://", "").replaceFirst("/.*$", "");
        int colon = place.lastIndexOf(':');
        String digits = place.substring(colon + 1);
        return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    }
}
