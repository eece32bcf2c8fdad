package moltbot.runtime.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.mcp.ToolServer;

/// A server that a conversation has open, and which of its tools it was told of.
record OpenServer(ToolServer server, Client client, Map<String, Definition> loaded) {
    /// As long as a sandbox lets one be silent.
    private static final Duration IDLE = Duration.ofMinutes(15);

    OpenServer(ToolServer server, Client client) {
        this(server, client, new LinkedHashMap<>());
    }

    /// A place elsewhere ends no conversation by itself: one that nobody used for long is ended where room is needed.
    boolean endedForIdleness() {
        if (client.idle().compareTo(IDLE) < 0) {
            return false;
        }
        client.close();
        return true;
    }

    synchronized void load(List<Definition> definitions) {
        definitions.forEach(definition -> loaded.put(definition.name(), definition));
    }

    synchronized void forget(String tool) {
        loaded.remove(tool);
    }

    synchronized List<Definition> known() {
        return new ArrayList<>(loaded.values());
    }
}
