package moltbot.contract.link;

import java.util.Base64;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// The right to use one link: who may call, and the secret that proves it. Made anew at every start by the
/// supervisor and known only to the two ends. Prints without its key.
public record Capability(String peer, byte[] key) {
    public Capability {
        if (!peer.matches("[a-z]{1,32}")) {
            throw ContractException.malformed("A link's peer must be a short lower-case word.");
        }
        if (key.length != Seal.KEY_BYTES) {
            throw ContractException.malformed("A link's key must have " + Seal.KEY_BYTES + " bytes.");
        }
        key = key.clone();
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    public JsonObject toJson() {
        return JsonObject.with("peer", peer)
                .with("key", Base64.getEncoder().encodeToString(key))
                .build();
    }

    public static Capability fromJson(JsonObject json) {
        return new Capability(json.text("peer"), json.bytes("key"));
    }

    @Override
    public String toString() {
        return "Capability[" + peer + ", [redacted]]";
    }
}
