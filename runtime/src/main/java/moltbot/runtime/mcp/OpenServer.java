package moltbot.runtime.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.mcp.ToolServer;

/// A server that a conversation has open, and which of its tools it was told of.
record OpenServer(ToolServer server, Client client, Map<String, Definition> loaded) {
    OpenServer(ToolServer server, Client client) {
        this(server, client, new LinkedHashMap<>());
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
