package moltbot.spawner.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.contract.ContractException;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.spawner.docker.TunnelFrame.Kind;
import moltbot.spawner.task.Networks;

/// All connections of a task in a container to the gateway's socket of this task, in one stream: that of the
/// [Forwarder]. No part of the machine is in the container for that, and the container has no network. What comes from
/// there is believed in nothing: one frame that is none, or more than may be under way, ends all of it. What waits here
/// is bounded by [TunnelFrame#WINDOW_BYTES] for each connection.
final class Tunnel implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("docker");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_SAID = 2_000;

    private final Attachment streams;
    private final Path socket;
    private final StringBuilder said = new StringBuilder();
    private final InputStream in = new Output();
    private final Map<Integer, TunnelConnection> connections = new ConcurrentHashMap<>();

    private Tunnel(Attachment streams, Path socket) {
        this.streams = streams;
        this.socket = socket;
    }

    /// Returns once programs in the container may connect.
    ///
    /// @throws ContractException  refused as `no-network` where they cannot
    static Tunnel open(Attachment forwarder, Networks.Door door) throws IOException {
        Tunnel tunnel = new Tunnel(forwarder, door.socket());
        try (UnixConnection.Expiry _ = forwarder.expire(PATIENCE)) {
            tunnel.send(new TunnelFrame(Kind.AUTHORITY, 0, Files.readAllBytes(door.authority())));
            TunnelFrame first = TunnelFrame.read(tunnel.in);
            if (first == null || first.kind() != Kind.READY) {
                throw new IOException("It said nothing.");
            }
        } catch (IOException e) {
            tunnel.close();
            LOG.log(System.Logger.Level.WARNING, "No way to the network: " + tunnel.said, e);
            throw ContractException.refused(
                    "no-network",
                    "The sandbox's way to the network could not be opened, for which its image needs python3. Nothing"
                            + " was run; the spawner's log says why.");
        }
        Thread.ofVirtual().name("docker-tunnel").start(tunnel::carry);
        return tunnel;
    }

    private void carry() {
        try {
            TunnelFrame frame;
            while ((frame = TunnelFrame.read(in)) != null) {
                arrive(frame);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A container''s way to the network ended: {0}", e.getMessage());
        } finally {
            close();
        }
    }

    private void arrive(TunnelFrame frame) throws IOException {
        TunnelConnection connection = connections.get(frame.connection());
        if (frame.kind() == Kind.OPEN && connection == null) {
            connections.put(frame.connection(), TunnelConnection.open(frame.connection(), socket, this::send));
        } else if (connection == null) {
            throw new IOException("A frame for a connection that is not open.");
        } else {
            connection.arrive(frame);
            if (frame.kind() == Kind.CLOSE) {
                connections.remove(frame.connection());
            }
        }
    }

    /// Waits for a forwarder that does not read, until this is closed.
    private synchronized void send(TunnelFrame frame) throws IOException {
        streams.write(frame.encode());
    }

    /// Ends all connections, and what forwards in the container.
    @Override
    public void close() {
        streams.close();
        connections.values().forEach(TunnelConnection::close);
    }

    /// What the forwarder writes, without its errors.
    private final class Output extends InputStream {
        private byte[] piece = new byte[0];
        private int at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            while (length > 0 && at == piece.length) {
                Attachment.Piece next = streams.next();
                if (next == null) {
                    return -1;
                } else if (next.kind() == SandboxFrame.Kind.OUTPUT) {
                    piece = next.bytes();
                    at = 0;
                } else if (said.length() < MOST_SAID) {
                    said.append(new String(next.bytes(), StandardCharsets.ISO_8859_1));
                }
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, bytes, offset, count);
            at += count;
            return count;
        }
    }
}
