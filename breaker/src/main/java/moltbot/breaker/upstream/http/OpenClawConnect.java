package moltbot.breaker.upstream.http;

import java.nio.charset.StandardCharsets;
import moltbot.breaker.upstream.socket.FirstMessage;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// The first message on an OpenClaw gateway's WebSocket,
/// `{"type":"req","method":"connect","params":{"auth":…}}`, with the gateway's token in the place of whatever
/// the browser put there. Any other message may not be the first.
final class OpenClawConnect {
    private final Credential credential;

    OpenClawConnect(Credential credential) {
        this.credential = credential;
    }

    byte[] replace(byte[] message) {
        try {
            JsonObject request = JsonObject.parse(message);
            if (!request.textOr("type", "").equals("req")
                    || !request.textOr("method", "").equals("connect")) {
                throw FirstMessage.refuse("a first message that is not 'connect'");
            }
            JsonObject params = request.object("params");
            JsonObject auth = JsonObject.with("token", credential.reveal()).build();
            return request.toBuilder()
                    .with("params", params.toBuilder().with("auth", auth).build())
                    .build()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (ContractException e) {
            throw FirstMessage.refuse("a first message that is no JSON object");
        }
    }
}
