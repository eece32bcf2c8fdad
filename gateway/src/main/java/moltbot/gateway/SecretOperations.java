package moltbot.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.gateway.vault.Vault;

/// What the owner may do with keys from the host: set them and see their names. Nothing gives a key back.
final class SecretOperations {
    private static final System.Logger LOG = System.getLogger("secrets");
    private static final int MAX_VALUE_BYTES = 64 << 10;

    private final Vault vault;
    private final Consumer<String> changed;

    /// @param changed  told the name of each key that was set
    SecretOperations(Vault vault, Consumer<String> changed) {
        this.vault = vault;
        this.changed = changed;
    }

    /// `secret.set`.
    void set(LinkExchange exchange) throws InterruptedException {
        String name = SecretNames.known(exchange.head().text("name"));
        vault.set(name, text(exchange.readBody(MAX_VALUE_BYTES)));
        LOG.log(System.Logger.Level.INFO, "The key {0} was set.", name);
        changed.accept(name);
        exchange.reply(JsonObject.EMPTY);
    }

    /// `secret.names`.
    void names(LinkExchange exchange) {
        exchange.reply(
                JsonObject.with("names", JsonArray.ofTexts(vault.names())).build());
    }

    /// `secret.judge`.
    void judge(LinkExchange exchange) {
        exchange.reply(vault.judged());
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refusal(e);
        }
    }

    private static ContractException refusal(CharacterCodingException cause) {
        ContractException refusal = ContractException.refused("bad-value", "That is not a key: it is not text.");
        refusal.initCause(cause);
        return refusal;
    }
}
