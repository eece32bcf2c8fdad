package moltbot.gateway.egress;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.json.JsonObject;

/// A request to send: always a POST of JSON.
public record EgressPost(URI target, Map<String, String> headers, Optional<Credential> credential, JsonObject body) {
    public EgressPost {
        headers = Map.copyOf(headers);
    }
}
