package moltbot.gateway.search;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressGet;
import moltbot.gateway.vault.Secrets;

/// A search engine that is asked by GET and answers with JSON.
public final class JsonSearch implements SearchEngine {
    private static final int MOST_HITS = 8;
    private static final int MOST_BYTES = 2 << 20;

    /// How an engine is asked and how it answers.
    ///
    /// @param path    after the base address; the query follows it
    /// @param secret  the name of its key in the vault, or empty
    /// @param header  what the key goes into
    /// @param within  the objects on the way to the list of hits
    /// @param list    the list's name
    /// @param text    what a hit's text is called
    private record Shape(
            String name, String path, String secret, String header, List<String> within, String list, String text) {}

    private final Egress egress;
    private final Secrets secrets;
    private final URI base;
    private final Shape shape;

    private JsonSearch(Egress egress, Secrets secrets, URI base, Shape shape) {
        this.egress = egress;
        this.secrets = secrets;
        this.base = base;
        this.shape = shape;
    }

    /// SearXNG, the owner's own or one they trust; its `settings.yml` must allow the format `json`
    /// ([search API](https://docs.searxng.org/dev/search_api.html)).
    public static SearchEngine searxng(Egress egress, Secrets secrets, URI base) {
        return new JsonSearch(
                egress,
                secrets,
                base,
                new Shape("searxng", "/search?format=json&q=", "", "", List.of(), "results", "content"));
    }

    /// Brave's web search ([API](https://api-dashboard.search.brave.com/app/documentation/web-search)).
    public static SearchEngine brave(Egress egress, Secrets secrets, URI base) {
        return new JsonSearch(
                egress,
                secrets,
                base,
                new Shape(
                        "brave",
                        "/res/v1/web/search?count=" + MOST_HITS + "&q=",
                        "brave-api-key",
                        "x-subscription-token",
                        List.of("web"),
                        "results",
                        "description"));
    }

    @Override
    public URI place() {
        return base;
    }

    @Override
    public String name() {
        return shape.name();
    }

    @Override
    public List<Hit> search(String query) throws InterruptedException {
        String root = base.toString().replaceAll("/+$", "");
        URI target = URI.create(root + shape.path() + URLEncoder.encode(query, StandardCharsets.UTF_8));
        Optional<Credential> key = Optional.empty();
        if (!shape.secret().isEmpty()) {
            key = Optional.of(new Credential.InHeader(
                    shape.header(),
                    "",
                    secrets.find(shape.secret())
                            .orElseThrow(() ->
                                    noSearch("It has no key: " + "./moltbot secret set " + shape.secret() + "."))));
        }
        try (EgressAnswer answer = egress.get(new EgressGet(target, Map.of("accept", "application/json"), key))) {
            if (answer.status() != 200) {
                throw noSearch("It answered with status " + answer.status() + ".");
            }
            return hits(JsonObject.parse(answer.body(MOST_BYTES)));
        } catch (ContractException e) {
            if (e.reason().equals("no-search")) {
                throw e;
            }
            ContractException refusal = noSearch("It gave no answer that can be read.");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private List<Hit> hits(JsonObject answer) {
        JsonObject inside = answer;
        for (String name : shape.within()) {
            inside = inside.has(name) ? inside.object(name) : JsonObject.EMPTY;
        }
        return inside.listOr(shape.list(), JsonArray.EMPTY).objects().stream()
                .limit(MOST_HITS)
                .map(hit -> new Hit(hit.textOr("title", ""), hit.textOr("url", ""), hit.textOr(shape.text(), "")))
                .toList();
    }

    private ContractException noSearch(String why) {
        return ContractException.refused("no-search", "The search engine " + shape.name() + " did not help. " + why);
    }
}
