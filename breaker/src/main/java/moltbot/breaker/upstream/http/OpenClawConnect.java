package moltbot.breaker.upstream.http;

import java.nio.charset.StandardCharsets;
import moltbot.breaker.upstream.socket.FirstMessage;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// The first message on an OpenClaw gateway's WebSocket, `{"type":"req","method":"connect","params":{"auth":…}}`, with
/// the gateway's token in the place of whatever the browser put there, and the guard's device in the place of the
/// browser's, which could not sign for that token. Any other message may not be the first.
final class OpenClawConnect {
    private final Credential credential;

    private final OpenClawDevice device;

    OpenClawConnect(Credential credential, OpenClawDevice device) {
        this.credential = credential;
        this.device = device;
    }

    byte[] replace(byte[] message) {
        try {
            JsonObject request = JsonObject.parse(message);
            if (!request.textOr("type", "").equals("req")
                    || !request.textOr("method", "").equals("connect")) {
                throw FirstMessage.refuse("a first message that is not 'connect'");
            }
            JsonObject params = request.object("params");
            JsonObject.Builder ours = params.toBuilder()
                    .with("auth", JsonObject.with("token", credential.reveal()).build());
            if (params.has("device")) {
                String nonce = params.object("device").text("nonce");
                ours.with("device", device.proof(params, credential.reveal(), nonce));
            }
            return request.toBuilder()
                    .with("params", ours.build())
                    .build()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (ContractException e) {
            throw FirstMessage.refuse("a first message that is no JSON object");
        }
    }
}
