package moltbot.breaker.page;

import java.util.Optional;
import moltbot.breaker.circuit.Trip;
import moltbot.breaker.circuit.View;
import moltbot.breaker.exchange.Answer;
import moltbot.contract.json.JsonObject;

/// What a blocked person sees. Strangers get the same bytes whatever happened; this machine's own browser is told why
/// and how to go on.
public final class OpenPage {
    private static final int AGAIN_SECONDS = 5;
    private static final String TITLE = "Nothing is let through";
    private static final String MESSAGE = "This address is closed at the moment.";

    private OpenPage() {}

    /// The page, or the same for a script.
    ///
    /// @param alone  the breaker stands before another program's panel
    /// @param note   of [BypassNote], for whoever reads it
    public static Answer of(View view, boolean local, boolean json, boolean alone, String note) {
        Answer answer = json ? json(view, local) : html(view, local, alone, note);
        return answer.with("retry-after", Integer.toString(AGAIN_SECONDS));
    }

    private static Answer html(View view, boolean local, boolean alone, String note) {
        if (!local) {
            return Html.page(503, "Not available", "<p>" + MESSAGE + "</p>" + note, AGAIN_SECONDS);
        }
        String content = view.trip().map(trip -> tripped(trip, alone)).orElseGet(() -> unguarded(view.why(), alone));
        return Html.page(503, TITLE, content + note, AGAIN_SECONDS);
    }

    private static String safe(boolean alone) {
        return alone ? "Nothing was asked of the panel behind it since." : "Your chats and settings are safe.";
    }

    private static String unguarded(String why, boolean alone) {
        return "<p>" + Html.escape(why) + "</p>"
                + "<p>So the door stays shut. " + safe(alone)
                + " There is nothing to reset: it opens by itself as soon as the guard has"
                + " looked at everything and found it in order.</p>"
                + "<p>If this stays for more than a minute, ask on the host: <code>./moltbot doctor" + folder(alone)
                + "</code></p>";
    }

    /// Beside a house these commands would be about the house.
    private static String folder(boolean alone) {
        return alone ? " --data guard-data" : "";
    }

    private static String tripped(Trip trip, boolean alone) {
        String seen = trip.evidence().isEmpty() ? "" : "<dt>Seen</dt><dd>" + Html.escape(trip.evidence()) + "</dd>";
        return "<p><strong>" + Html.escape(trip.reason()) + "</strong></p>"
                + "<p>The breaker tripped, so nothing from outside gets in and every sign-in has ended. "
                + safe(alone) + "</p>"
                + "<dl><dt>Check</dt><dd>" + Html.escape(trip.check()) + "</dd>" + seen + "<dt>When</dt><dd>"
                + Html.escape(Html.spoken(trip.at())) + "</dd><dt>Trip</dt><dd><code>" + Html.escape(trip.id())
                + "</code></dd></dl>"
                + "<ol><li>See what to mend: <code>./moltbot doctor" + folder(alone) + "</code></li>"
                + "<li>Then let it in again: <code>./moltbot reset " + Html.escape(trip.id()) + folder(alone)
                + "</code></li></ol>"
                + (alone ? "<p>Both on the host; if the guard's folder is another, name that one.</p>" : "");
    }

    private static Answer json(View view, boolean local) {
        if (!local) {
            return Answer.error(503, "blocked", MESSAGE);
        }
        JsonObject error = JsonObject.with("reason", "blocked")
                .with("message", view.why().isEmpty() ? MESSAGE : view.why())
                .build();
        JsonObject.Builder body =
                JsonObject.with("error", error).with("state", view.state().name());
        Optional<Trip> trip = view.trip();
        trip.ifPresent(one -> body.with(
                "trip",
                JsonObject.with("id", one.id())
                        .with("check", one.check())
                        .with("reason", one.reason())
                        .with("evidence", one.evidence())
                        .with("at", one.at().toString())
                        .build()));
        return Answer.json(503, body.build());
    }
}
