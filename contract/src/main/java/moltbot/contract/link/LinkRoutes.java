package moltbot.contract.link;

import java.util.LinkedHashMap;
import java.util.Map;
import moltbot.contract.ContractException;

/// Which peer may ask for which operation. What is not listed is refused. Build it before the server starts;
/// afterwards it only reads and may be used by any thread.
public final class LinkRoutes implements LinkHandler {
    private final Map<String, LinkHandler> handlers = new LinkedHashMap<>();

    /// Lets `peer` ask for `operation`.
    public LinkRoutes on(String peer, String operation, LinkHandler handler) {
        if (handlers.put(peer + " " + operation, handler) != null) {
            throw new IllegalStateException("Two handlers for " + operation + " from " + peer);
        }
        return this;
    }

    @Override
    public void handle(LinkExchange exchange) throws Exception {
        LinkHandler handler = handlers.get(exchange.peer() + " " + exchange.operation());
        if (handler == null) {
            throw ContractException.refused("not-allowed", "This link does not offer that operation.");
        }
        handler.handle(exchange);
    }
}
