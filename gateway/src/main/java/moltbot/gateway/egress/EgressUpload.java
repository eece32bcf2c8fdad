package moltbot.gateway.egress;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// A request to send that brings bytes: always a POST.
///
/// @param contentType  of the body
/// @param body         not to be changed
public record EgressUpload(
        URI target, Map<String, String> headers, Optional<Credential> credential, String contentType, byte[] body) {
    public EgressUpload {
        headers = Map.copyOf(headers);
    }
}
