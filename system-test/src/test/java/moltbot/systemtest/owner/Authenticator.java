package moltbot.systemtest.owner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// The authenticator in a person's laptop, as Chromium plays it for tests (DevTools protocol, domain WebAuthn): it
/// keeps passkeys, and is satisfied with whoever's finger it is.
final class Authenticator {
    private final CDPSession devTools;
    private final String id;

    private Authenticator(CDPSession devTools, String id) {
        this.devTools = devTools;
        this.id = id;
    }

    /// One without any passkey, for this page.
    static Authenticator of(Page page) {
        CDPSession devTools = page.context().newCDPSession(page);
        devTools.send("WebAuthn.enable");
        return plugIn(devTools);
    }

    /// Takes this one out and puts in another, which has none of its passkeys.
    Authenticator another() {
        JsonObject mine = new JsonObject();
        mine.addProperty("authenticatorId", id);
        devTools.send("WebAuthn.removeVirtualAuthenticator", mine);
        return plugIn(devTools);
    }

    private static Authenticator plugIn(CDPSession devTools) {
        JsonObject kind = new JsonObject();
        kind.addProperty("protocol", "ctap2");
        kind.addProperty("transport", "internal");
        kind.addProperty("hasResidentKey", true);
        kind.addProperty("hasUserVerification", true);
        kind.addProperty("isUserVerified", true);
        kind.addProperty("automaticPresenceSimulation", true);
        JsonObject options = new JsonObject();
        options.add("options", kind);
        JsonObject added = devTools.send("WebAuthn.addVirtualAuthenticator", options);
        return new Authenticator(devTools, added.get("authenticatorId").getAsString());
    }

    /// How many passkeys it keeps.
    int passkeys() {
        JsonObject mine = new JsonObject();
        mine.addProperty("authenticatorId", id);
        JsonArray kept = devTools.send("WebAuthn.getCredentials", mine).getAsJsonArray("credentials");
        return kept.size();
    }

    /// Gives it a passkey for a site that the site has never seen.
    void forge(String rpId) throws NoSuchAlgorithmException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        try {
            keys.initialize(new ECGenParameterSpec("secp256r1"));
        } catch (java.security.InvalidAlgorithmParameterException e) {
            throw new NoSuchAlgorithmException(e);
        }
        KeyPair pair = keys.generateKeyPair();
        JsonObject passkey = new JsonObject();
        passkey.addProperty(
                "credentialId",
                base64("a-passkey-nobody-enrolled".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        passkey.addProperty("isResidentCredential", true);
        passkey.addProperty("rpId", rpId);
        passkey.addProperty("privateKey", base64(pair.getPrivate().getEncoded()));
        passkey.addProperty("userHandle", base64("owner".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        passkey.addProperty("signCount", 1);
        JsonObject added = new JsonObject();
        added.addProperty("authenticatorId", id);
        added.add("credential", passkey);
        devTools.send("WebAuthn.addCredential", added);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
