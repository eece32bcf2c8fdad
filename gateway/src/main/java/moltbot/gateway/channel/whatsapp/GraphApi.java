package moltbot.gateway.channel.whatsapp;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressGet;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.egress.EgressUpload;
import moltbot.gateway.egress.Multipart;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.vault.Secret;
import moltbot.gateway.vault.Secrets;
import org.jspecify.annotations.Nullable;

/// Asks the Graph API in the name of one phone number. The key is put in by the egress alone. Safe for several threads.
final class GraphApi {
    private static final System.Logger LOG = System.getLogger("whatsapp");
    private static final int MOST_BYTES = 1 << 20;
    private static final String USUAL = "https://graph.facebook.com";
    private static final String FILES = "lookaside.fbsbx.com";
    private static final Map<String, String> HEADERS = Map.of("accept", "application/json");
    private static final Fetched NOT_GIVEN = new Fetched.Missing("WhatsApp could not give it");

    private final Egress egress;
    private final Secrets secrets;
    private final Place place;

    /// Where the Graph API is, and which of its numbers is the house's.
    ///
    /// @param base     such as `https://graph.facebook.com`
    /// @param version  such as `v24.0`
    /// @param number   the phone number's id
    record Place(URI base, String version, String number) {
        /// The servers that are its: the Graph API, and the one that has the files. Where the Graph API is elsewhere,
        /// it is all that very server.
        List<Origin> origins() {
            Origin api = Origin.of(base);
            return isUsual() ? List.of(api, Origin.of(URI.create("https://" + FILES))) : List.of(api);
        }

        private boolean isUsual() {
            return base.toString().replaceAll("/+$", "").equals(USUAL);
        }

        private URI target(String path) {
            return URI.create(base.toString().replaceAll("/+$", "") + "/" + version + "/" + path);
        }

        /// Whether a file may be fetched there with the key.
        boolean hasFile(URI url) {
            String host = url.getHost() == null ? "" : url.getHost();
            return isUsual()
                    ? host.equals(FILES) && "https".equals(url.getScheme())
                    : host.equals(base.getHost()) && url.getPort() == base.getPort();
        }
    }

    GraphApi(Egress egress, Secrets secrets, Place place) {
        this.egress = egress;
        this.secrets = secrets;
        this.place = place;
    }

    /// The house's number.
    String number() {
        return place.number();
    }

    /// What came of asking for the number.
    ///
    /// @param line  null where that is not known
    record Introduction(Reply reply, @Nullable Line line) {}

    /// Asks for the number, by the key that is in the vault now.
    Introduction introduce() throws InterruptedException {
        Optional<Secret> key = secrets.find(WhatsAppChannel.SECRET);
        if (key.isEmpty()) {
            return new Introduction(new Reply.NoKey(), null);
        }
        Reply reply = get(key.get(), place.number() + "?fields=id,display_phone_number,verified_name");
        try {
            return new Introduction(
                    reply,
                    reply instanceof Reply.Done(JsonObject self) ? Line.read(self, place.number(), key.get()) : null);
        } catch (ContractException e) {
            return new Introduction(new Reply.Broken(Reply.OK), null);
        }
    }

    /// What is known of a file.
    Reply media(Secret key, String id) throws InterruptedException {
        return get(key, id + "?phone_number_id=" + place.number());
    }

    private Reply get(Secret key, String path) throws InterruptedException {
        EgressGet get = new EgressGet(place.target(path), HEADERS, credential(key));
        return call(() -> egress.get(get));
    }

    /// Sends a message, or says that one was read.
    Reply message(Secret key, JsonObject body) throws InterruptedException {
        EgressPost post = new EgressPost(place.target(place.number() + "/messages"), HEADERS, credential(key), body);
        return call(() -> egress.post(post));
    }

    /// Brings the bytes of a file; nobody sees it yet.
    Reply upload(Secret key, Multipart form) throws InterruptedException {
        EgressUpload upload = new EgressUpload(
                place.target(place.number() + "/media"), HEADERS, credential(key), form.contentType(), form.body());
        return call(() -> egress.upload(upload));
    }

    private static Optional<Credential> credential(Secret key) {
        return Optional.of(new Credential.InHeader("authorization", "Bearer ", key));
    }

    @FunctionalInterface
    private interface Question {
        EgressAnswer ask() throws InterruptedException;
    }

    private static Reply call(Question question) throws InterruptedException {
        try (EgressAnswer answer = question.ask()) {
            return read(answer);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A request brought no answer: {0}", e.getMessage());
            return e.code() == Code.UNAVAILABLE || e.code() == Code.REFUSED ? new Reply.NotSent() : new Reply.Lost();
        }
    }

    private static Reply read(EgressAnswer answer) throws InterruptedException {
        int status = answer.status();
        Duration wait = Duration.ofSeconds(answer.retryAfterSeconds().orElse(0));
        byte[] body = answer.body(MOST_BYTES);
        try {
            JsonObject json = JsonObject.parse(body);
            if (json.has("error")) {
                JsonObject error = json.object("error");
                return new Reply.Refused(status, error.integer("code"), (int) error.numberOr("error_subcode", 0), wait);
            }
            return status == Reply.OK ? new Reply.Done(json) : unreadable(status, wait);
        } catch (ContractException e) {
            return unreadable(status, wait);
        }
    }

    private static Reply unreadable(int status, Duration wait) {
        LOG.log(System.Logger.Level.WARNING, "An answer with status {0} cannot be read.", status);
        return status == Reply.TOO_MANY
                ? new Reply.Refused(status, Reply.Refused.LIMIT, 0, wait)
                : new Reply.Broken(status);
    }

    /// Gives the bytes of a file. The key is sent to the server for files alone.
    Fetched download(Secret key, String url, int most) throws InterruptedException {
        URI target;
        try {
            target = URI.create(url);
        } catch (IllegalArgumentException e) {
            return NOT_GIVEN;
        }
        if (!place.hasFile(target)) {
            LOG.log(System.Logger.Level.WARNING, "WhatsApp named a file in a way that is not followed.");
            return NOT_GIVEN;
        }
        try (EgressAnswer answer = egress.get(new EgressGet(target, Map.of(), credential(key)))) {
            return answer.status() == Reply.OK ? new Fetched.Whole(answer.body(most)) : NOT_GIVEN;
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A file could not be fetched: {0}", e.getMessage());
            return e.code() == Code.TOO_LARGE ? Fetched.tooLarge() : new Fetched.Missing("WhatsApp did not answer");
        }
    }
}
