package moltbot.breaker.operate;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import moltbot.breaker.circuit.Trip;
import moltbot.breaker.desk.TokenDesk;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.identity.Means;
import moltbot.breaker.identity.Outcome;
import moltbot.breaker.journal.Journal;
import moltbot.contract.ContractException;
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
    private final Resets resets;
    private final Supplier<JsonObject> certificate;

    /// @param certificate  what the listener shows, for the owner to install
    public LinkDesk(
            Report report,
            LeaseHolder lease,
            Journal journal,
            Orders orders,
            Resets resets,
            Supplier<JsonObject> certificate) {
        this.report = report;
        this.lease = lease;
        this.journal = journal;
        this.orders = orders;
        this.resets = resets;
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
                .on("host", "token.make", this::makeToken)
                .on("host", "token.list", this::listTokens)
                .on("host", "token.revoke", this::revokeToken)
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

    private void told(LinkExchange exchange) throws InterruptedException {
        report.guard().told(exchange.readBody(Guard.MAX_BYTES));
        JsonObject.Builder answer = orders.waiting().toBuilder();
        resets.news().ifPresent(reset -> answer.with("reset", reset));
        exchange.reply(answer.build());
    }

    private void bypass(LinkExchange exchange) throws InterruptedException {
        prove(exchange.head(), "bypass-refused");
        JsonObject given = orders.give(exchange.head());
        journal.event(
                "bypass-ordered",
                JsonObject.with("check", exchange.head().text("check"))
                        .with("until", given.text("until"))
                        .build());
        exchange.reply(given);
    }

    /// Whoever has this machine's shell is the owner only together with a factor of the owner's.
    private String prove(JsonObject head, String refused) throws InterruptedException {
        Outcome outcome = report.identities().proveAtHost(head.textOr("factor", ""));
        if (outcome instanceof Outcome.Denied denied) {
            journal.event(
                    refused, JsonObject.with("reason", denied.kind().reason()).build());
            throw ContractException.refused(denied.kind().reason(), denied.message());
        }
        return outcome instanceof Outcome.Proved(Means means) ? means.word() : "";
    }

    /// The operator's key of the two is itself two: this machine's own shell, and a factor of the owner's.
    private void reset(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        Optional<Trip> trip = report.circuit().mayReset(head.text("id"));
        String by = prove(head, "reset-refused");
        Duration dwell = report.circuit().reset(head.text("id"));
        trip.ifPresent(one -> resets.happened(one, by));
        journal.event(
                "reset", JsonObject.with("trip", head.text("id")).with("by", by).build());
        exchange.reply(JsonObject.with("state", "HALF_OPEN")
                .with("dwellSeconds", dwell.toSeconds())
                .build());
    }

    private void state(LinkExchange exchange) {
        exchange.reply(report.full());
    }

    private void makeToken(LinkExchange exchange) {
        if (!report.identities().claimed()) {
            throw ContractException.refused("unclaimed", "There is no owner yet: sign up first. No token was made.");
        }
        JsonObject made = TokenDesk.make(
                report.identities().tokens(),
                exchange.head(),
                report.circuit().view().epoch());
        journal.event("token-made", JsonObject.with("id", made.text("id")).build());
        exchange.reply(made);
    }

    private void listTokens(LinkExchange exchange) {
        long epoch = report.circuit().view().epoch();
        exchange.reply(
                JsonObject.with("tokens", TokenDesk.list(report.identities().tokens(), epoch))
                        .build());
    }

    private void revokeToken(LinkExchange exchange) {
        String name = exchange.head().text("name");
        if (!report.identities().tokens().revoke(name)) {
            throw ContractException.refused("unknown", "There is no token '" + name + "'; nothing was changed.");
        }
        journal.event("token-revoked", JsonObject.with("to", exchange.peer()).build());
        exchange.reply(JsonObject.EMPTY);
    }

    private void code(LinkExchange exchange) {
        String code = report.identities().issueCode();
        journal.event("code-issued", JsonObject.with("to", exchange.peer()).build());
        exchange.reply(JsonObject.with("code", code)
                .with("minutes", Identities.codeLife().toMinutes())
                .build());
    }
}
