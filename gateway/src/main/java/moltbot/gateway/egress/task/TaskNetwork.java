package moltbot.gateway.egress.task;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.gateway.egress.authority.TaskAuthority;
import moltbot.gateway.egress.task.Injection.Filled;

/// One task's network: a Unix socket with a name that cannot be guessed, and every connection that came through it.
/// All of it ends at once, whoever ends it. Safe for use by several threads.
public final class TaskNetwork implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("network");
    private static final int MAX_CONNECTIONS = 64;

    private final TaskNetworks.House house;
    private final String call;
    private final Path socket;
    private final Rules rules;
    private final TaskAuthority authority;
    private final Budget budget;
    private final Consumer<String> told;
    private final ServerSocketChannel door;
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String why = "The task is over.";

    /// @param told  one line for the task for each refusal
    TaskNetwork(TaskNetworks.House house, String call, Path socket, SandboxNetwork network, Consumer<String> told) {
        this.house = house;
        this.call = call;
        this.socket = socket;
        this.rules = new Rules(network.rules());
        this.authority = new TaskAuthority(
                network.rules().stream().map(NetworkRule::host).distinct().toList(), Instant.now());
        this.budget = new Budget(network.maxBytes());
        this.told = told;
        this.door = bind(socket);
    }

    private static ServerSocketChannel bind(Path socket) {
        try {
            ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                door.bind(UnixDomainSocketAddress.of(socket), MAX_CONNECTIONS);
                // Whoever is handed it may connect, as somebody else than us; its folder keeps all others out.
                Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
                return door;
            } catch (IOException e) {
                door.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A task's socket could not be made.", e);
        }
    }

    void begin() {
        Thread.ofVirtual().name("task-network").start(this::accept);
    }

    /// Where it listens.
    public Path socket() {
        return socket;
    }

    /// The certificate that programs in the sandbox trust (PEM).
    public String authorityPem() {
        return authority.pem();
    }

    private void accept() {
        try {
            while (!ended.get()) {
                free.acquire();
                SocketChannel channel = door.accept();
                keep(channel);
                Thread.ofVirtual().name("task-connection").start(() -> converse(channel));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A task''s socket is closed: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void converse(SocketChannel channel) {
        try (UnixSocket connection = new UnixSocket(channel)) {
            new Conversation(this, connection).run();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection of a task ended: {0}", e.toString());
        } finally {
            open.remove(channel);
            free.release();
        }
    }

    /// Ends this with the network; at once, if that has ended.
    void keep(Closeable connection) {
        open.removeIf(kept -> kept instanceof java.net.Socket socketOf && socketOf.isClosed());
        open.add(connection);
        if (ended.get()) {
            close(connection);
        }
    }

    private static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection did not close cleanly.", e);
        }
    }

    Rules rules() {
        return rules;
    }

    TaskAuthority authority() {
        return authority;
    }

    Budget budget() {
        return budget;
    }

    Injection injection() {
        return house.injection();
    }

    Dialer dialer() {
        return house.dialer();
    }

    void requirePermission() throws Refusal {
        if (ended.get() || !house.permission().getAsBoolean()) {
            throw Refusal.forbidden("Tools are off: the guardian has not confirmed that this machine is safe.");
        }
    }

    /// Writes a request down; only then may it be sent.
    void permitted(Request request, NetworkRule rule, Filled filled) throws Refusal {
        requirePermission();
        budget.request();
        budget.spend(0);
        try {
            house.log()
                    .record(
                            "request",
                            call,
                            JsonObject.with("request", request.describe())
                                    .with("rule", rule.origin() + rule.path())
                                    .with("credential", filled.injected() ? rule.credential() : "")
                                    .build());
        } catch (ContractException e) {
            Refusal refusal = Refusal.unrecorded();
            refusal.initCause(e);
            throw refusal;
        }
    }

    /// Writes a refusal down and tells the task.
    ///
    /// @return false once there were so many that the network ends
    boolean refused(String asked, String because) {
        if (!budget.refusal()) {
            end("The task asked for what it may not ask " + Budget.MAX_REFUSALS + " times.");
            return false;
        }
        try {
            house.log()
                    .record(
                            "refused",
                            call,
                            JsonObject.with("request", asked)
                                    .with("why", because)
                                    .build());
            told.accept("refused " + asked + ": " + because);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A refusal was not recorded: {0}", e.getMessage());
        }
        return true;
    }

    /// Waits until it ends or its time is over.
    public void await(Duration time) throws InterruptedException {
        if (!over.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            end("Its time is over.");
        }
    }

    /// Ends it: no connection goes on after this.
    void end(String because) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        why = because;
        close(door);
        open.forEach(TaskNetwork::close);
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A task's socket is left until the next start.", e);
        }
        house.running().remove(this);
        over.countDown();
    }

    @Override
    public void close() {
        end(why);
        try {
            house.log()
                    .record(
                            "closed",
                            call,
                            JsonObject.with("why", why)
                                    .with("requests", budget.requests())
                                    .with("refused", budget.refusals())
                                    .with("bytes", budget.bytes())
                                    .build());
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "The end of a task''s network was not recorded: {0}", e.getMessage());
        }
    }
}
