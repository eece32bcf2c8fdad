package moltbot.runtime.mcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import moltbot.contract.ContractException;
import moltbot.contract.mcp.ToolServer;
import moltbot.runtime.held.Holder;
import moltbot.runtime.held.Program;
import moltbot.runtime.patience.Patience;
import moltbot.runtime.tool.MoreTools;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.workspace.Spool;
import moltbot.runtime.workspace.Workspace;

/// The servers of tools that the owner configured, and those that conversations have open: each conversation has its
/// own, so that none learns of another by what a server keeps. Safe for several threads.
public final class Servers implements MoreTools, AutoCloseable {
    private static final int MOST = 12;
    private static final Peer.Patience PATIENCE = new Peer.Patience(Duration.ofSeconds(60), Duration.ofMinutes(10));

    /// A conversation that has not used its server for so long can open it anew, where others need its place.
    private static final Duration UNUSED = Duration.ofSeconds(30);

    /// In which a place is free once its program was ended.
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final Map<String, ToolServer> configured = new LinkedHashMap<>();
    private final Path archives;
    private final Holder holder;
    private final RemoteHolder remote;
    private final Peer.Patience patience;
    private final Duration unused;
    private final Map<String, Map<String, OpenServer>> open = new TreeMap<>();

    /// @param archives  where the files of the server `name` are, as `name.tar`, if it has any
    public Servers(List<ToolServer> configured, Path archives, Holder holder, RemoteHolder remote) {
        this(configured, archives, holder, remote, PATIENCE, UNUSED);
    }

    Servers(
            List<ToolServer> configured,
            Path archives,
            Holder holder,
            RemoteHolder remote,
            Peer.Patience patience,
            Duration unused) {
        configured.forEach(server -> this.configured.put(server.name(), server));
        this.archives = archives;
        this.holder = holder;
        this.remote = remote;
        this.patience = patience;
        this.unused = unused;
    }

    List<ToolServer> configured() {
        return List.copyOf(configured.values());
    }

    Optional<ToolServer> configured(String name) {
        return Optional.ofNullable(configured.get(name));
    }

    /// Begins the server, in place of the one that the conversation had; where there is no room, in place of the one
    /// that any conversation has not used for longest.
    ///
    /// @throws McpException                         where it does not speak as a server should
    /// @throws moltbot.contract.ContractException   where nothing was started
    OpenServer begin(String conversation, ToolServer server, String grant) throws InterruptedException {
        close(conversation, server.name());
        if (!hasRoom() && !endLongestUnused()) {
            throw new McpException(
                    "As many servers of tools as this machine may have open are open. Try again in some minutes.");
        }
        Client client = Client.begin(opened(server, grant), patience);
        OpenServer begun = new OpenServer(server, client);
        synchronized (this) {
            open.computeIfAbsent(conversation, _ -> new LinkedHashMap<>()).put(server.name(), begun);
        }
        return begun;
    }

    /// What is refused for want of room uses up no grant.
    private Program opened(ToolServer server, String grant) throws InterruptedException {
        try {
            return open(server, grant);
        } catch (ContractException e) {
            if (!isFull(e) || !endLongestUnused()) {
                throw e;
            }
        }
        return Patience.REAL.retry(ENDING, Servers::isFull, () -> open(server, grant));
    }

    private static boolean isFull(ContractException e) {
        return e.reason().equals("busy");
    }

    /// False where all are in use.
    private synchronized boolean endLongestUnused() {
        Optional<Client> longest = open.values().stream()
                .flatMap(mine -> mine.values().stream())
                .map(OpenServer::client)
                .filter(client -> client.over() == null && client.idle().compareTo(unused) > 0)
                .max(Comparator.comparing(Client::idle));
        longest.ifPresent(client -> client.end("It had not been used for a while, and another needed its place."));
        return longest.isPresent();
    }

    private Program open(ToolServer server, String grant) {
        if (server.hold().isEmpty()) {
            return remote.open(server.name(), grant);
        }
        Path files = archives.resolve(server.name() + ".tar");
        if (!Files.exists(files)) {
            return holder.open(server.hold().get(), grant, Optional.empty());
        }
        try (Spool archive = Spool.reading(files)) {
            return holder.open(server.hold().get(), grant, Optional.of(archive));
        } catch (IOException e) {
            ContractException unread = ContractException.refused("storage", "Its files could not be read.");
            unread.initCause(e);
            throw unread;
        }
    }

    private synchronized boolean hasRoom() {
        open.values()
                .forEach(mine -> mine.values().removeIf(one -> one.client().over() != null || one.endedForIdleness()));
        open.values().removeIf(Map::isEmpty);
        return open.values().stream().mapToInt(Map::size).sum() < MOST;
    }

    /// The conversation's server of that name; also one that is over, until it is closed.
    synchronized Optional<OpenServer> find(String conversation, String server) {
        return Optional.ofNullable(open.getOrDefault(conversation, Map.of()).get(server));
    }

    /// Every tool the conversation was told of and may call, those of servers that are over too: a call says why.
    @Override
    public List<Tool> of(Workspace workspace) {
        List<OpenServer> mine;
        synchronized (this) {
            mine = List.copyOf(open.getOrDefault(workspace.name(), Map.of()).values());
        }
        List<Tool> tools = new ArrayList<>();
        for (OpenServer one : mine) {
            one.known().forEach(definition -> tools.add(new ServerTool(this, one.server(), definition)));
        }
        return tools;
    }

    void close(String conversation, String server) {
        OpenServer was;
        synchronized (this) {
            was = open.getOrDefault(conversation, new LinkedHashMap<>()).remove(server);
        }
        if (was != null) {
            was.client().close();
        }
    }

    /// Ends all that the conversation has open.
    void close(String conversation) {
        Map<String, OpenServer> were;
        synchronized (this) {
            were = open.remove(conversation);
        }
        if (were != null) {
            were.values().forEach(one -> one.client().close());
        }
    }

    @Override
    public void close() {
        List<String> all;
        synchronized (this) {
            all = List.copyOf(open.keySet());
        }
        all.forEach(this::close);
    }
}
