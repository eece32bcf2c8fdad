package moltbot.runtime.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceLimits;

/// `edit_file`: replaces one passage of a text file. The passage must stand there exactly once, so that what is changed
/// is what was meant.
public final class EditFile implements Tool {
    private static final List<String> FIELDS = List.of("path", "old", "new");
    private static final ToolSpec SPEC = new ToolSpec(
            "edit_file",
            "Replaces a passage of a text file that stands there exactly once.",
            new Schema()
                    .text("path", "relative to the workspace")
                    .text("old", "the passage, word for word")
                    .text("new", "what takes its place")
                    .require("path", "old", "new")
                    .build());

    private final WorkspaceLimits limits;

    public EditFile(WorkspaceLimits limits) {
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.WORKSPACE_WRITE;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        Workspace workspace = around.workspace();
        JsonObject shows = Schema.read(
                input,
                FIELDS,
                json -> JsonObject.with("path", json.text("path"))
                        .with("old", json.text("old"))
                        .with("new", json.text("new"))
                        .build());
        OneFile.requirePath(shows.text("path"));
        if (shows.text("old").isEmpty()) {
            throw new BadInput("Say what to replace, word for word. write_file makes a file anew.");
        }
        return new FileCall(new Effect(capability(), shows), judged -> run(judged, workspace));
    }

    private ToolOutcome run(JsonObject judged, Workspace workspace) {
        String path = judged.text("path");
        Optional<byte[]> bytes = workspace.read(path);
        if (bytes.isEmpty()) {
            return failed("There is no file '" + path + "'. list_files shows what there is.");
        }
        Optional<String> text = text(bytes.get());
        if (text.isEmpty()) {
            return failed("'" + path + "' is no text, so nothing was changed.");
        }
        String old = judged.text("old");
        int at = text.get().indexOf(old);
        if (at < 0) {
            return failed("That passage does not stand in '" + path + "', so nothing was changed. Read it again.");
        }
        if (text.get().indexOf(old, at + 1) >= 0) {
            return failed("That passage stands in '" + path
                    + "' more than once, so nothing was changed. Give more of what is around it.");
        }
        String changed =
                text.get().substring(0, at) + judged.text("new") + text.get().substring(at + old.length());
        long line = text.get().substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        return OneFile.put(
                path,
                changed.getBytes(StandardCharsets.UTF_8),
                workspace,
                limits,
                "Replaced it in line " + line + " of " + path + ".");
    }

    private static ToolOutcome failed(String why) {
        return ToolOutcome.of(Outcome.FAILED, why);
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
