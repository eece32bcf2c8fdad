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
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.runtime.workspace.ArchiveWriter;
import moltbot.runtime.workspace.Spool;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceLimits;

/// `run_command`: one program in a throw-away sandbox, with the workspace copied in and out.
public final class RunCommand implements Tool {
    private static final List<String> FIELDS = List.of("argv", "directory", "timeout_seconds", "network", "background");
    private static final int MAX_SECONDS = 600;

    /// What runs in the background may say nothing for as long as what is waited for may run.
    private static final int MAX_BACKGROUND_SECONDS = 3_600;
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
                    .flag("background", "run on while you go on: the owner is asked, no file it leaves is kept")
                    .require("argv")
                    .build());

    private final Sandbox sandbox;
    private final Path temporary;
    private final WorkspaceLimits limits;
    private final InBackground inBackground;

    /// @param temporary  this compartment's own folder for archives on their way
    public RunCommand(Sandbox sandbox, Path temporary, WorkspaceLimits limits, InBackground inBackground) {
        this.sandbox = sandbox;
        this.temporary = temporary;
        this.limits = limits;
        this.inBackground = inBackground;
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
    public void cutShort(Workspace workspace) {
        inBackground.end(workspace);
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        Workspace workspace = around.workspace();
        // Everything but the files is checked before any file is packed.
        SandboxSpec draft = Schema.read(input, FIELDS, json -> spec(json, "0".repeat(64)));
        boolean background = Schema.read(input, FIELDS, json -> json.flagOr("background", false));
        try {
            Spool inputs = Spool.create(temporary, limits.maxArchiveBytes());
            try {
                String sha256 = ArchiveWriter.pack(workspace, inputs);
                SandboxSpec spec = new SandboxSpec(
                        draft.argv(), draft.env(), draft.directory(), sha256, draft.limits(), draft.network());
                if (background) {
                    Duration life = Duration.ofSeconds(seconds(input));
                    return inBackground.prepare(new SandboxHold(spec, life), inputs, workspace);
                }
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

    private static long seconds(JsonObject input) {
        boolean background = input.flagOr("background", false);
        long seconds = input.numberOr("timeout_seconds", background ? MAX_SECONDS : 60);
        int most = background ? MAX_BACKGROUND_SECONDS : MAX_SECONDS;
        if (seconds < 1 || seconds > most) {
            throw new BadInput("timeout_seconds is from 1 to " + most + ".");
        }
        return seconds;
    }

    private static SandboxSpec spec(JsonObject input, String sha256) {
        long seconds = Math.min(seconds(input), MAX_SECONDS);
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
