package moltbot.gateway.channel.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.FileNames;
import moltbot.gateway.channel.Incoming.Offered;

/// The [files](https://docs.slack.dev/reference/objects/file-object/) of a message that Slack itself keeps.
final class Offers {
    private static final Set<String> NOT_KEPT = Set.of("external", "tombstone", "hidden_by_limit");

    private Offers() {}

    static List<Offered> of(JsonObject message) {
        List<Offered> files = new ArrayList<>();
        for (JsonObject file : message.listOr("files", JsonArray.EMPTY).objects()) {
            if (isKept(file)) {
                String name = FileNames.of(file.textOr("name", ""), file.textOr("mimetype", ""));
                files.add(new Offered(file.text("id"), name, file.numberOr("size", 0)));
            }
        }
        return List.copyOf(files);
    }

    static boolean isKept(JsonObject file) {
        return Bot.isId(file.textOr("id", ""))
                && !NOT_KEPT.contains(file.textOr("mode", ""))
                && !file.flagOr("is_external", false);
    }
}
