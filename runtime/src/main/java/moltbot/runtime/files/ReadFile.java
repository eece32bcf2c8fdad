package moltbot.runtime.files;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.OutputBuffer;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.Workspace;

/// `read_file`: one file of the workspace, as text; images and PDF documents are shown to the model as they are.
public final class ReadFile implements Tool {
    private static final ToolSpec SPEC = new ToolSpec(
            "read_file",
            "Reads a file of the workspace: text, an image or a PDF. Long text comes in parts.",
            new Schema()
                    .text("path", "relative to the workspace")
                    .integer("from", "line to begin with")
                    .require("path")
                    .build());

    private static final List<String> FIELDS = List.of("path", "from");
    private static final int MOST_CHARS = 20_000;
    private static final int MOST_LINE = 4_000;
    private static final int MOST_BYTES = 31 << 10;

    /// A file may have many megabytes: several at once would not fit into this process.
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.WORKSPACE_READ;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        Workspace workspace = around.workspace();
        JsonObject shows = Schema.read(
                input,
                FIELDS,
                json -> JsonObject.with("path", json.text("path"))
                        .with("from", Math.clamp(json.numberOr("from", 1), 1, 100_000_000))
                        .build());
        return new FileCall(
                new Effect(capability(), shows), judged -> run(judged.text("path"), judged.integer("from"), workspace));
    }

    private static ToolOutcome run(String path, int from, Workspace workspace) {
        return (path.endsWith("/") ? Optional.<ToolOutcome>empty() : shown(path, from, workspace))
                .orElseGet(() -> ToolOutcome.of(
                        Outcome.FAILED, "There is no file '" + path + "'. list_files shows what there is."));
    }

    private static Optional<ToolOutcome> shown(String path, int from, Workspace workspace) {
        ONE_AT_A_TIME.lock();
        try {
            return workspace
                    .read(path)
                    .map(found -> Attachment.recognise(found)
                            .map(one -> ToolOutcome.of(Outcome.OK, "(shown: " + one.mediaType() + ")")
                                    .showing(List.of(one)))
                            .orElseGet(() -> ToolOutcome.of(Outcome.OK, text(found, from))));
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /// Whole lines from one of them on, as many as have room, and where to go on.
    private static String text(byte[] found, int from) {
        String whole = new String(found, StandardCharsets.UTF_8);
        if (from == 1 && whole.length() <= MOST_CHARS && found.length <= MOST_BYTES) {
            return whole;
        }
        StringBuilder text = new StringBuilder();
        int line = 0;
        int chars = 0;
        int more = 0;
        for (String one : (Iterable<String>) whole.lines()::iterator) {
            if (++line >= from && more == 0) {
                String shown = one.length() <= MOST_LINE
                        ? one
                        : OutputBuffer.bounded(one, MOST_LINE).replace('\n', ' ');
                chars += shown.length() + 1;
                if (chars <= MOST_CHARS) {
                    text.append(shown).append('\n');
                } else {
                    more = line;
                }
            }
        }
        return OutputBuffer.bounded(text.toString(), MOST_BYTES)
                + (more > 0 ? "[More: from=" + more + " of " + line + " lines]\n" : "[" + line + " lines]\n");
    }
}
