package moltbot.gateway.channel.signal;

import java.time.Duration;
import java.util.Base64;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.signal.rpc.Rpc.Reply;
import moltbot.gateway.channel.signal.rpc.RpcClient;

/// The request `getAttachment`: signal-cli has loaded the file, and gives it in base64.
final class Fetching {
    private static final System.Logger LOG = System.getLogger("signal");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Fetching() {}

    /// @param account  the house's own
    static Fetched fetch(RpcClient client, String account, Incoming.Offered file, int most)
            throws InterruptedException {
        JsonObject request =
                JsonObject.with("account", account).with("id", file.reference()).build();
        Reply reply = client.ask("getAttachment", request, PATIENCE);
        if (!(reply instanceof Reply.Result(JsonObject result))) {
            LOG.log(System.Logger.Level.WARNING, "A file could not be fetched from signal-cli.");
            return new Fetched.Missing("Signal could not give it");
        }
        String data = result.textOr("data", "");
        if (data.length() / 4L * 3 > most + 2L) {
            return Fetched.tooLarge();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(data);
            return bytes.length > most ? Fetched.tooLarge() : new Fetched.Whole(bytes);
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "signal-cli gave a file that is no base64.", e);
            return new Fetched.Missing("Signal gave nothing that can be read");
        }
    }
}
