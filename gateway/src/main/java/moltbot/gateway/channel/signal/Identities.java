package moltbot.gateway.channel.signal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.signal.rpc.Rpc;
import moltbot.gateway.channel.signal.rpc.Rpc.Reply;
import moltbot.gateway.channel.signal.rpc.RpcClient;

/// What only the owner can say to Signal: that a changed safety number is the right one (`listIdentities`, `trust`),
/// and that a person sends (`submitRateLimitChallenge`). Nothing is trusted but the very number that the owner gives:
/// another that came meanwhile is not.
final class Identities {
    private static final System.Logger LOG = System.getLogger("signal");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST = 50;
    private static final int MOST_CAPTCHA = 8_192;
    private static final int USER_ERROR = -1;
    private static final int CAPTCHA_REJECTED = -6;
    private static final String UNTRUSTED = "UNTRUSTED";
    private static final Pattern WHO = Pattern.compile("\\+[0-9]{5,15}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /// Sixty digits, or the older fingerprint of 33 bytes.
    private static final Pattern NUMBER = Pattern.compile("[0-9]{60}|[0-9a-f]{66}");

    private final RpcClient client;
    private final Standing standing;
    private final Changes changes;
    private final Pace pace;

    Identities(RpcClient client, Standing standing, Changes changes, Pace pace) {
        this.client = client;
        this.standing = standing;
        this.changes = changes;
        this.pace = pace;
    }

    /// Safety numbers: of one person, or those that are not trusted.
    ///
    /// @param who  a number or an id; empty for all that are not trusted
    JsonObject list(String who) throws InterruptedException {
        JsonObject.Builder request = JsonObject.with("account", account());
        if (!who.isEmpty()) {
            request.with("number", known(who));
        }
        Reply reply = client.ask("listIdentities", request.build(), PATIENCE);
        if (!(reply instanceof Reply.Result(JsonArray found))) {
            throw refused(reply, "Signal knows nobody of that number or id.");
        }
        List<JsonObject> shown = new ArrayList<>();
        for (JsonObject one : found.objects()) {
            boolean untrusted = one.textOr("trustLevel", "").equals(UNTRUSTED);
            if ((untrusted || !who.isEmpty()) && shown.size() < MOST) {
                shown.add(shown(one, untrusted));
            }
        }
        return JsonObject.with("identities", JsonArray.of(shown)).build();
    }

    private JsonObject shown(JsonObject one, boolean untrusted) {
        String id = one.textOr("uuid", "");
        return JsonObject.with("who", id.isEmpty() ? one.textOr("number", "") : id)
                .with("number", one.textOr("number", ""))
                .with("name", changes.name(id))
                .with("safetyNumber", one.textOr("safetyNumber", ""))
                .with("fingerprint", one.textOr("fingerprint", "").replace(" ", ""))
                .with("trusted", !untrusted)
                .with("added", one.numberOr("addedTimestamp", 0))
                .build();
    }

    /// From now on this number of theirs is trusted, and no other.
    void trust(String who, String number) throws InterruptedException {
        String compared = number.replaceAll("\\s", "");
        if (!NUMBER.matcher(compared).matches()) {
            throw ContractException.refused(
                    "bad-number",
                    "A safety number has 60 digits, in twelve groups of five. Nothing was trusted."
                            + " './moltbot signal trust WHO' shows it.");
        }
        Reply reply = client.ask(
                "trust",
                JsonObject.with("account", account())
                        .with("recipient", known(who))
                        .with("verifiedSafetyNumber", compared)
                        .build(),
                PATIENCE);
        if (!(reply instanceof Reply.Result)) {
            throw refused(
                    reply,
                    "That is not their safety number, or it has changed again. './moltbot signal trust WHO' shows what it"
                            + " is now.");
        }
        LOG.log(System.Logger.Level.INFO, "The owner trusts a safety number that has changed.");
        changes.settled("");
        list(who).list("identities").objects().forEach(one -> changes.settled(one.text("who")));
        if (changes.words().isEmpty()) {
            standing.settled(Trouble.CHANGED);
        }
    }

    /// Whether Signal wants to know that a person sends, and how sending stands.
    JsonObject challenge() {
        return JsonObject.with("wanted", !pace.challenge().isEmpty())
                .with("why", pace.words())
                .build();
    }

    /// Tells Signal that a person sends.
    ///
    /// @param captcha  what solving it gave
    void answer(String captcha) throws InterruptedException {
        String challenge = pace.challenge();
        if (challenge.isEmpty()) {
            throw ContractException.refused(
                    "no-challenge",
                    "Signal wants nothing to be proven now; where it does, it is asked at the next message.");
        }
        if (captcha.length() > MOST_CAPTCHA || captcha.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw ContractException.refused(
                    "bad-captcha", "That is not what the page gives: it begins signalcaptcha://");
        }
        Reply reply = client.ask(
                "submitRateLimitChallenge",
                JsonObject.with("account", account())
                        .with("challenge", challenge)
                        .with("captcha", captcha)
                        .build(),
                PATIENCE);
        if (reply instanceof Reply.Fault fault && fault.code() == CAPTCHA_REJECTED) {
            throw ContractException.refused(
                    "bad-captcha",
                    "Signal did not take it: it is too old, was used, or was solved at another place. Solve another.");
        }
        if (!(reply instanceof Reply.Result)) {
            throw refused(reply, "Signal did not take it. Solve another.");
        }
        pace.free();
        standing.settled(Trouble.LIMITED);
    }

    private String account() {
        String account = standing.connected();
        if (account.isEmpty()) {
            throw ContractException.refused("channel-off", standing.state().why());
        }
        return account;
    }

    private static String known(String who) {
        if (!WHO.matcher(who).matches()) {
            throw ContractException.refused(
                    "bad-person", "Name them by the number or the id that './moltbot signal trust' shows.");
        }
        return who;
    }

    private static ContractException refused(Reply reply, String mistaken) {
        String why = switch (reply) {
            case Reply.Fault fault when fault.code() == USER_ERROR -> mistaken;
            case Reply.Fault fault
            when fault.code() == Rpc.NETWORK ->
                "Signal's servers could not be reached. Check this machine's connection, then try again.";
            case Reply.NotSent _, Reply.Lost _ -> Words.NOT_THERE;
            case Reply.Fault _, Reply.Result _ -> "signal-cli refused it. './moltbot logs signal' says more.";
        };
        return ContractException.refused("not-taken", why + " Nothing was changed.");
    }
}
