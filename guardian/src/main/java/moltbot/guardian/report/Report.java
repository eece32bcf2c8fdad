package moltbot.guardian.report;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import moltbot.contract.Cut;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.guardian.judge.Catalogue;
import moltbot.guardian.judge.CheckResult;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.watch.Board;
import moltbot.guardian.watch.Standing;

/// Every check with its last result, as docs/LINKS.md has it. Bounded, however much was found.
public final class Report {
    private static final int MAX_FINDINGS = 20;
    private static final int MAX_EVIDENCE = 500;

    private final Board board;
    private final Function<Finding, Optional<JsonObject>> bypass;
    private final LongSupplier nanos;
    private final Clock clock;

    /// @param bypass  the owner's order that lets a finding pass, if there is one
    public Report(Board board, Function<Finding, Optional<JsonObject>> bypass, LongSupplier nanos, Clock clock) {
        this.board = board;
        this.bypass = bypass;
        this.nanos = nanos;
        this.clock = clock;
    }

    public JsonObject make(JsonArray bypasses) {
        long now = nanos.getAsLong();
        Map<String, Standing> standing = new HashMap<>();
        board.standing().forEach(one -> standing.put(one.check(), one));
        List<JsonObject> rules = new ArrayList<>();
        for (String id : Catalogue.ids()) {
            Standing one = standing.get(id);
            if (one != null) {
                rules.add(rule(one, now));
            }
        }
        return JsonObject.with("at", clock.instant().toString())
                .with("waitingFor", board.objection())
                .with("rules", JsonArray.of(rules))
                .with("bypasses", bypasses)
                .build();
    }

    private JsonObject rule(Standing standing, long now) {
        Catalogue.Entry entry = Catalogue.of(standing.check());
        List<Finding> findings = standing.result().map(CheckResult::findings).orElse(List.of());
        JsonValue age = standing.result()
                .<JsonValue>map(result -> JsonValue.of((now - result.startedNanos()) / 1_000_000))
                .orElse(JsonValue.NULL);
        return JsonObject.with("id", entry.id())
                .with("title", entry.title())
                .with("severity", entry.severity().name().toLowerCase(java.util.Locale.ROOT))
                .with("action", action(entry.action()))
                .with("bypassable", entry.bypassable())
                .with("page", "docs/operations/checks.md#" + entry.id().toLowerCase(java.util.Locale.ROOT))
                .with("result", result(standing, findings, now))
                .with("ageMillis", age)
                .with("boundMillis", standing.bound().toMillis())
                .with("found", findings.size())
                .with(
                        "findings",
                        JsonArray.of(findings.stream()
                                .limit(MAX_FINDINGS)
                                .map(this::finding)
                                .toList()))
                .build();
    }

    private static String result(Standing standing, List<Finding> findings, long now) {
        Optional<CheckResult> result = standing.result();
        if (result.isEmpty()) {
            return "waiting";
        }
        Duration age = Duration.ofNanos(now - result.get().startedNanos());
        if (findings.stream().anyMatch(finding -> !finding.unobservable())) {
            return "found";
        } else if (!findings.isEmpty()) {
            return "blind";
        }
        return age.compareTo(standing.bound()) > 0 ? "stale" : "clear";
    }

    private JsonObject finding(Finding finding) {
        return JsonObject.with("subject", cut(finding.subject()))
                .with("action", action(finding.action()))
                .with("blind", finding.unobservable())
                .with("reason", cut(finding.reason()))
                .with("evidence", cut(finding.evidence()))
                .with(
                        "bypassed",
                        bypass.apply(finding).<JsonValue>map(one -> one).orElse(JsonValue.NULL))
                .build();
    }

    private static String action(Finding.Action action) {
        return action.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String cut(String text) {
        return Cut.marked(text, MAX_EVIDENCE);
    }
}
