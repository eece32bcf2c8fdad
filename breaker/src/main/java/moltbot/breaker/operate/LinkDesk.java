package moltbot.breaker.operate;

import java.time.Duration;
import java.util.function.Supplier;
import moltbot.breaker.circuit.Trip;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.journal.Journal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.LeaseHolder;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;

/// The breaker's part of docs/LINKS.md as code.
public final class LinkDesk {
    private final Report report;
    private final LeaseHolder lease;
    private final Journal journal;
    private final Supplier<JsonObject> certificate;

    /// @param certificate  what the listener shows, for the owner to install
    public LinkDesk(Report report, LeaseHolder lease, Journal journal, Supplier<JsonObject> certificate) {
        this.report = report;
        this.lease = lease;
        this.journal = journal;
        this.certificate = certificate;
    }

    /// Who may ask for what.
    public LinkRoutes routes() {
        return new LinkRoutes()
                .on("guardian", "lease.hold", lease::hold)
                .on(
                        "guardian",
                        "breaker.trip",
                        exchange -> trip(exchange, exchange.head().text("check")))
                .on("host", "breaker.trip", exchange -> trip(exchange, "operator"))
                .on("host", "breaker.reset", this::reset)
                .on("host", "breaker.state", this::state)
                .on("host", "breaker.code", this::code)
                .on("host", "breaker.certificate", exchange -> exchange.reply(certificate.get()))
                .on("supervisor", "breaker.state", this::state)
                .on("supervisor", "breaker.code", this::code);
    }

    private void trip(LinkExchange exchange, String check) {
        JsonObject head = exchange.head();
        Trip trip = report.circuit()
                .trip(check, head.text("reason"), head.textOr("evidence", ""), head.flagOr("exposure", false));
        exchange.reply(
                JsonObject.with("id", trip.id()).with("epoch", trip.epoch()).build());
    }

    private void reset(LinkExchange exchange) {
        Duration dwell = report.circuit().reset(exchange.head().text("id"));
        exchange.reply(JsonObject.with("state", "HALF_OPEN")
                .with("dwellSeconds", dwell.toSeconds())
                .build());
    }

    private void state(LinkExchange exchange) {
        exchange.reply(report.full());
    }

    private void code(LinkExchange exchange) {
        String code = report.identities().issueCode();
        journal.event("code-issued", JsonObject.with("to", exchange.peer()).build());
        exchange.reply(JsonObject.with("code", code)
                .with("minutes", Identities.codeLife().toMinutes())
                .build());
    }
}
