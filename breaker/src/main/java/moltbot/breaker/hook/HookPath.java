package moltbot.breaker.hook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.stage.Stage;
import moltbot.breaker.stage.Verdict;
import moltbot.breaker.stage.Visit;
import moltbot.contract.hook.HookCall;

/// There is one kind of place here, `/hooks/NAME`, called by POST; GET is for Meta's one question. Everything else is
/// the same bytes.
final class HookPath implements Stage {
    /// For whatever is not here.
    static final Verdict NOTHING =
            new Verdict.Answered(Answer.error(404, "not-found", "There is nothing at that address."));

    private static final Pattern PLACE =
            Pattern.compile(HookCall.PATH + "(" + HookCall.NAME + ")(?:\\?(" + HookCall.QUERY + "))?");

    private static final Pattern TOKEN = Pattern.compile(".*" + Hooks.TOKEN + "[A-Za-z0-9_-]{43}.*");

    /// @param query  empty where there is none
    record Place(String hook, String query) {}

    /// Where a request wants to go, once it passed here.
    static Place place(Request request) {
        Matcher matcher = PLACE.matcher(request.target());
        if (!matcher.matches()) {
            throw new IllegalStateException("A call to nowhere.");
        }
        return new Place(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
    }

    /// The hook that is called, where a call of one it is.
    static Optional<String> called(Request request) {
        Matcher matcher = PLACE.matcher(request.target());
        return request.method().equals("POST") && matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public Verdict judge(Visit visit) {
        Request request = visit.request();
        if (!List.of("POST", "GET").contains(request.method())
                || !PLACE.matcher(request.target()).matches()) {
            return NOTHING;
        }
        return TOKEN.matcher(request.target()).matches()
                ? Verdict.error(
                        400,
                        "token-in-address",
                        "A token does not belong into an address, which is logged on its way: send it in the header"
                                + " authorization. Remove this hook and make it anew.")
                : Verdict.NEXT;
    }
}
