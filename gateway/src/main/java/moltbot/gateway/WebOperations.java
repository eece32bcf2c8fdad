package moltbot.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.grant.VerifiedGrant;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.web.WebFetch;
import moltbot.contract.web.WebSearch;
import moltbot.gateway.egress.DailyCount;
import moltbot.gateway.egress.task.PageFetcher;
import moltbot.gateway.egress.task.RequestLog;
import moltbot.gateway.search.SearchEngine;

/// `web.fetch` and `web.search`: one page, one search, each for a grant that control sealed for exactly that. Nothing
/// is asked without a lease, nor before its record is in the audit. Safe for use by several threads.
final class WebOperations {
    private static final int MOST_AT_ONCE = 16;
    private static final int PIECE = 64 << 10;

    private final PageFetcher pages;
    private final Optional<SearchEngine> engine;
    private final DailyCount searches;
    private final GrantVerifier grants;
    private final RequestLog log;
    private final BooleanSupplier permission;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    WebOperations(
            PageFetcher pages,
            Optional<SearchEngine> engine,
            DailyCount searches,
            GrantVerifier grants,
            RequestLog log,
            BooleanSupplier permission) {
        this.pages = pages;
        this.engine = engine;
        this.searches = searches;
        this.grants = grants;
        this.log = log;
        this.permission = permission;
    }

    void fetch(LinkExchange exchange) {
        WebFetch wanted = WebFetch.fromJson(exchange.head().object("fetch"));
        VerifiedGrant grant = use(exchange, WebFetch.EFFECT, wanted.digest());
        PageFetcher.Page page = oneOfFew(() -> {
            return pages.fetch(
                    wanted,
                    hop -> log.record(
                            "request",
                            grant.call(),
                            JsonObject.with("method", "GET")
                                    .with("origin", hop.origin())
                                    .with("way", hop.way().word())
                                    .build()));
        });
        exchange.reply(JsonObject.with("status", page.status())
                .with("url", page.url())
                .with("type", page.type())
                .with("cut", page.cut())
                .build());
        byte[] body = page.body();
        for (int from = 0; from < body.length; from += PIECE) {
            exchange.send(Arrays.copyOfRange(body, from, Math.min(body.length, from + PIECE)));
        }
    }

    void search(LinkExchange exchange) throws InterruptedException {
        WebSearch wanted = WebSearch.fromJson(exchange.head().object("search"));
        SearchEngine chosen = engine.orElseThrow(() -> ContractException.refused(
                "no-search", "No search engine is chosen. See the settings search.engine and search.url."));
        VerifiedGrant grant = use(exchange, WebSearch.EFFECT, wanted.digest());
        searches.one();
        log.record(
                "request",
                grant.call(),
                JsonObject.with("method", "GET")
                        .with("origin", chosen.place().toString())
                        .with("way", "search")
                        .build());
        List<JsonObject> hits = chosen.search(wanted.query()).stream()
                .map(hit -> JsonObject.with("title", hit.title())
                        .with("url", hit.url())
                        .with("text", hit.text())
                        .build())
                .toList();
        exchange.reply(JsonObject.with("hits", JsonArray.of(hits)).build());
    }

    private PageFetcher.Page oneOfFew(Supplier<PageFetcher.Page> work) {
        if (!places.tryAcquire()) {
            throw ContractException.refused(
                    "busy", "As many pages as may be fetched at once are, so this one was not. Try again.");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private VerifiedGrant use(LinkExchange exchange, String effect, String digest) {
        if (!permission.getAsBoolean()) {
            throw ContractException.refused(
                    "no-lease",
                    "Tools are off: the guardian has not confirmed that this machine is safe. Nothing was asked.");
        }
        try {
            return grants.use(exchange.head().text("grant"), effect, digest);
        } catch (ContractException e) {
            ContractException refusal = ContractException.refused(
                    "bad-grant", "That is not what was allowed, or its permission was used or has run out.");
            refusal.addSuppressed(e);
            throw refusal;
        }
    }
}
