package moltbot.gateway.channel.slack;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.bot.Limits;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressGet;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.egress.EgressSocket;
import moltbot.gateway.egress.EgressUpload;
import moltbot.gateway.vault.Secret;
import moltbot.gateway.vault.Secrets;
import org.jspecify.annotations.Nullable;

/// Asks Slack's [Web API](https://docs.slack.dev/apis/web-api/), opens its sockets and moves files. Keys are put in by
/// the egress alone. What Slack wants to be left alone for is waited for where it is short, and told where it is not.
/// Safe for several threads.
final class SlackApi {
    private static final System.Logger LOG = System.getLogger("slack");
    private static final int MOST_BYTES = 8 << 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final String FILES = "files.slack.com";
    private static final Map<String, String> HEADERS = Map.of("accept", "application/json");
    private static final Fetched NOT_GIVEN = new Fetched.Missing("Slack could not give it");

    private final Egress egress;
    private final Secrets secrets;
    private final URI base;
    /// [By kind of request](https://docs.slack.dev/apis/web-api/rate-limits/).
    private final Limits limits = new Limits(System::nanoTime);
    private volatile Runnable refused = () -> {};

    /// @param base  such as `https://slack.com`
    SlackApi(Egress egress, Secrets secrets, URI base) {
        this.egress = egress;
        this.secrets = secrets;
        this.base = base;
    }

    /// Has it told where Slack does not take a key, whatever was asked with it. Quick.
    void whenRefused(Runnable told) {
        refused = told;
    }

    /// What came of asking who the bot is.
    ///
    /// @param bot  null where that is not known
    record Introduction(Reply reply, @Nullable Bot bot) {}

    /// Asks who the bot is whose key is in the vault now.
    Introduction introduce() throws InterruptedException {
        Optional<Secret> key = secrets.find(SlackChannel.BOT_SECRET);
        Optional<Secret> appKey = secrets.find(SlackChannel.APP_SECRET);
        if (key.isEmpty() || appKey.isEmpty()) {
            String missing = key.isEmpty() ? SlackChannel.BOT_SECRET : SlackChannel.APP_SECRET;
            return new Introduction(new Reply.NoKey(missing), null);
        }
        Reply reply = post(key.get(), "auth.test", JsonObject.EMPTY);
        try {
            return new Introduction(
                    reply,
                    reply instanceof Reply.Done(JsonObject self) ? Bot.read(self, key.get(), appKey.get()) : null);
        } catch (ContractException e) {
            return new Introduction(new Reply.Broken(Reply.OK), null);
        }
    }

    /// Opens the socket that Slack named; its address lets whoever has it in, so it is in nothing that is said.
    ///
    /// @throws ContractException  where it is none of Slack's, or cannot be reached
    EgressSocket socket(String url) throws InterruptedException {
        URI target;
        try {
            target = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw ContractException.malformed("What Slack named as its socket is no address.");
        }
        return egress.socket(target);
    }

    /// A method that only asks.
    Reply get(Secret key, String method, Map<String, String> values) throws InterruptedException {
        String query = values.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        EgressGet get = new EgressGet(target(method + "?" + query), HEADERS, credential(key));
        return call(method, () -> egress.get(get));
    }

    Reply post(Secret key, String method, JsonObject body) throws InterruptedException {
        EgressPost post = new EgressPost(target(method), HEADERS, credential(key), body);
        // What is said is counted channel by channel.
        String kind = method.startsWith("chat.") ? method + body.textOr("channel", "") : method;
        return call(kind, () -> egress.post(post));
    }

    private URI target(String method) {
        return URI.create(base.toString().replaceAll("/+$", "") + "/api/" + method);
    }

    private static Optional<Credential> credential(Secret key) {
        return Optional.of(new Credential.InHeader("authorization", "Bearer ", key));
    }

    @FunctionalInterface
    private interface Question {
        EgressAnswer ask() throws InterruptedException;
    }

    private Reply call(String kind, Question question) throws InterruptedException {
        Duration pause = limits.pause(kind);
        if (pause.compareTo(LONGEST_WAIT) > 0) {
            return Reply.Refused.limited(pause);
        }
        rest(pause);
        try (EgressAnswer answer = question.ask()) {
            return read(kind, answer);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} brought no answer: {1}", kind, e.getMessage());
            return e.code() == Code.UNAVAILABLE || e.code() == Code.REFUSED ? new Reply.NotSent() : new Reply.Lost();
        }
    }

    /// Waits for so long.
    static void rest(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private Reply read(String kind, EgressAnswer answer) throws InterruptedException {
        int status = answer.status();
        if (status == Reply.TOO_MANY) {
            return Reply.Refused.limited(limits.close(
                    kind, Duration.ofSeconds(answer.retryAfterSeconds().orElse(1))));
        }
        byte[] body = answer.body(MOST_BYTES);
        try {
            JsonObject json = JsonObject.parse(body);
            if (json.flag("ok")) {
                return new Reply.Done(json);
            }
            Reply.Refused no = new Reply.Refused(json.text("error"), json.textOr("needed", ""), Duration.ZERO);
            if (no.ofKey()) {
                refused.run();
            }
            return no;
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "An answer with status {0} cannot be read.", status);
            return new Reply.Broken(status);
        }
    }

    /// Brings the bytes of a file to where Slack said; nobody sees it yet.
    Reply upload(String url, byte[] bytes) throws InterruptedException {
        URI target;
        try {
            target = URI.create(url);
        } catch (IllegalArgumentException e) {
            return new Reply.NotSent();
        }
        EgressUpload upload = new EgressUpload(target, Map.of(), Optional.empty(), "application/octet-stream", bytes);
        try (EgressAnswer answer = egress.upload(upload)) {
            return answer.status() == Reply.OK ? new Reply.Done(JsonObject.EMPTY) : new Reply.Broken(answer.status());
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A file could not be sent: {0}", e.getMessage());
            return new Reply.NotSent();
        }
    }

    /// Gives the bytes of a file. The key is sent to Slack's server for files alone; where Slack wants a person to sign
    /// in instead, its page is not taken for the file.
    ///
    /// @param page  whether the file itself is a page
    Fetched download(Secret key, String url, boolean page, int most) throws InterruptedException {
        URI target;
        try {
            target = URI.create(url);
        } catch (IllegalArgumentException e) {
            return NOT_GIVEN;
        }
        boolean own = target.getHost() != null
                && (target.getHost().equals(FILES) || target.getHost().equals(base.getHost()));
        if (!own) {
            LOG.log(System.Logger.Level.WARNING, "Slack named a file in a way that is not followed.");
            return NOT_GIVEN;
        }
        try (EgressAnswer answer = egress.get(new EgressGet(target, Map.of(), credential(key)))) {
            boolean asPage = answer.header("content-type").orElse("").startsWith("text/html");
            return answer.status() == Reply.OK && (page || !asPage) ? new Fetched.Whole(answer.body(most)) : NOT_GIVEN;
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A file could not be fetched: {0}", e.getMessage());
            return e.code() == Code.TOO_LARGE ? Fetched.tooLarge() : new Fetched.Missing("Slack did not answer");
        }
    }
}
