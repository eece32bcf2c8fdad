package moltbot.runtime.mcp;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.held.Program;
import org.jspecify.annotations.Nullable;

/// A client of one server (Model Context Protocol 2025-11-25 and older, by `initialize`; 2026-07-28, which has no
/// handshake, where a server does not know that). Offers the server nothing: no sampling, no roots, no questions to
/// people. For one thread at a time; closed from any.
final class Client implements AutoCloseable {
    private static final String VERSION = "2025-11-25";
    private static final String WITHOUT_HANDSHAKE = "2026-07-28";
    private static final Set<String> SPOKEN = Set.of(VERSION, "2025-06-18", "2025-03-26", "2024-11-05");
    private static final JsonObject WHO =
            JsonObject.with("name", "moltbot").with("version", "0.1.0").build();

    /// A program may take some seconds to begin on a busy machine.
    private static final Peer.Patience START = new Peer.Patience(Duration.ofSeconds(30));

    private static final Peer.Patience SOON = new Peer.Patience(Duration.ofSeconds(15));
    private static final Peer.Patience ALIVE = new Peer.Patience(Duration.ofSeconds(5));
    private static final int MOST_PAGES = 50;
    private static final int MOST_TOOLS = 500;
    private static final long MOST_CHARS = 2 << 20;

    private final Peer peer;
    private final Peer.Patience patience;
    private boolean handshake = true;
    private Map<String, Definition> tools = Map.of();
    private volatile long usedNanos = System.nanoTime();
    private volatile boolean calling;

    private Client(Program program, Peer.Patience patience) {
        this.peer = new Peer(program);
        this.patience = patience;
    }

    /// Takes the program over and asks what it offers; ends it where that fails.
    ///
    /// @param patience  with one call
    static Client begin(Program program, Peer.Patience patience) throws InterruptedException {
        Client client = new Client(program, patience);
        boolean begun = false;
        try {
            client.begin();
            client.list();
            begun = true;
            return client;
        } catch (Peer.NoAnswer e) {
            throw new McpException("It did not answer as it began, so it was ended.");
        } catch (ContractException e) {
            throw new McpException("It said something that is not of the protocol, so it was ended.");
        } finally {
            if (!begun) {
                client.close();
            }
        }
    }

    private void begin() throws InterruptedException {
        JsonObject about;
        try {
            about = peer.ask(
                    "initialize",
                    JsonObject.with("protocolVersion", VERSION)
                            .with("capabilities", JsonObject.EMPTY)
                            .with("clientInfo", WHO)
                            .build(),
                    START);
            if (!SPOKEN.contains(about.text("protocolVersion"))) {
                throw new McpException("It speaks a version of the protocol that is not spoken here.");
            }
            peer.tell("notifications/initialized", JsonObject.EMPTY);
        } catch (McpException e) {
            if (!e.refused()) {
                throw e;
            }
            handshake = false;
            about = peer.ask("server/discover", params(JsonObject.EMPTY), START);
            if (!about.list("supportedVersions").texts().contains(WITHOUT_HANDSHAKE)) {
                throw new McpException("It speaks a version of the protocol that is not spoken here.");
            }
        }
        if (!about.object("capabilities").has("tools")) {
            throw new McpException("It offers no tools.");
        }
    }

    /// Without a handshake each question says who asks.
    private JsonObject params(JsonObject params) {
        if (handshake) {
            return params;
        }
        JsonObject meta = JsonObject.with("io.modelcontextprotocol/protocolVersion", WITHOUT_HANDSHAKE)
                .with("io.modelcontextprotocol/clientCapabilities", JsonObject.EMPTY)
                .with("io.modelcontextprotocol/clientInfo", WHO)
                .build();
        return params.toBuilder().with("_meta", meta).build();
    }

    /// Asks for all tools, page by page.
    private void list() throws InterruptedException {
        var _ = peer.takeToolsChanged();
        Map<String, Definition> found = new LinkedHashMap<>();
        Set<String> twice = new HashSet<>();
        Set<String> cursors = new HashSet<>();
        String cursor = "";
        long chars = 0;
        do {
            JsonObject page = peer.ask(
                    "tools/list",
                    params(
                            cursor.isEmpty()
                                    ? JsonObject.EMPTY
                                    : JsonObject.with("cursor", cursor).build()),
                    SOON);
            for (JsonObject json : page.list("tools").objects()) {
                Definition definition = new Definition(json);
                chars += json.toString().length();
                if (found.put(definition.name(), definition) != null) {
                    twice.add(definition.name());
                }
            }
            cursor = page.textOr("nextCursor", "");
            if (found.size() > MOST_TOOLS
                    || chars > MOST_CHARS
                    || cursors.size() > MOST_PAGES
                    || !cursors.add(cursor)) {
                throw new McpException("It lists tools without end, so it was ended.");
            }
        } while (!cursor.isEmpty());
        // Nobody could tell which of the two is meant.
        found.keySet().removeAll(twice);
        tools = found;
    }

    /// What the server offers now; asks again where it said that this has changed.
    Map<String, Definition> tools() throws InterruptedException {
        usedNanos = System.nanoTime();
        peer.renew();
        if (peer.takeToolsChanged()) {
            try {
                list();
            } catch (Peer.NoAnswer e) {
                peer.end("It said that its tools have changed and did not say how, so it was ended.");
            } catch (McpException | ContractException e) {
                peer.end("It said that its tools have changed, but not how, so it was ended.");
            }
            String over = over();
            if (over != null) {
                throw new McpException(over);
            }
        }
        return tools;
    }

    /// Calls a tool and gives back the whole result (Model Context Protocol, `CallToolResult`).
    JsonObject call(String tool, JsonObject arguments) throws InterruptedException {
        peer.renew();
        calling = true;
        JsonObject params =
                JsonObject.with("name", tool).with("arguments", arguments).build();
        try {
            JsonObject result = peer.ask("tools/call", params(params), patience);
            if (result.textOr("resultType", "complete").equals("input_required")) {
                throw new McpException("The server wants to ask a person something first, which is not possible here.");
            }
            return result;
        } catch (Peer.NoAnswer e) {
            throw new McpException((isAlive() ? "The tool did not answer in time and was told to stop." : over())
                    + " What it did until then is not known.");
        } catch (ContractException e) {
            peer.end("It said something that is not of the protocol, so it was ended.");
            throw new McpException(String.valueOf(over()));
        } finally {
            usedNanos = System.nanoTime();
            calling = false;
        }
    }

    /// A server that does not answer even this is ended.
    private boolean isAlive() throws InterruptedException {
        try {
            var _ = peer.ask(handshake ? "ping" : "server/discover", params(JsonObject.EMPTY), ALIVE);
            return true;
        } catch (Peer.NoAnswer e) {
            peer.end("It does not answer any more, so it was ended.");
            return false;
        } catch (McpException e) {
            return peer.over() == null;
        }
    }

    /// How long ago it was last used; zero while it is.
    Duration idle() {
        return calling ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - usedNanos);
    }

    /// Why it is over; null while it is not.
    @Nullable
    String over() {
        return peer.over();
    }

    /// Ends it, and says why to whoever asks next.
    void end(String why) {
        peer.end(why);
    }

    @Override
    public void close() {
        peer.close();
    }
}
