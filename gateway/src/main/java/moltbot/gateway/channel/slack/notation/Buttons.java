package moltbot.gateway.channel.slack.notation;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// Answers that are tapped, as a [block of buttons](https://docs.slack.dev/reference/block-kit/blocks/actions-block).
public final class Buttons {
    /// What Slack calls what comes of them.
    public static final String TAPPED = "block_actions";

    private static final String KIND = "actions";

    private Buttons() {}

    /// A message's blocks with buttons behind them.
    public static JsonArray under(JsonArray blocks, List<QuickReply> replies) {
        List<JsonObject> buttons = new ArrayList<>();
        for (QuickReply reply : replies) {
            buttons.add(JsonObject.with("type", "button")
                    .with(
                            "text",
                            JsonObject.with("type", "plain_text")
                                    .with("text", reply.label())
                                    .with("emoji", false)
                                    .build())
                    .with("action_id", "reply-" + buttons.size())
                    .with("value", reply.says())
                    .build());
        }
        List<JsonObject> all = new ArrayList<>(blocks.objects());
        all.add(JsonObject.with("type", KIND)
                .with("elements", JsonArray.of(buttons))
                .build());
        return JsonArray.of(all);
    }

    /// The same blocks without the buttons.
    public static JsonArray without(JsonArray blocks) {
        return JsonArray.of(blocks.objects().stream()
                .filter(block -> !block.textOr("type", "").equals(KIND))
                .toList());
    }
}
