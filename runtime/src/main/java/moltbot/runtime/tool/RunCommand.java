package moltbot.runtime.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.runtime.workspace.ArchiveWriter;
import moltbot.runtime.workspace.Spool;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceLimits;

/// `run_command`: one program in a throw-away sandbox, with the workspace copied in and out.
public final class RunCommand implements Tool {
    private static final List<String> FIELDS = List.of("argv", "directory", "timeout_seconds", "network");
    private static final int MAX_SECONDS = 600;
    private static final SortedMap<String, String> ENVIRONMENT = new TreeMap<>(java.util.Map.of(
            "PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8", "HOME", "/tmp", "TERM", "dumb"));
    private static final ToolSpec SPEC = new ToolSpec(
            "run_command",
            "Runs one program in a fresh sandbox, without network unless asked for. The workspace is its working directory; files it"
                    + " leaves there are kept, everything else is thrown away. No shell is involved unless you name"
                    + " one, such as [\"sh\", \"-c\", \"…\"].",
            new Schema()
                    .texts("argv", "the program and its arguments")
                    .text("directory", "where to run, relative to the workspace; its top if left out")
                    .integer("timeout_seconds", "at most " + MAX_SECONDS + "; 60 if left out")
                    .texts(
                            "network",
                            "only where needed, the owner is asked: each \"GET https://host/path\" or \"GET,POST"
                                    + " https://host/path with NAME\", which puts the owner's key in where"
                                    + " placeholder-for-NAME stands in a header")
                    .require("argv")
                    .build());

    private final Sandbox sandbox;
    private final Path temporary;
    private final WorkspaceLimits limits;

    /// @param temporary  this compartment's own folder for archives on their way
    public RunCommand(Sandbox sandbox, Path temporary, WorkspaceLimits limits) {
        this.sandbox = sandbox;
        this.temporary = temporary;
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.SANDBOX;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        Workspace workspace = around.workspace();
        // Everything but the files is checked before any file is packed.
        SandboxSpec draft = Schema.read(input, FIELDS, json -> spec(json, "0".repeat(64)));
        try {
            Spool inputs = Spool.create(temporary, limits.maxArchiveBytes());
            try {
                String sha256 = ArchiveWriter.pack(workspace, inputs);
                SandboxSpec spec = new SandboxSpec(
                        draft.argv(), draft.env(), draft.directory(), sha256, draft.limits(), draft.network());
                return new CommandCall(
                        sandbox,
                        spec,
                        new Effect(capability(), spec.toJson()),
                        new CommandCall.Files(inputs, workspace.list(), limits, this::room));
            } catch (IOException | RuntimeException e) {
                inputs.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The workspace could not be packed.", e);
        }
    }

    private Spool room() throws IOException {
        return Spool.create(temporary, limits.maxArchiveBytes());
    }

    private static SandboxSpec spec(JsonObject input, String sha256) {
        long seconds = input.numberOr("timeout_seconds", 60);
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new BadInput("timeout_seconds is from 1 to " + MAX_SECONDS + ".");
        }
        SandboxLimits standard = SandboxLimits.STANDARD;
        SandboxLimits limits = new SandboxLimits(
                Duration.ofSeconds(seconds),
                standard.memoryBytes(),
                standard.processes(),
                standard.outputBytes(),
                standard.diskBytes());
        return new SandboxSpec(
                input.list("argv").texts(),
                ENVIRONMENT,
                input.textOr("directory", "."),
                sha256,
                limits,
                SandboxNetwork.written(input.listOr("network", JsonArray.EMPTY).texts()));
    }
}
