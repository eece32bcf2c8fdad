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

    private static final int MOST_BUTTONS = 25;
    private static final int LONGEST_LABEL = 75;
    private static final int LONGEST_ID = 255;
    private static final int LONGEST_VALUE = 2_000;

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
            if (block.text("type").equals("actions")) {
                continue;
            }
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
        if (block.text("type").equals("actions")) {
            return !parts.isEmpty()
                    && parts.size() <= MOST_BUTTONS
                    && parts.stream().allMatch(Shown::isButton);
        }
        return block.text("type").equals("rich_text")
                && !parts.isEmpty()
                && parts.stream().allMatch(Shown::isPart);
    }

    private static boolean isButton(JsonObject part) {
        JsonObject label = part.object("text");
        return part.text("type").equals("button")
                && label.text("type").equals("plain_text")
                && label.text("text").length() <= LONGEST_LABEL
                && part.text("action_id").length() <= LONGEST_ID
                && part.text("value").length() <= LONGEST_VALUE;
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
