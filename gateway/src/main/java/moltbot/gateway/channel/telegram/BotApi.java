package moltbot.gateway.channel.telegram;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressGet;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.egress.EgressUpload;
import moltbot.gateway.egress.Multipart;
import moltbot.gateway.vault.Secret;
import moltbot.gateway.vault.Secrets;
import org.jspecify.annotations.Nullable;

/// Asks the Bot API. The key is part of each request's path, so it is put there by the egress alone; nothing here
/// knows it, and of what fails only the kind is told. Safe for several threads.
final class BotApi {
    private static final System.Logger LOG = System.getLogger("telegram");
    private static final int OK = 200;
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_SHOWN = 300;
    private static final Map<String, String> JSON = Map.of("accept", "application/json");

    /// Such as `photos/file_7.jpg`.
    private static final Pattern FILE_PATH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]{0,255}");
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

    private final Egress egress;
    private final Secrets secrets;
    private final URI base;

    /// @param base  such as `https://api.telegram.org`
    BotApi(Egress egress, Secrets secrets, URI base) {
        this.egress = egress;
        this.secrets = secrets;
        this.base = base;
    }

    /// What came of asking who the bot is.
    ///
    /// @param bot  null where that is not known
    record Introduction(Reply reply, @Nullable Bot bot) {}

    /// Asks who the bot is whose key is in the vault now.
    Introduction introduce() throws InterruptedException {
        Optional<Secret> key = secrets.find(TelegramChannel.SECRET);
        if (key.isEmpty()) {
            return new Introduction(new Reply.NoKey(), null);
        }
        Reply reply = call(key.get(), "getMe", JsonObject.EMPTY);
        try {
            return new Introduction(
                    reply, reply instanceof Reply.Done(JsonObject user) ? Bot.read(user, key.get()) : null);
        } catch (ContractException e) {
            return new Introduction(new Reply.Broken(OK, ""), null);
        }
    }

    Reply call(Secret key, String method, JsonObject parameters) throws InterruptedException {
        Credential credential = new Credential.InPath("/bot", key, "/" + method);
        EgressPost post = new EgressPost(base, JSON, Optional.of(credential), parameters);
        return answered(method, key, () -> egress.post(post));
    }

    /// Calls a method that is given a file.
    Reply upload(Secret key, String method, Multipart form) throws InterruptedException {
        Credential credential = new Credential.InPath("/bot", key, "/" + method);
        EgressUpload upload = new EgressUpload(base, JSON, Optional.of(credential), form.contentType(), form.body());
        return answered(method, key, () -> egress.upload(upload));
    }

    @FunctionalInterface
    private interface Question {
        EgressAnswer ask() throws InterruptedException;
    }

    private static Reply answered(String method, Secret key, Question question) throws InterruptedException {
        try (EgressAnswer answer = question.ask()) {
            return read(answer, key);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} brought no answer: {1}", method, e.getMessage());
            if (e.code() == Code.REFUSED) {
                return refused(e);
            }
            return e.code() == Code.UNAVAILABLE ? new Reply.NotSent() : new Reply.Lost();
        }
    }

    /// Gives the bytes of a file, whose path the method `getFile` has told.
    Fetched download(Secret key, String path, int most) throws InterruptedException {
        if (!FILE_PATH.matcher(path).matches() || path.contains("..")) {
            LOG.log(System.Logger.Level.WARNING, "Telegram named a file in a way that is not followed.");
            return new Fetched.Missing("Telegram could not give it");
        }
        Credential credential = new Credential.InPath("/file/bot", key, "/" + path);
        try (EgressAnswer answer = egress.get(new EgressGet(base, Map.of(), Optional.of(credential)))) {
            return answer.status() == OK
                    ? new Fetched.Whole(answer.body(most))
                    : new Fetched.Missing("Telegram could not give it");
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A file could not be fetched: {0}", e.getMessage());
            return e.code() == Code.TOO_LARGE ? Fetched.tooLarge() : new Fetched.Missing("Telegram did not answer");
        }
    }

    /// What our own side would not send: a key that is none is as good as one that is not known any more.
    private static Reply refused(ContractException e) {
        return e.reason().equals("bad-key")
                ? new Reply.Refused(Reply.UNAUTHORIZED, "Unauthorized", Duration.ZERO, false)
                : new Reply.NotSent();
    }

    private static Reply read(EgressAnswer answer, Secret key) throws InterruptedException {
        byte[] body = answer.body(MOST_BYTES);
        try {
            JsonObject json = JsonObject.parse(body);
            if (json.flag("ok")) {
                return new Reply.Done(json.find("result").orElse(JsonValue.NULL));
            }
            JsonObject parameters = json.objectOr("parameters", JsonObject.EMPTY);
            return new Reply.Refused(
                    json.integer("error_code"),
                    key.scrub(json.textOr("description", "")),
                    pause(parameters.numberOr("retry_after", 0)),
                    parameters.has("migrate_to_chat_id"));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "An answer with status {0} cannot be read.", answer.status());
            if (answer.status() == Reply.TOO_MANY) {
                // Said by whoever stands before the Bot API.
                long seconds = answer.retryAfterSeconds().orElse(0);
                return new Reply.Refused(Reply.TOO_MANY, "", pause(seconds), false);
            }
            String text = new String(body, 0, Math.min(body.length, MOST_SHOWN), StandardCharsets.UTF_8);
            return new Reply.Broken(answer.status(), key.scrub(text));
        }
    }

    private static Duration pause(long seconds) {
        return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_PAUSE.toSeconds()));
    }
}
