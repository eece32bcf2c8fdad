package moltbot.breaker.page;

import moltbot.breaker.exchange.Answer;

/// An error for a person who navigated, where a script would get JSON.
public final class ErrorPage {
    private ErrorPage() {}

    /// For the signed-in owner: what happened, what is safe, what next. A refused connection to control heals by
    /// itself, so a page that was only read is asked for again.
    public static Answer of(int status, String message, boolean askAgain) {
        return Html.page(status, "Not available just now", "<p>" + Html.escape(message) + "</p>", askAgain ? 3 : 0);
    }
}
