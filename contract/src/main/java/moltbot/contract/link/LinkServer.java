package moltbot.contract.link;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.net.ExtendedSocketOptions;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;

/// Listens on a Unix socket in a folder of mode 0700 and serves exchanges to peers that run under the same user (or
/// the one named) and prove a capability. Every connection and every exchange has a virtual thread of its own.
public final class LinkServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("link");
    /// Where nothing can be accepted (no file handles left, say), trying at once again would only burn time.
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(20);

    private final Path socket;
    private final ServerSocketChannel listener;
    private final Map<String, Capability> accepted;
    private final LinkHandler handler;
    private final LinkLimits limits;
    private final String owner;
    private final Set<ServedConnection> connections = ConcurrentHashMap.newKeySet();

    private LinkServer(Path socket, Collection<Capability> accepted, LinkHandler handler, LinkLimits limits)
            throws IOException {
        this.socket = socket;
        this.accepted = accepted.stream().collect(Collectors.toMap(Capability::peer, Function.identity()));
        this.handler = handler;
        this.limits = limits;
        prepareFolder(socket);
        this.owner = Files.getOwner(socket.toAbsolutePath().getParent(), LinkOption.NOFOLLOW_LINKS)
                .getName();
        this.listener = bind(socket, limits.maxConnections());
    }

    private static ServerSocketChannel bind(Path socket, int backlog) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket), backlog);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /// Binds and begins to serve.
    public static LinkServer start(
            Path socket, Collection<Capability> accepted, LinkHandler handler, LinkLimits limits) {
        try {
            LinkServer server = new LinkServer(socket, accepted, handler, limits);
            Thread.ofVirtual().name("link-accept").start(server::accept);
            return server;
        } catch (IOException e) {
            throw new ContractException(Code.UNAVAILABLE, "The socket " + socket + " could not be opened.", e);
        }
    }

    private static void prepareFolder(Path socket) throws IOException {
        Path folder = socket.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.deleteIfExists(socket);
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                admit(listener.accept());
            } catch (IOException | RuntimeException e) {
                if (listener.isOpen()) {
                    LOG.log(System.Logger.Level.ERROR, "The link " + socket + " could not accept.", e);
                    LockSupport.parkNanos(this, ACCEPT_PAUSE.toNanos());
                }
            }
        }
    }

    private void admit(SocketChannel channel) throws IOException {
        boolean admitted = false;
        try {
            admitted = connections.size() < limits.maxConnections() && samePerson(channel);
            if (admitted) {
                serve(channel);
            } else {
                LOG.log(System.Logger.Level.WARNING, "A connection to {0} was refused.", socket);
            }
        } finally {
            if (!admitted) {
                channel.close();
            }
        }
    }

    private boolean samePerson(SocketChannel channel) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED)
                .user()
                .getName()
                .equals(owner);
    }

    private void serve(SocketChannel channel) {
        ServedConnection connection =
                new ServedConnection(new FrameChannel(channel, limits.maxFrameBytes()), accepted, handler, limits);
        connections.add(connection);
        Thread.ofVirtual().name("link-connection").start(() -> {
            try (connection) {
                connection.run();
            } finally {
                connections.remove(connection);
            }
        });
        if (!listener.isOpen()) {
            connection.end();
        }
    }

    /// Stops listening and ends every exchange.
    @Override
    public void close() {
        try {
            listener.close();
            connections.forEach(ServedConnection::end);
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The link " + socket + " did not close cleanly.", e);
        }
    }
}
