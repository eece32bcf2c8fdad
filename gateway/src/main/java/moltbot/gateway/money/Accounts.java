package moltbot.gateway.money;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Usage;

/// The sums of one month, made of its entries. What was set aside and never settled counts in full. For one thread.
final class Accounts {
    private static final int MAX_TURNS = 4_096;

    /// What one model did.
    private record Share(Usage usage, long questions, long nanos) {}

    private final Map<String, Entry.Reserved> open = new HashMap<>();
    private final Map<String, Amount> days = new TreeMap<>();
    private final Map<String, Share> models = new TreeMap<>();
    private final Map<String, Amount> turns = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Amount> eldest) {
            return size() > MAX_TURNS;
        }
    };
    private Amount month = Amount.NOTHING;

    void take(Entry entry) {
        switch (entry) {
            case Entry.Reserved reserved -> {
                open.put(reserved.id(), reserved);
                add(reserved, reserved.most());
                share(reserved, Usage.NONE, reserved.most().nanos());
            }
            case Entry.Settled settled ->
                Optional.ofNullable(open.remove(settled.id())).ifPresent(reserved -> {
                    Amount difference = settled.cost().minus(reserved.most());
                    add(reserved, difference);
                    share(reserved, settled.usage(), difference.nanos());
                });
        }
    }

    private void add(Entry.Reserved of, Amount amount) {
        month = month.plus(amount);
        days.merge(of.day(), amount, Amount::plus);
        if (!of.turn().isEmpty()) {
            turns.merge(of.turn(), amount, Amount::plus);
        }
        // What a part of a turn spends, the turn spends.
        int part = of.turn().indexOf('/');
        if (part >= 0) {
            turns.merge(of.turn().substring(0, part), amount, Amount::plus);
        }
    }

    private void share(Entry.Reserved of, Usage usage, long nanos) {
        long questions = usage.total() > 0 ? 1 : 0;
        models.merge(
                of.provider() + "/" + of.model(),
                new Share(usage, questions, nanos),
                (one, other) -> new Share(
                        new Usage(
                                one.usage.input() + other.usage.input(),
                                one.usage.cacheRead() + other.usage.cacheRead(),
                                one.usage.cacheWrite() + other.usage.cacheWrite(),
                                one.usage.output() + other.usage.output()),
                        one.questions + other.questions,
                        one.nanos + other.nanos));
    }

    Amount month() {
        return month;
    }

    Amount day(String day) {
        return days.getOrDefault(day, Amount.NOTHING);
    }

    Amount turn(String turn) {
        return turns.getOrDefault(turn, Amount.NOTHING);
    }

    JsonArray byModel() {
        return JsonArray.of(models.entrySet().stream()
                .map(entry -> JsonObject.with("model", entry.getKey())
                        .with("questions", entry.getValue().questions())
                        .with("inputTokens", entry.getValue().usage().input())
                        .with("cacheReadTokens", entry.getValue().usage().cacheRead())
                        .with("cacheWriteTokens", entry.getValue().usage().cacheWrite())
                        .with("outputTokens", entry.getValue().usage().output())
                        .with("nanos", entry.getValue().nanos())
                        .build())
                .toList());
    }
}
