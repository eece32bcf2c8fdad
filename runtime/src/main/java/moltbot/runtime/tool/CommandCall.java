package moltbot.runtime.tool;

import java.io.IOException;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.sandbox.SandboxResult;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.runtime.tool.Sandbox.End;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.ArchiveReader;
import moltbot.runtime.workspace.ArchiveReader.Unpacked;
import moltbot.runtime.workspace.Spool;
import moltbot.runtime.workspace.WorkspaceChange;
import moltbot.runtime.workspace.WorkspaceFile;
import moltbot.runtime.workspace.WorkspaceLimits;

/// One run of a program, packed and ready.
final class CommandCall implements Tool.Prepared {
    static final String NOTHING_KEPT = "Its sandbox was thrown away, and nothing of it was kept in the workspace.";

    private static final System.Logger LOG = System.getLogger("tool");

    private final Sandbox sandbox;
    private final SandboxSpec spec;
    private final Effect effect;
    private final Spool inputs;
    private final Room room;
    private final List<WorkspaceFile> before;
    private final WorkspaceLimits limits;

    /// Makes a place for the archive that comes back.
    @FunctionalInterface
    interface Room {
        Spool make() throws IOException;
    }

    /// What the call needs to know about the workspace.
    record Files(Spool inputs, List<WorkspaceFile> before, WorkspaceLimits limits, Room room) {}

    CommandCall(Sandbox sandbox, SandboxSpec spec, Effect effect, Files files) {
        this.sandbox = sandbox;
        this.spec = spec;
        this.effect = effect;
        this.inputs = files.inputs();
        this.before = files.before();
        this.limits = files.limits();
        this.room = files.room();
    }

    @Override
    public Effect effect() {
        return effect;
    }

    @Override
    public Label leaves() {
        return spec.network().label();
    }

    @Override
    public ToolOutcome run(AuthorizedCall authorized) throws InterruptedException {
        String grant = authorized.requireFor(effect).grant();
        OutputBuffer output = new OutputBuffer((int) spec.limits().outputBytes());
        Spool archive = null;
        boolean handedOn = false;
        try {
            archive = room.make();
            End end = sandbox.run(spec, grant, new Sandbox.Streams(inputs, archive, output));
            ToolOutcome outcome = outcome(end, archive, output);
            handedOn = !outcome.change().isNothing();
            return outcome;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "A temporary file failed.", e);
            return ToolOutcome.of(
                    Outcome.UNAVAILABLE, "There is no room for temporary files; the command was not run.");
        } finally {
            if (archive != null && !handedOn) {
                new WorkspaceChange(List.of(), List.of(), archive).close();
            }
        }
    }

    private ToolOutcome outcome(End end, Spool archive, OutputBuffer output) {
        return switch (end) {
            case End.Ran(SandboxResult result) -> ran(result, archive, output);
            case End.Refused(String why, boolean passing) ->
                passing ? ToolOutcome.notYet(why) : ToolOutcome.of(Outcome.UNAVAILABLE, why);
            case End.Lost() ->
                ToolOutcome.of(
                        Outcome.UNKNOWN,
                        "The sandbox was lost in the middle of the run, so how the command ended is not known. "
                                + NOTHING_KEPT);
        };
    }

    private ToolOutcome ran(SandboxResult result, Spool archive, OutputBuffer output) {
        StringBuilder text = new StringBuilder(output.text());
        if (result.outputTruncated()) {
            note(text, "Output beyond the limit was dropped.");
        }
        note(text, ending(result));
        WorkspaceChange change = WorkspaceChange.NONE;
        if (result.archive()) {
            try {
                Unpacked unpacked = ArchiveReader.read(archive, before, limits);
                unpacked.dropped().forEach(sentence -> note(text, sentence));
                change = unpacked.change();
            } catch (ContractException e) {
                note(text, e.getMessage() + " Nothing of this run was kept in the workspace.");
            }
        } else {
            note(text, "Nothing of this run was kept in the workspace.");
        }
        JsonObject detail = JsonObject.with("exitCode", result.exitCode())
                .with("ending", result.toJson().text("ending"))
                .with("tookMillis", result.took().toMillis())
                .with("tier", result.tier())
                .build();
        boolean well = result.ending() == SandboxResult.Ending.EXITED && result.exitCode() == 0;
        return new ToolOutcome(well ? Outcome.OK : Outcome.FAILED, text.toString(), detail, change, false);
    }

    private static String ending(SandboxResult result) {
        String more = result.detail().isEmpty() ? "" : " " + result.detail();
        return switch (result.ending()) {
            case EXITED -> result.exitCode() == 0 ? "" : "Exit code " + result.exitCode() + "." + more;
            case TIMED_OUT -> "Its time ran out." + more;
            case OUT_OF_BOUNDS -> "It used more than it may." + more;
            case NOT_STARTED -> "The program could not be started." + more;
            case CANCELLED -> "It was cancelled." + more;
        };
    }

    private static void note(StringBuilder text, String sentence) {
        if (!sentence.isEmpty()) {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
            text.append('[').append(sentence).append("]\n");
        }
    }

    @Override
    public void close() {
        new WorkspaceChange(List.of(), List.of(), inputs).close();
    }
}
