package moltbot.gateway.egress;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// A request without a body, to a place the house may talk to.
public record EgressGet(URI target, Map<String, String> headers, Optional<Credential> credential) {
    public EgressGet {
        headers = Map.copyOf(headers);
    }
}
