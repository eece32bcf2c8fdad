package moltbot.breaker.upstream.http;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// The device that the guard is to an OpenClaw gateway. What a device signs holds the token it shows (payload `v3` of
/// the gateway's protocol 4), so a browser that does not have the token cannot sign for it: the guard does, with a key
/// of its own, in the place of the browser's. Thread-safe. Prints as nothing of its key.
final class OpenClawDevice {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Ed25519PrivateKeyParameters key;
    private final byte[] publicKey;
    private final InstantSource clock;

    /// @param seed  32 random bytes, kept
    OpenClawDevice(byte[] seed, InstantSource clock) {
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
        this.publicKey = key.generatePublicKey().getEncoded();
        this.clock = clock;
    }

    /// The proof for a `connect` with these parameters and this token.
    ///
    /// @param nonce  of the gateway's challenge
    JsonObject proof(JsonObject params, String token, String nonce) {
        JsonObject client = params.objectOr("client", JsonObject.EMPTY);
        String id = Seal.sha256Hex(publicKey);
        long signedAt = clock.millis();
        String payload = String.join(
                "|",
                "v3",
                id,
                client.textOr("id", ""),
                client.textOr("mode", ""),
                params.textOr("role", "operator"),
                String.join(",", params.listOr("scopes", JsonArray.EMPTY).texts()),
                Long.toString(signedAt),
                token,
                nonce,
                plain(client.textOr("platform", "")),
                plain(client.textOr("deviceFamily", "")));
        return JsonObject.with("id", id)
                .with("publicKey", BASE64.encodeToString(publicKey))
                .with("signature", BASE64.encodeToString(sign(payload.getBytes(StandardCharsets.UTF_8))))
                .with("signedAt", signedAt)
                .with("nonce", nonce)
                .build();
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private byte[] sign(byte[] payload) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(payload, 0, payload.length);
        return signer.generateSignature();
    }

    @Override
    public String toString() {
        return "OpenClawDevice";
    }
}
