package moltbot.guardian.observe.docker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonReader;
import moltbot.contract.json.JsonValue;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Engine;

/// What one engine says of itself and its containers, by its HTTP API over its Unix socket. The version of the API is
/// the engine's own: what is read here has not changed since 1.24.
final class EngineClient {
    static final int MOST_CONTAINERS = 512;

    private final Path socket;
    private final Asked http;
    private final Ours ours;

    /// Where an answer's body comes from.
    interface Asked {
        byte[] get(String path) throws IOException;
    }

    EngineClient(Path socket, Ours ours) {
        this(socket, new UnixHttp(socket, Duration.ofSeconds(5))::get, ours);
    }

    EngineClient(Path socket, Asked http, Ours ours) {
        this.socket = socket;
        this.http = http;
        this.ours = ours;
    }

    /// Looks now.
    Engine look() throws IOException {
        try {
            JsonObject version = JsonObject.parse(http.get("/version"));
            String api = "/v" + version.text("ApiVersion");
            if (!api.matches("/v[0-9]{1,3}\\.[0-9]{1,3}")) {
                throw new IOException("The engine says no version of its API");
            }
            return new Engine(socket.toString(), components(version), containers(api));
        } catch (ContractException e) {
            throw new IOException("The engine at " + socket + " answers what no engine does: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> components(JsonObject version) {
        Map<String, String> components = new LinkedHashMap<>();
        components.put("engine", version.textOr("Version", ""));
        for (JsonObject part : version.listOr("Components", JsonArray.EMPTY).objects()) {
            components.put(part.text("Name").toLowerCase(Locale.ROOT), part.textOr("Version", ""));
        }
        return components;
    }

    private List<Container> containers(String api) throws IOException {
        JsonValue listed = JsonReader.value(http.get(api + "/containers/json?all=1"));
        if (!(listed instanceof JsonArray array)) {
            throw ContractException.malformed("a list was expected");
        }
        List<JsonObject> alive = array.objects().stream()
                .filter(one -> !one.textOr("State", "").matches("exited|dead|removing"))
                .toList();
        if (alive.size() > MOST_CONTAINERS) {
            throw new IOException("There are more than " + MOST_CONTAINERS + " containers");
        }
        List<Container> containers = new ArrayList<>();
        for (JsonObject one : alive) {
            Container.Role role = ours.role(one);
            JsonObject inside = role == Container.Role.OTHERS ? JsonObject.EMPTY : inspect(api, one.text("Id"));
            containers.add(Containers.read(one, inside, role));
        }
        return containers;
    }

    /// Empty where it has gone meanwhile.
    private JsonObject inspect(String api, String id) throws IOException {
        if (!id.matches("[0-9a-f]{12,64}")) {
            throw ContractException.malformed("a container has no id");
        }
        try {
            return JsonObject.parse(http.get(api + "/containers/" + id + "/json"));
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).endsWith("was answered 404")) {
                return JsonObject.EMPTY;
            }
            throw e;
        }
    }
}
