package moltbot.cli.house;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.cli.confine.Confinement;
import moltbot.cli.confine.OwnNetwork;
import moltbot.cli.confine.Walls;
import moltbot.cli.pin.Pins;
import moltbot.cli.servers.ToolServers;
import moltbot.cli.settings.Settings;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.skill.Skill;

/// Starts one compartment's process: environment from empty, walls around it, and its boot line on standard input.
final class Launcher {
    private final Layout layout;
    private final Settings settings;
    private final List<ToolServer> servers;
    private final List<Skill> skills;
    private final Java java;
    private final Keyring keys;
    private final Confinement confinement;
    private volatile Map<String, String> secrets;
    private final String bootId = BootId.read();
    private final long startedMillis = System.currentTimeMillis();

    /// @param secrets  taken from the owner's environment, for the gateway only
    Launcher(
            Layout layout,
            Settings settings,
            Java java,
            Keyring keys,
            Confinement confinement,
            Map<String, String> secrets) {
        this.layout = layout;
        this.settings = settings;
        this.servers = layout.blueprint() == Blueprint.GUARD
                ? List.of()
                : ToolServers.prepare(
                        settings.servers(), layout.folder("runtime").resolve("servers"));
        this.skills = layout.blueprint() == Blueprint.GUARD
                ? List.of()
                : new Pins(layout.data()).prepare(layout.folder("runtime").resolve("skills"));
        this.java = java;
        this.keys = keys;
        this.confinement = confinement;
        this.secrets = Map.copyOf(secrets);
    }

    /// Called once the gateway has taken them into its vault: nobody else needs to keep them.
    void forgetSecrets() {
        secrets = Map.of();
    }

    /// What the compartments are confined by; empty where by nothing.
    String confinedBy() {
        return confinement.describe();
    }

    /// signal-cli, where the owner's settings name it. It is not part of a guard's house, nor of the training run.
    Optional<SignalService> signal() {
        return layout.blueprint() == Blueprint.GUARD || java.training()
                ? Optional.empty()
                : settings.signalProgram().map(program -> new SignalService(layout, java, confinement, program));
    }

    /// How long a part may take to be ready. While it is recorded what a fast start needs, it has all the time there
    /// is.
    Readiness readiness(String name) {
        return java.training() ? new Readiness(name, Readiness.LONGEST) : new Readiness(name);
    }

