package moltbot.gateway.channel.discord;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonReader;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressGet;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.egress.EgressSocket;
import moltbot.gateway.egress.EgressUpload;
import moltbot.gateway.egress.Multipart;
import moltbot.gateway.vault.Secret;
import moltbot.gateway.vault.Secrets;
import org.jspecify.annotations.Nullable;

/// Asks Discord's HTTP API, and opens its Gateway. The key is put in by the egress alone. What Discord wants to be left
/// alone for is waited for where it is short, and told where it is not. Safe for several threads.
final class DiscordApi {
    private static final System.Logger LOG = System.getLogger("discord");
    private static final int OK = 200;
    private static final int MOST_BYTES = 8 << 20;
    private static final Fetched NOT_GIVEN = new Fetched.Missing("Discord could not give it");

    /// Where Discord keeps files.
    static final Set<String> FILES = Set.of("cdn.discordapp.com", "media.discordapp.net");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Map<String, String> HEADERS =
            Map.of("accept", "application/json", "user-agent", "DiscordBot (moltbot, 1)");

    private final Egress egress;
    private final Secrets secrets;
    private final URI base;
    private final Limits limits = new Limits(System::nanoTime);

    /// @param base  such as `https://discord.com`
    DiscordApi(Egress egress, Secrets secrets, URI base) {
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
        Optional<Secret> key = secrets.find(DiscordChannel.SECRET);
        if (key.isEmpty()) {
            return new Introduction(new Reply.NoKey(), null);
        }
        Reply reply = get(key.get(), "users/@me", "");
        try {
            return new Introduction(
                    reply, reply instanceof Reply.Done(JsonObject user) ? Bot.read(user, key.get()) : null);
        } catch (ContractException e) {
            return new Introduction(new Reply.Broken(OK), null);
        }
    }

    /// Opens the Gateway that Discord named.
    ///
    /// @throws ContractException  where it is none of Discord's, or cannot be reached
    EgressSocket gateway(String url) throws InterruptedException {
        return egress.socket(URI.create(url.replaceAll("/+$", "") + "/?v=10&encoding=json"));
    }

    /// @param query  with its question mark; may be empty
    Reply get(Secret key, String path, String query) throws InterruptedException {
        EgressGet get = new EgressGet(target(path + query), HEADERS, credential(key));
        return call(key, "GET " + path, () -> egress.get(get));
    }

    Reply post(Secret key, String path, JsonObject body) throws InterruptedException {
        EgressPost post = new EgressPost(target(path), HEADERS, credential(key), body);
        return call(key, "POST " + path, () -> egress.post(post));
    }

    Reply put(Secret key, String path, JsonArray body) throws InterruptedException {
        EgressUpload put = json(key, path, body.toString());
        return call(key, "PUT " + path, () -> egress.put(put));
    }

    /// Changes a message.
    Reply change(Secret key, String message, JsonObject body) throws InterruptedException {
        EgressUpload change = json(key, message, body.toString());
        return call(key, "PATCH " + parent(message), () -> egress.patch(change));
    }

    /// Deletes a message.
    Reply delete(Secret key, String message) throws InterruptedException {
        EgressGet delete = new EgressGet(target(message), HEADERS, credential(key));
        return call(key, "DELETE " + parent(message), () -> egress.delete(delete));
    }

    private EgressUpload json(Secret key, String path, String body) {
        return new EgressUpload(
                target(path), HEADERS, credential(key), "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    /// What of a message's place the limits are counted by.
    private static String parent(String message) {
        return message.substring(0, message.lastIndexOf('/'));
    }

    /// Answers an interaction. Its token, by which anybody could, is in nothing that is said.
    Reply callBack(Secret key, String id, String token, JsonObject body) throws InterruptedException {
        URI there = target("interactions/" + id + "/" + token + "/callback");
        return call(key, "POST interactions", () -> egress.post(new EgressPost(there, HEADERS, credential(key), body)));
    }

    /// A method that is given a file.
    Reply upload(Secret key, String path, Multipart form) throws InterruptedException {
        EgressUpload upload = new EgressUpload(target(path), HEADERS, credential(key), form.contentType(), form.body());
        return call(key, "POST " + path, () -> egress.upload(upload));
    }

    /// Gives the bytes of a file, from where Discord keeps files and from nowhere else. No key is sent there: its
    /// address lets whoever has it in, for a day.
    Fetched download(String url, int most) throws InterruptedException {
        URI target;
        try {
            target = URI.create(url);
        } catch (IllegalArgumentException e) {
            return NOT_GIVEN;
        }
        if (target.getHost() == null
                || !(FILES.contains(target.getHost()) || target.getHost().equals(base.getHost()))) {
            LOG.log(System.Logger.Level.WARNING, "Discord named a file in a way that is not followed.");
            return NOT_GIVEN;
        }
        try (EgressAnswer answer = egress.get(new EgressGet(target, Map.of(), Optional.empty()))) {
            return answer.status() == OK ? new Fetched.Whole(answer.body(most)) : NOT_GIVEN;
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A file could not be fetched: {0}", e.getMessage());
            return e.code() == Code.TOO_LARGE ? Fetched.tooLarge() : new Fetched.Missing("Discord did not answer");
        }
    }

    private URI target(String path) {
        return URI.create(base.toString().replaceAll("/+$", "") + "/api/v10/" + path);
    }

    private static Optional<Credential> credential(Secret key) {
        return Optional.of(new Credential.InHeader("authorization", "Bot ", key));
    }

    @FunctionalInterface
    private interface Question {
        EgressAnswer ask() throws InterruptedException;
    }

    private Reply call(Secret key, String route, Question question) throws InterruptedException {
        Duration pause = limits.pause(route);
        if (pause.compareTo(LONGEST_WAIT) > 0) {
            return new Reply.Refused(Reply.TOO_MANY, 0, "", pause);
        }
        rest(pause);
        try (EgressAnswer answer = question.ask()) {
            limits.heard(route, answer);
            return read(route, answer, key);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} brought no answer: {1}", route, e.getMessage());
            return e.code() == Code.UNAVAILABLE || e.code() == Code.REFUSED ? new Reply.NotSent() : new Reply.Lost();
        }
    }

    private static void rest(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private Reply read(String route, EgressAnswer answer, Secret key) throws InterruptedException {
        int status = answer.status();
        byte[] body = answer.body(MOST_BYTES);
        boolean good = status >= OK && status < 300;
        try {
            JsonValue json = body.length == 0 && good ? JsonObject.EMPTY : JsonReader.value(body);
            if (good) {
                return new Reply.Done(json);
            }
            if (json instanceof JsonObject refusal && refusal.has("message")) {
                return refused(route, status, refusal, key);
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "An answer with status {0} cannot be read.", status);
        }
        if (status == Reply.TOO_MANY) {
            // Said by whoever stands before Discord.
            Duration pause = Duration.ofSeconds(answer.retryAfterSeconds().orElse(0));
            limits.closeAll(pause);
            return new Reply.Refused(status, 0, "", pause);
        }
        return new Reply.Broken(status);
    }

    private Reply refused(String route, int status, JsonObject refusal, Secret key) {
        Duration pause = refusal.find("retry_after")
                .map(seconds -> Limits.seconds(seconds.toString()))
                .orElse(Duration.ZERO);
        if (status == Reply.TOO_MANY && refusal.flagOr("global", false)) {
            limits.closeAll(pause);
        } else if (status == Reply.TOO_MANY) {
            limits.close(route, pause);
        }
        return new Reply.Refused(
                status, (int) refusal.numberOr("code", 0), key.scrub(refusal.textOr("message", "")), pause);
    }
}
