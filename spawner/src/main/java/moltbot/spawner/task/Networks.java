package moltbot.spawner.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.sandbox.SandboxFrame;

/// Asks the gateway for the network of a task that was granted one. The gateway judges the grant itself: what is passed
/// on here was sealed by control for it, and cannot be read or changed on the way. Safe for use by several threads.
public final class Networks {
    private static final System.Logger LOG = System.getLogger("network");
    private static final String NONE = "The part that leads to the network does not answer, so nothing was started.";

    private final Optional<LinkClient> gateway;

    /// @param gateway  empty where this spawner was given no link to it; then no task has a network
    public Networks(Optional<LinkClient> gateway) {
        this.gateway = gateway;
    }

    /// The network of one task: its door, open until this is closed. What the gateway refuses meanwhile is told to
    /// `output` in one line each, since programs hide the answer of a proxy.
    OpenNetwork open(AuthorizedTask task, TaskOutput output) throws IOException {
        if (task.spec().network().isNone()) {
            return new OpenNetwork(task, Optional.empty(), Optional.empty());
        }
        LinkClient client = gateway.orElseThrow(() -> ContractException.refused("no-network", NONE));
        try {
            LinkCall call = client.open("egress.open", task.networkRequest());
            return opened(task, call, output);
        } catch (ContractException e) {
            if (e.code() == Code.REFUSED) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "No network for a task.", e);
            throw ContractException.refused("no-network", NONE);
        }
    }

    private static OpenNetwork opened(AuthorizedTask task, LinkCall call, TaskOutput output) throws IOException {
        boolean ready = false;
        try {
            call.end();
            JsonObject reply = call.reply();
            Path authority = task.folder().resolve("authority.pem");
            Files.writeString(authority, reply.text("authority"), StandardCharsets.US_ASCII);
            Door door = new Door(Path.of(reply.text("socket")), authority);
            Thread telling = Thread.ofVirtual().name("task-network").start(() -> tell(call, output));
            ready = true;
            return new OpenNetwork(task.through(door), Optional.of(call), Optional.of(telling));
        } catch (InvalidPathException e) {
            throw new ContractException(Code.MALFORMED, "The gateway named no socket.", e);
        } finally {
            if (!ready) {
                call.close();
            }
        }
    }

    private static void tell(LinkCall call, TaskOutput output) {
        try {
            byte[] frame;
            while ((frame = call.next()) != null) {
                byte[] line = ("[network: " + JsonObject.parse(frame).text("refused") + "]\n")
                        .getBytes(StandardCharsets.UTF_8);
                output.write(SandboxFrame.Kind.ERROR, line, line.length);
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A task''s network ended: {0}", e.getMessage());
        }
    }

    /// The one way from a sandbox to the network: the gateway's proxy for this task and no other.
    ///
    /// @param socket     its Unix socket, in the gateway's own folder; anybody who is handed it may connect
    /// @param authority  a file with the certificate of the task's own authority (PEM)
    public record Door(Path socket, Path authority) {}

    /// A task with its door; closing it ends the network and every connection in it.
    record OpenNetwork(AuthorizedTask task, Optional<LinkCall> call, Optional<Thread> telling)
            implements AutoCloseable {
        @Override
        public void close() {
            call.ifPresent(LinkCall::close);
            try {
                if (telling.isPresent()) {
                    telling.get().join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
