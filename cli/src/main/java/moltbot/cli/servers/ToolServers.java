package moltbot.cli.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import moltbot.cli.failure.CliException;
import moltbot.cli.failure.CliException.Code;
import moltbot.cli.settings.ServerSetting;
import moltbot.contract.ContractException;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;

/// Makes what the owner wrote of servers of tools into exactly what will run: the program, its walls and network, and
/// its files by their digest. The files are packed here, once a start, for the runtime cannot reach them where they
/// are.
public final class ToolServers {
    /// Nothing said or heard for so long ends one; the next use opens it anew.
    private static final Duration SILENCE = Duration.ofMinutes(15);

    private static final Duration LIFE = Duration.ofHours(4);
    private static final int PROCESSES = 64;

    private ToolServers() {}

    /// Packs the files of all servers and says what they are.
    ///
    /// @param archives  the runtime's folder for them; what is of no server any more is deleted
    public static List<ToolServer> prepare(List<ServerSetting> settings, Path archives) {
        try {
            if (settings.isEmpty() && !Files.exists(archives)) {
                return List.of();
            }
            Files.createDirectories(archives);
            try (Stream<Path> old = Files.list(archives)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
            List<ToolServer> servers = new ArrayList<>();
            for (ServerSetting setting : settings) {
                servers.add(prepare(setting, archives));
            }
            return servers;
        } catch (IOException e) {
            throw new CliException(
                    Code.REFUSED,
                    "The files of a server of tools could not be packed (" + e.getMessage() + "). Nothing was started.",
                    e);
        }
    }

    private static ToolServer prepare(ServerSetting setting, Path archives) throws IOException {
        return setting.url().isEmpty() ? program(setting, archives) : place(setting);
    }

    private static ToolServer place(ServerSetting setting) {
        try {
            return new ToolServer(
                    setting.about(), new RemotePlace(setting.name(), setting.url(), setting.key(), setting.signIn()));
        } catch (ContractException e) {
            throw refused(setting, e);
        }
    }

    private static CliException refused(ServerSetting setting, ContractException e) {
        return CliException.refused(
                "The server of tools '" + setting.name() + "': " + e.getMessage() + " Nothing was started.");
    }

    private static ToolServer program(ServerSetting setting, Path archives) throws IOException {
        String files = setting.files().isPresent()
                ? FolderArchive.write(setting.files().get(), archives.resolve(setting.name() + ".tar"))
                : Seal.sha256Hex(new byte[0]);
        try {
            SandboxNetwork network = SandboxNetwork.written(setting.network());
            SandboxLimits limits = new SandboxLimits(
                    SILENCE,
                    setting.memoryMegabytes() << 20,
                    PROCESSES,
                    SandboxLimits.STANDARD.outputBytes(),
                    SandboxLimits.CEILING.diskBytes());
            SandboxSpec spec =
                    new SandboxSpec(setting.command(), environment(setting, network), ".", files, limits, network);
            return new ToolServer(setting.name(), setting.about(), new SandboxHold(spec, LIFE));
        } catch (ContractException e) {
            throw refused(setting, e);
        }
    }

    /// The owner's variables hold the names of keys, and the sandbox only what stands for these keys.
    private static SortedMap<String, String> environment(ServerSetting setting, SandboxNetwork network) {
        SortedMap<String, String> environment = new TreeMap<>(
                java.util.Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8", "HOME", "/tmp"));
        setting.environment().forEach((variable, key) -> {
            if (network.rules().stream().noneMatch(rule -> rule.credential().equals(key))) {
                throw CliException.refused("The server of tools '" + setting.name() + "': its variable '" + variable
                        + "' must be the name of a key that one of its network rules puts in ('… with NAME'). A key"
                        + " itself never goes into a sandbox; keep it with ./moltbot secret set task-NAME. Nothing was"
                        + " started.");
            }
            environment.put(variable, SandboxNetwork.placeholder(key));
        });
        return environment;
    }
}
