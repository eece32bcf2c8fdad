package moltbot.gateway.model.remote;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import moltbot.contract.seal.Seal;

/// Ids of tool calls that every provider takes: one's ids come back to another when a conversation moves on.
public final class CallIds {
    /// OpenAI takes no longer ones.
    private static final int LONGEST = 40;

    private CallIds() {}

    /// For a call that came without an id.
    public static String fresh() {
        return "call_" + UUID.randomUUID().toString().replace("-", "");
    }

    /// The same id, or one that stands for it where it is too long or has other letters than `a-z A-Z 0-9 _ -`.
    public static String fitting(String id) {
        boolean fits = !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(CallIds::accepted);
        return fits
                ? id
                : "call_" + Seal.sha256Hex(id.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    private static boolean accepted(int letter) {
        return letter < 0x80 && (Character.isLetterOrDigit(letter) || letter == '-' || letter == '_');
    }
}
