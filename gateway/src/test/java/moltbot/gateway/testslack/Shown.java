package moltbot.gateway.testslack;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What people see of a message, and whether its blocks are ones that Slack takes.
public final class Shown {
    private static final Set<String> STYLES = Set.of("bold", "italic", "strike", "code");

    private Shown() {}

    /// The text, with what stands by itself on lines of its own.
    public static String of(JsonObject request) {
        if (!request.has("blocks")) {
            return request.textOr("text", "")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&");
        }
        List<String> lines = new ArrayList<>();
        for (JsonObject block : request.list("blocks").objects()) {
            for (JsonObject part : block.list("elements").objects()) {
                StringBuilder line = new StringBuilder();
                part.list("elements").objects().forEach(piece -> line.append(piece.text("text")));
                lines.add(line.toString());
            }
        }
        return String.join("\n", lines);
    }

    /// Whether Slack takes the blocks.
    static boolean isValid(JsonObject request) {
        try {
            return request.listOr("blocks", JsonArray.EMPTY).objects().stream().allMatch(Shown::isBlock);
        } catch (ContractException e) {
            return false;
        }
    }

    private static boolean isBlock(JsonObject block) {
        List<JsonObject> parts = block.list("elements").objects();
        return block.text("type").equals("rich_text")
                && !parts.isEmpty()
                && parts.stream().allMatch(Shown::isPart);
    }

    private static boolean isPart(JsonObject part) {
        boolean code = part.text("type").equals("rich_text_preformatted");
        List<JsonObject> pieces = part.list("elements").objects();
        return (code || part.text("type").equals("rich_text_section"))
                && !pieces.isEmpty()
                && pieces.stream().allMatch(piece -> isPiece(piece, code));
    }

    private static boolean isPiece(JsonObject piece, boolean code) {
        JsonObject style = piece.objectOr("style", JsonObject.EMPTY);
        boolean styled = STYLES.containsAll(style.fields().keySet()) && (!code || !piece.has("style"));
        boolean link = piece.text("type").equals("link") && piece.text("url").startsWith("http");
        return styled
                && (link || piece.text("type").equals("text"))
                && !piece.text("text").isEmpty();
    }
}
