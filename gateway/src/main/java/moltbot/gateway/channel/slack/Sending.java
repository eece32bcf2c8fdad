package moltbot.gateway.channel.slack;

import java.time.Duration;
import java.util.List;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.channel.slack.notation.Buttons;
import moltbot.gateway.channel.slack.notation.RichText;

/// The requests that say something, and what their answers mean.
final class Sending {
    private static final System.Logger LOG = System.getLogger("slack");
    private static final Duration LONG = Duration.ofMinutes(5);

    private Sending() {}

    /// For `chat.postMessage`. Nothing in it calls anybody, whatever it says, and nobody's servers are to fetch what it
    /// links to.
    static JsonObject request(Places.Spot spot, OutgoingText message) {
        JsonArray text = RichText.of(message.text());
        return plain(spot, message.text()).toBuilder()
                .with("blocks", message.replies().isEmpty() ? text : Buttons.under(text, message.replies()))
                .build();
    }

    /// The same without styles.
    static JsonObject plain(Places.Spot spot, Styled text) {
        JsonObject.Builder request = JsonObject.with("channel", spot.channel())
                .with("text", RichText.plain(text))
                .with("mrkdwn", false)
                .with("parse", "none")
                .with("link_names", false)
                .with("unfurl_links", false)
                .with("unfurl_media", false);
        if (!spot.thread().isEmpty()) {
            request.with("thread_ts", spot.thread());
        }
        return request.build();
    }

    /// For `files.completeUploadExternal`.
    static JsonObject file(Places.Spot spot, String id, OutgoingFile file) {
        JsonObject.Builder request = JsonObject.with(
                        "files",
                        JsonArray.of(List.of(JsonObject.with("id", id)
                                .with("title", file.name())
                                .build())))
                .with("channel_id", spot.channel());
        if (!spot.thread().isEmpty()) {
            request.with("thread_ts", spot.thread());
        }
        return request.build();
    }

    static Outcome outcome(Reply reply) {
        return switch (reply) {
            case Reply.Done _ -> new Outcome.Sent();
            case Reply.Refused refused -> refused(refused);
            // Whoever answered stands before Slack, or it broke down: nobody knows how far it came.
            case Reply.Broken(int status)
            when status < 300 || status >= Reply.SERVER ->
                new Outcome.Unknown("Slack answered with status " + status + " and nothing that can be read.");
            case Reply.Broken(int status) ->
                new Outcome.Later("Something on the way to Slack refused it (" + status + ").", Duration.ZERO);
            case Reply.NotSent() -> new Outcome.Later("Slack could not be reached.", Duration.ZERO);
            case Reply.Lost() -> new Outcome.Unknown("Slack's answer did not come.");
            case Reply.NoKey none -> new Outcome.Later(Words.of(none), LONG);
        };
    }

    /// The same of what was only asked for before something is said: nothing can have been said by it.
    static Outcome before(Reply reply) {
        return outcome(reply) instanceof Outcome.Unknown(String why)
                ? new Outcome.Later(why, Duration.ZERO)
                : outcome(reply);
    }

    private static Outcome refused(Reply.Refused refused) {
        if (refused.isFailure()) {
            return new Outcome.Unknown("Slack failed in the middle of it (" + refused.error() + ").");
        }
        if (refused.ofKey() || refused.ofScope()) {
            return new Outcome.Later(Words.of(refused), LONG);
        }
        if (refused.isLimited()) {
            return new Outcome.Later(
                    "Slack asks for fewer messages.", refused.retryAfter().isZero() ? LONG : refused.retryAfter());
        }
        LOG.log(System.Logger.Level.WARNING, "A message was refused: {0}", refused.error());
        return switch (refused.error()) {
            case "service_unavailable", "team_added_to_org", "message_limit_exceeded" ->
                new Outcome.Later("Slack cannot take it now (" + refused.error() + ").", LONG);
            case "channel_not_found", "not_in_channel", "user_not_found", "users_not_found" ->
                new Outcome.Never(
                        "Slack does not let the bot write there: it is not a member, or they are not there any"
                                + " more.");
            case "is_archived" -> new Outcome.Never("The channel in Slack is archived.");
            case "thread_not_found", "thread_locked" -> new Outcome.Never("The thread in that channel is gone.");
            case "messages_tab_disabled", "cannot_dm_bot", "user_disabled", "restricted_action" ->
                new Outcome.Never("Slack does not let the bot write to them (" + refused.error() + ").");
            default -> new Outcome.Never("Slack refused this message for good (" + refused.error() + ").");
        };
    }
}
