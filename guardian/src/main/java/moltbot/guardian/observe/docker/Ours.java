package moltbot.guardian.observe.docker;

import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.guardian.fact.docker.Container.Role;

/// Which containers are ours: the one this process runs in, those that share its network, and those that say so by a
/// label. A container that is none of these is its owner's affair.
///
/// @param self  id of the container this process runs in, or empty
record Ours(String self) {
    static final String LABEL = "moltbot";
    static final String SANDBOX = "moltbot.sandbox";
    private static final int SHORT_ID = 12;

    Role role(JsonObject listed) {
        Map<String, JsonValue> labels =
                listed.objectOr("Labels", JsonObject.EMPTY).fields();
        if (labels.containsKey(SANDBOX) || listed.textOr("Image", "").startsWith("moltbot-sandbox")) {
            return Role.SANDBOX;
        }
        boolean named = labels.keySet().stream().anyMatch(label -> label.equals(LABEL) || label.startsWith("moltbot."));
        return named || isSelf(listed.text("Id")) || joinsSelf(listed) ? Role.HOUSE : Role.OTHERS;
    }

    private boolean isSelf(String id) {
        return self.length() >= SHORT_ID && id.startsWith(self);
    }

    private boolean joinsSelf(JsonObject listed) {
        String network = listed.objectOr("HostConfig", JsonObject.EMPTY).textOr("NetworkMode", "");
        return network.startsWith("container:") && isSelf(network.substring("container:".length()));
    }
}
