package moltbot.breaker.operate;

import java.time.Duration;
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
    private final Orders orders;

    public LinkDesk(Report report, LeaseHolder lease, Journal journal, Orders orders) {
        this.report = report;
        this.lease = lease;
        this.journal = journal;
        this.orders = orders;
    }

    /// Who may ask for what.
    public LinkRoutes routes() {
        return new LinkRoutes()
                .on("guardian", "lease.hold", lease::hold)
                .on(
                        "guardian",
                        "breaker.trip",
                        exchange -> trip(exchange, exchange.head().text("check")))
                .on("guardian", "guardian.report", this::told)
                .on(
                        "host",
                        "guardian.report",
                        exchange -> exchange.reply(report.guard().report()))
                .on("host", "breaker.trip", exchange -> trip(exchange, "operator"))
                .on("host", "guardian.bypass", this::bypass)
                .on("host", "breaker.reset", this::reset)
                .on("host", "breaker.state", this::state)
                .on("host", "breaker.code", this::code)
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

    private void told(LinkExchange exchange) throws InterruptedException {
        report.guard().told(exchange.readBody(Guard.MAX_BYTES));
        exchange.reply(orders.waiting());
    }

    private void bypass(LinkExchange exchange) {
        JsonObject given = orders.give(exchange.head());
        journal.event(
                "bypass-ordered",
                JsonObject.with("check", exchange.head().text("check"))
                        .with("until", given.text("until"))
                        .build());
        exchange.reply(given);
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
