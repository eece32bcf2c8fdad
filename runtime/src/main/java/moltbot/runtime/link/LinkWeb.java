package moltbot.runtime.link;

import java.io.ByteArrayOutputStream;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.web.WebFetch;
import moltbot.contract.web.WebSearch;
import moltbot.runtime.web.Web;

/// The web, behind the gateway's link.
public final class LinkWeb implements Web {
    private static final int MOST_BYTES = 4 << 20;

    private final LinkClient gateway;

    public LinkWeb(LinkClient gateway) {
        this.gateway = gateway;
    }

    @Override
    public Page fetch(WebFetch fetch, String grant) {
        JsonObject head =
                JsonObject.with("fetch", fetch.toJson()).with("grant", grant).build();
        try (LinkCall call = gateway.open("web.fetch", head)) {
            call.end();
            JsonObject reply = call.reply();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] piece;
            while ((piece = call.next()) != null) {
                body.writeBytes(piece);
                if (body.size() > MOST_BYTES) {
                    throw new ContractException(Code.TOO_LARGE, "The page is longer than is read here.");
                }
            }
            return new Page(
                    (int) reply.number("status"),
                    reply.text("url"),
                    reply.text("type"),
                    body.toByteArray(),
                    reply.flag("cut"));
        }
    }

    @Override
    public List<Hit> search(WebSearch search, String grant) {
        JsonObject head =
                JsonObject.with("search", search.toJson()).with("grant", grant).build();
        return gateway.ask("web.search", head).list("hits").objects().stream()
                .map(hit -> new Hit(hit.text("title"), hit.text("url"), hit.text("text")))
                .toList();
    }
}