    Process start(Part part) throws IOException {
        Path temporary = layout.folder(part.name()).resolve("tmp");
        Layout.privateFolder(temporary);
        // What the spawner starts may make internet sockets only where there is no network for them.
        List<String> network = ownNetwork(part);
        List<String> command = new ArrayList<>(network);
        command.addAll(java.command(part, temporary));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(layout.folder(part.name()).toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        Process process = confinement.start(builder, walls(part, !network.isEmpty()));
        // Closed only by the end of this process: that end is how a compartment learns that it is alone.
        OutputStream input = process.getOutputStream();
        input.write((boot(part).toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        return process;
    }

    private static List<String> ownNetwork(Part part) throws IOException {
        return part.name().equals("spawner") ? OwnNetwork.words() : List.of();
    }

    private static Map<String, String> environment() {
        String zone = System.getenv("TZ");
        Map<String, String> fixed =
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8", "MALLOC_ARENA_MAX", "2");
        if (zone == null) {
            return fixed;
        }
        Map<String, String> withZone = new HashMap<>(fixed);
        withZone.put("TZ", zone);
        return withZone;
    }

    private Boot boot(Part part) {
        return new Boot(
                part.name(),
                layout.folder(part.name()),
                layout.socket(part.name()),
                bootId,
                keys.servedBy(part.name(), part.callers()),
                keys.reachedBy(part.name()),
                keys.sealsOf(part.name()),
                part.name().equals(layout.blueprint() == Blueprint.GUARD ? "breaker" : "gateway") ? secrets : Map.of(),
                settingsOf(part));
    }

    private JsonObject settingsOf(Part part) {
        boolean guard = layout.blueprint() == Blueprint.GUARD;
        return switch (part.name()) {
            case "breaker" -> guard ? settings.forGuardsBreaker() : settings.forBreaker();
            case "gateway" ->
                settings.forGateway(layout.signalSocket()).toBuilder()
                        .with("servers", elsewhere())
                        .build();
            case "runtime" ->
                settings.forRuntime().toBuilder()
                        .with("servers", all())
                        .with("skills", skills())
                        .build();
            case "control" ->
                settings.forControl().toBuilder()
                        .with("servers", all())
                        .with("skills", skills())
                        .build();
            case "spawner" -> settings.forSpawner();
            case "guardian" ->
                guardianSettings(layout, settings, hostOf()).toBuilder()
                        .with("upstream", guard ? settings.upstream() : "")
                        .build();
            default -> JsonObject.EMPTY;
        };
    }

    private JsonArray skills() {
        return JsonArray.of(skills.stream().map(Skill::toJson).toList());
    }

    private JsonArray all() {
        return JsonArray.of(servers.stream().map(ToolServer::toJson).toList());
    }

    private JsonArray elsewhere() {
        return JsonArray.of(servers.stream()
                .flatMap(server -> server.remote().stream())
                .map(RemotePlace::toJson)
                .toList());
    }

    /// While the caches are being made, what the house runs changes.
    private JsonObject hostOf() {
        List<Path> programs = java.training() ? List.of() : java.programs();
        return JsonObject.with("walls", !confinedBy().isEmpty())
                .with(
                        "programs",
                        JsonArray.ofTexts(programs.stream().map(Path::toString).toList()))
                .with("startedMillis", startedMillis)
                .build();
    }

    static JsonObject guardianSettings(Layout layout, Settings settings, JsonObject host) {
        return settings.forGuardian().toBuilder()
                .with("supervisorPid", ProcessHandle.current().pid())
                .with("uids", JsonArray.EMPTY)
                .with("dataRoot", layout.data().toString())
                .with("runRoot", layout.run().toString())
                .with("host", host)
                .build();
    }

    /// The spawner must mount and the guardian must see everything, so their files are not walled; both are kept from
    /// what else they do not need.
    private Walls walls(Part part, boolean ownNetwork) throws IOException {
        String name = part.name();
        boolean files = !name.equals("spawner") && !name.equals("guardian");
        boolean internet = ownNetwork || name.equals("breaker") || name.equals("gateway") || name.equals("guardian");
        List<Path> writable =
                new ArrayList<>(List.of(layout.folder(name), layout.run().resolve(name)));
        if (java.training()) {
            writable.add(java.house().resolve("aot"));
        }
        List<Path> readable = new ArrayList<>(List.of(
                java.home(),
                java.jars(part),
                java.house().resolve("aot"),
                java.nativeCode(),
                Path.of("/lib"),
                Path.of("/lib64"),
                Path.of("/usr/lib"),
                Path.of("/usr/lib64"),
                Path.of("/usr/share/zoneinfo"),
                Path.of("/etc"),
                Path.of("/proc"),
                Path.of("/sys")));
        if (name.equals("runtime") && Files.isDirectory(java.meaning())) {
            readable.add(java.meaning());
        }
        if (name.equals("gateway")) {
            readable.addAll(NameFiles.beyond(Path.of("/etc"), Path.of("/run")));
            settings.vaultKeyFile().ifPresent(readable::add);
        }
        if (name.equals("breaker")) {
            for (Path file : settings.tlsFiles()) {
                readable.addAll(folders(file));
            }
        }
        boolean netlink = name.equals("spawner") || name.equals("guardian");
        return new Walls(files, writable, readable, runnable(), internet, netlink);
    }

    /// The folders a renewed file will lie in: where it is named, and where a link there leads.
    private static List<Path> folders(Path file) throws IOException {
        Path named = file.toAbsolutePath().normalize().getParent();
        Path real = Files.exists(file) ? file.toRealPath().getParent() : named;
        return named == null || real == null ? List.of() : List.of(named, real);
    }

    private List<Path> runnable() {
        return List.of(
                java.binary(),
                java.home().resolve("lib/jspawnhelper"),
                Path.of("/lib64/ld-linux-x86-64.so.2"),
                Path.of("/lib/ld-linux-aarch64.so.1"));
    }
}
