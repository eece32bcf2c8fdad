package moltbot.gateway.channel.slack;

import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;

/// Files, both ways ([uploads](https://docs.slack.dev/messaging/working-with-files/)).
final class Transfer {
    private static final Fetched NOT_GIVEN = new Fetched.Missing("Slack could not give it");

    private final SlackApi api;

    Transfer(SlackApi api) {
        this.api = api;
    }

    /// Where a file is Slack is asked when it is wanted: a message may tell of it too little.
    Fetched fetch(Bot bot, Incoming.Offered offered, int most) throws InterruptedException {
        Reply reply = api.get(bot.key(), "files.info", Map.of("file", offered.reference()));
        if (!(reply instanceof Reply.Done(JsonObject body))) {
            return NOT_GIVEN;
        }
        JsonObject file = body.objectOr("file", JsonObject.EMPTY);
        if (!Offers.isKept(file)) {
            return NOT_GIVEN;
        }
        if (file.numberOr("size", 0) > most) {
            return Fetched.tooLarge();
        }
        String url = file.textOr("url_private_download", file.textOr("url_private", ""));
        return api.download(bot.key(), url, file.textOr("mimetype", "").startsWith("text/html"), most);
    }

    /// Only the last of three requests shows it to anybody.
    Outcome send(Bot bot, Places.Spot spot, OutgoingFile file) throws InterruptedException {
        Reply place = api.get(
                bot.key(),
                "files.getUploadURLExternal",
                Map.of("filename", file.name(), "length", Integer.toString(file.bytes().length)));
        if (!(place instanceof Reply.Done(JsonObject found))) {
            return Sending.before(place);
        }
        Reply brought = api.upload(found.textOr("upload_url", ""), file.bytes());
        if (!(brought instanceof Reply.Done)) {
            return Sending.before(brought);
        }
        return Sending.outcome(api.post(
                bot.key(), "files.completeUploadExternal", Sending.file(spot, found.textOr("file_id", ""), file)));
    }
}
