package moltbot.breaker.operate;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import moltbot.breaker.circuit.State;
import moltbot.breaker.circuit.View;
import moltbot.breaker.journal.Figures;

/// The breaker's figures in Prometheus' text format 0.0.4. Every label is one of our own words.
///
/// @param messengers  which are connected and which are not
public record Prometheus(Report report, Figures figures, Supplier<Map<String, Boolean>> messengers) {

    /// The figures now.
    public String text() {
        View view = report.circuit().view();
        StringBuilder out = new StringBuilder(2048);
        head(out, "moltbot_breaker_state", "gauge", "1 for the state the breaker is in.");
        for (State state : State.values()) {
            line(
                    out,
                    "moltbot_breaker_state",
                    "state",
                    state.name().toLowerCase(java.util.Locale.ROOT),
                    view.state() == state ? 1 : 0);
        }
        head(out, "moltbot_breaker_epoch", "counter", "The breaker's epoch; every trip begins a new one.");
        out.append("moltbot_breaker_epoch ").append(view.epoch()).append('\n');
        head(out, "moltbot_breaker_trips_total", "counter", "Trips since the start of this process.");
        out.append("moltbot_breaker_trips_total ").append(figures.trips()).append('\n');
        report.leaseAge().get().ifPresent(age -> lease(out, age));
        head(out, "moltbot_breaker_sessions", "gauge", "Browsers that are signed in.");
        out.append("moltbot_breaker_sessions ")
                .append(report.identities().signIns(view.epoch()).size())
                .append('\n');
        counts(
                out,
                "moltbot_breaker_requests_total",
                "Requests by the class of the answer.",
                "class",
                figures.answers());
        counts(out, "moltbot_breaker_refused_total", "Refusals by reason.", "reason", figures.refusals());
        counts(
                out,
                "moltbot_breaker_hook_calls_total",
                "Calls of hooks that were proved, by what became of them.",
                "taken",
                figures.calls());
        Map<String, Boolean> connected = messengers.get();
        if (!connected.isEmpty()) {
            head(out, "moltbot_channel_connected", "gauge", "1 for a messenger that is connected.");
            connected.forEach((channel, is) -> line(out, "moltbot_channel_connected", "channel", channel, is ? 1 : 0));
        }
        return out.toString();
    }

    private static void lease(StringBuilder out, Duration age) {
        head(out, "moltbot_breaker_lease_age_seconds", "gauge", "Age of the guardian's last lease.");
        out.append("moltbot_breaker_lease_age_seconds ")
                .append(age.toMillis() / 1000.0)
                .append('\n');
    }

    private static void counts(StringBuilder out, String name, String help, String label, Map<String, Long> counts) {
        head(out, name, "counter", help);
        counts.forEach((value, count) -> line(out, name, label, value, count));
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ");
        out.append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder out, String name, String label, String value, long number) {
        out.append(name).append('{').append(label).append("=\"").append(value).append("\"} ");
        out.append(number).append('\n');
    }
}
