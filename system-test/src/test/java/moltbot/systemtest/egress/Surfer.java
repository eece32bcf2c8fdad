package moltbot.systemtest.egress;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.runtime.browser.BrowserTool;
import moltbot.runtime.browser.Browsers;
import moltbot.runtime.link.LinkHolder;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Authority;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolGate;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.workspace.Spool;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceFile;
import moltbot.runtime.workspace.WorkspaceLimits;

/// Uses the runtime's own browser tool as a model would, with everybody's yes, on the real spawner and egress.
final class Surfer implements AutoCloseable {
    private final Browsers browsers = new Browsers();
    private final BrowserTool tool;
    private final Sandboxes sandboxes;
    private final Rows workspace = new Rows();

    /// What control was asked to allow, in order.
    final List<JsonObject> shown = new ArrayList<>();

    Surfer(Path folder, Sandboxes sandboxes) throws Exception {
        this.sandboxes = sandboxes;
        Path temporary = folder.resolve("temporary");
        Spool.sweep(temporary);
        this.tool = new BrowserTool(
                browsers, new LinkHolder(sandboxes.runtime(), temporary), WorkspaceLimits.ofMegabytes(64));
    }

    /// One call with these fields, as pairs; numbers are written as they are.
    ToolOutcome use(String action, Object... fields) throws InterruptedException {
        JsonObject.Builder input = JsonObject.with("action", action);
        for (int i = 0; i < fields.length; i += 2) {
            String name = (String) fields[i];
            switch (fields[i + 1]) {
                case String text -> input.with(name, text);
                case Number number -> input.with(name, number.longValue());
                case Boolean flag -> input.with(name, flag);
                case List<?> list ->
                    input.with(
                            name,
                            moltbot.contract.json.JsonArray.ofTexts(
                                    list.stream().map(String::valueOf).toList()));
                default -> throw new AssertionError(name);
            }
        }
        try (Tool.Prepared prepared =
                tool.prepare(input.build(), new Around("owner", "main", workspace, new Silence()))) {
            Authority.Question question = new Authority.Question(
                    "call", new Authority.Asker("owner", "surf", "t", Label.OWNERS), "browser", prepared.effect());
            ToolGate.Passage passage = new ToolGate(new Yes()).judge(question, new Nobody());
            if (!(passage instanceof ToolGate.Passage.Open(var call))) {
                throw new AssertionError(passage);
            }
            ToolOutcome outcome = prepared.run(call);
            outcome.change()
                    .puts()
                    .forEach(put -> workspace.files.put(put.file().path(), put));
            return outcome;
        }
    }

    /// The number that is given to the first thing whose line holds these words.
    static long number(ToolOutcome page, String words) {
        return page.output()
                .lines()
                .filter(line -> line.startsWith("| [") && line.contains(words))
                .map(line -> Long.parseLong(line.substring(3, line.indexOf(']'))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + words + " in " + page.output()));
    }

    byte[] kept(String path) throws Exception {
        return workspace.read(path).orElseThrow(() -> new AssertionError(workspace.files.keySet()));
    }

    void turnIsCutShort() {
        tool.cutShort(workspace);
    }

    @Override
    public void close() {
        browsers.close();
    }

    private final class Yes implements Authority {
        @Override
        public Ruling authorize(Question question) {
            shown.add(question.effect().shows());
            boolean hold = question.effect().capability() == Capability.HOLD;
            return new Ruling.Allow(
                    hold
                            ? sandboxes.grant(
                                    SandboxHold.fromJson(question.effect().shows()))
                            : "none");
        }

        @Override
        public Answer await(String approval) {
            throw new AssertionError("Nobody was to be asked.");
        }

        @Override
        public void report(String call, String outcome, JsonObject detail) {}
    }

    private static final class Nobody implements ToolGate.Asking {
        @Override
        public void asked(String approval, String why) {}

        @Override
        public void answered(String decision) {}
    }

    private static final class Rows implements Workspace {
        private final TreeMap<String, moltbot.runtime.workspace.WorkspaceChange.Put> files = new TreeMap<>();

        @Override
        public String name() {
            return "owner/surf";
        }

        @Override
        public List<WorkspaceFile> list() {
            return files.values().stream().map(put -> put.file()).toList();
        }

        @Override
        public Optional<byte[]> read(String path) {
            return Optional.ofNullable(files.get(path)).map(put -> {
                try {
                    return put.source().read();
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    /// A conversation in which nothing was said.
    private static final class Silence implements Around.Heard {
        @Override
        public Label label() {
            return Label.FOREIGN;
        }

        @Override
        public String fromPeople() {
            return "";
        }

        @Override
        public String fromTool(String name) {
            return "";
        }
    }
}
