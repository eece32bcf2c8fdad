package moltbot.gateway.testmodel;

import java.util.Map;
import moltbot.contract.json.JsonObject;

/// One request as it arrived: the path tells the API, header names are in lower case.
public record Asked(String path, Map<String, String> headers, byte[] body) {
    public JsonObject json() {
        return JsonObject.parse(body);
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
