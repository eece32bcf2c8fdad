package moltbot.gateway.egress.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.gateway.vault.SecretAccess;
import moltbot.gateway.vault.Secrets;

/// The networks of all running tasks. Safe for use by several threads.
public final class TaskNetworks implements AutoCloseable {
    private static final String NO_LEASE = "Tools are off: the guardian has not confirmed that this machine is safe.";
    private static final int MAX_NETWORKS = 32;
    private static final int NAME_BYTES = 12;
    private static final String PREFIX = "t-";
    /// The sockets themselves are open to whoever a sandbox runs as, who is handed the one of its task.
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    /// What every network has in common.
    ///
    /// @param permission  whether the guardian's lease is fresh
    record House(
            Dialer dialer, Injection injection, RequestLog log, BooleanSupplier permission, Set<TaskNetwork> running) {}

    private final Path folder;
    private final House house;
    private final SecureRandom random = new SecureRandom();

    /// @param folder  where the sockets lie, made for its owner alone with the first of them; nothing else is in it
    /// @param permission  whether the guardian's lease is fresh
    public TaskNetworks(Path folder, Secrets secrets, SecretAccess access, RequestLog log, BooleanSupplier permission) {
        this(folder, new Injection(secrets, access), log, permission, new PublicDialer(InetAddress::getAllByName));
    }

    TaskNetworks(Path folder, Injection injection, RequestLog log, BooleanSupplier permission, Dialer dialer) {
        this.folder = folder;
        this.house = new House(dialer, injection, log, permission, ConcurrentHashMap.newKeySet());
    }

    /// Removes what a gateway that was killed has left.
    public void sweep() {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path socket : left) {
                Files.deleteIfExists(socket);
            }
        } catch (IOException e) {
            System.getLogger("network").log(System.Logger.Level.DEBUG, "There was nothing to sweep.", e);
        }
    }

    /// Opens a granted task's network, once that is in the audit. Close it with the task.
    ///
    /// @param call  the tool call whose task it is
    /// @param told  one line for the task for each refusal
    public TaskNetwork open(SandboxNetwork network, String call, Consumer<String> told) {
        if (house.running().size() >= MAX_NETWORKS) {
            throw ContractException.refused("busy", "As many tasks as may use the network do. Try again later.");
        }
        List<NetworkRule> rules = network.rules();
        house.log()
                .record(
                        "opened",
                        call,
                        JsonObject.with("origins", JsonArray.ofTexts(origins(rules)))
                                .with("maxBytes", network.maxBytes())
                                .build());
        TaskNetwork opened = new TaskNetwork(house, call, socket(), network, told);
        house.running().add(opened);
        // Counted first: a lease lost after this finds it and ends it.
        if (!house.permission().getAsBoolean()) {
            opened.end(NO_LEASE);
            opened.close();
            throw ContractException.refused("no-lease", NO_LEASE + " Nothing was started.");
        }
        opened.begin();
        return opened;
    }

    private static List<String> origins(List<NetworkRule> rules) {
        return rules.stream().map(NetworkRule::origin).distinct().limit(8).toList();
    }

    private Path socket() {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNERS));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of tasks' sockets could not be made.", e);
        }
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        return folder.resolve(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(name));
    }

    /// Ends every network and every connection: the authority they were opened with is over.
    public void endAll(String why) {
        house.running().forEach(network -> network.end(why));
    }

    @Override
    public void close() {
        endAll("The gateway stops.");
    }
}
