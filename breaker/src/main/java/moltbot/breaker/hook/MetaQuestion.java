package moltbot.breaker.hook;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.hook.HookStore.KeptHook;
import moltbot.breaker.stage.Verdict;

/// What Meta asks before it calls: whether this address is the owner's. Who knows what the owner was given for it gets
/// the challenge back, and nobody else learns that there is a hook.
final class MetaQuestion {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9]{1,128}");
    /// What is made here has no other signs.
    private static final Pattern VERIFY = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private MetaQuestion() {}

    static Verdict answer(Optional<KeptHook> found, String query) {
        if (found.isEmpty() || found.get().kind() != HookKind.META) {
            return HookPath.NOTHING;
        }
        Map<String, String> asked = fields(query);
        String challenge = asked.getOrDefault("hub.challenge", "");
        String verify = asked.getOrDefault("hub.verify_token", "");
        return asked.getOrDefault("hub.mode", "").equals("subscribe")
                        && CHALLENGE.matcher(challenge).matches()
                        && VERIFY.matcher(verify).matches()
                        && HookProof.asks(verify, found.get())
                ? new Verdict.Answered(Answer.of(200, "text/plain", challenge.getBytes(StandardCharsets.US_ASCII)))
                : HookPath.NOTHING;
    }

    /// None of what is looked for here has a sign that would be escaped; what comes twice counts as not come.
    private static Map<String, String> fields(String query) {
        Map<String, String> fields = new HashMap<>();
        for (String field : query.split("&", 32)) {
            int equals = field.indexOf('=');
            if (equals > 0 && fields.put(field.substring(0, equals), field.substring(equals + 1)) != null) {
                return Map.of();
            }
        }
        return fields;
    }
}
