package moltbot.gateway.search;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.egress.DailyCount;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.vault.Secrets;

/// Which search engine the owner chose, if any.
///
/// @param engine  `searxng`, `brave`, or empty
/// @param base    where it is
/// @param perDay  how many searches a day may have
public record SearchSettings(String engine, Optional<URI> base, int perDay) {
    private static final int USUAL_PER_DAY = 200;
    private static final int MOST_PER_DAY = 100_000;
    private static final List<String> ENGINES = List.of("", "searxng", "brave");

    public static SearchSettings fromJson(JsonObject json) {
        String engine = json.textOr("engine", "");
        if (!ENGINES.contains(engine)) {
            throw ContractException.malformed("The setting 'search.engine' is searxng, brave, or empty for none.");
        }
        String url = json.textOr("url", "");
        if (engine.equals("brave") && url.isEmpty()) {
            url = "https://api.search.brave.com";
        }
        long perDay = json.numberOr("perDay", USUAL_PER_DAY);
        if (perDay < 0 || perDay > MOST_PER_DAY) {
            throw ContractException.malformed("The setting 'search.per-day' is from 0 to " + MOST_PER_DAY + ".");
        }
        if (engine.isEmpty()) {
            return new SearchSettings("", Optional.empty(), (int) perDay);
        }
        try {
            URI base = new URI(url);
            Origin.of(base);
            return new SearchSettings(engine, Optional.of(base), (int) perDay);
        } catch (URISyntaxException | ContractException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED,
                    "The setting 'search.url' must say where " + engine + " is, such as https://search.example.org.",
                    e);
        }
    }

    /// Where the gateway may go for it.
    public List<Origin> origins() {
        return base.map(Origin::of).stream().toList();
    }

    /// Counts the searches of each day.
    public DailyCount count(InstantSource clock, ZoneId zone) {
        return new DailyCount(
                clock,
                zone,
                perDay,
                "search-budget",
                "searches are used up, so nothing was asked. The setting search.per-day has the limit.");
    }

    public Optional<SearchEngine> engine(Egress egress, Secrets secrets) {
        return base.map(place -> engine.equals("brave")
                ? JsonSearch.brave(egress, secrets, place)
                : JsonSearch.searxng(egress, secrets, place));
    }
}
