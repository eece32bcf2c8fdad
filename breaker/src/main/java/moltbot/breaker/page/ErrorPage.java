package moltbot.breaker.page;

import moltbot.breaker.exchange.Answer;

/// An error for a person who navigated, where a script would get JSON.
public final class ErrorPage {
    private ErrorPage() {}

    /// For the signed-in owner: what happened, what is safe, what next. A refused connection to control heals by
    /// itself, so a page that was only read is asked for again.
    ///
    /// @param note  of [BypassNote], for whoever reads it
    public static Answer of(int status, String message, boolean askAgain, String note) {
        return Html.page(
                status, "Not available just now", "<p>" + Html.escape(message) + "</p>" + note, askAgain ? 3 : 0);
    }

    /// For whoever asked for more than they may.
    ///
    /// @param seconds  until it asks again by itself
    public static Answer tooMany(String message, int seconds, String note) {
        String content = "<p>" + Html.escape(message) + "</p><p>This page asks again by itself in " + seconds
                + " seconds. Whatever reloads it all the time, another tab or a program, only makes that longer.</p>";
        return Html.page(429, "A little too fast", content + note, seconds);
    }
}
