package moltbot.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.context.Past;
import moltbot.runtime.patience.Patience;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.LongOutput;
import moltbot.runtime.tool.Sandbox;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolGate;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.tool.Toolbox;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceFile;
import moltbot.runtime.workspace.WorkspaceLimits;
import org.junit.jupiter.api.Test;

/// What steering ends and what it leaves: a turn that goes on keeps what it has open, one that is stopped does not.
class SteeringTest {
    private final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger cutShort = new AtomicInteger();
    private final Toolbox toolbox = new Toolbox(List.of(new Opener()), new Always());
    private final AgentLoop agent = new AgentLoop(
            this::answer,
            toolbox,
            new ToolRunner(
                    new ToolGate(new Yes()), toolbox, new LongOutput(WorkspaceLimits.ofMegabytes(1)), Patience.REAL),
            InstantSource.system());

    private int asked;

    private Answer answer(moltbot.contract.model.ModelRequest request, Drafts drafts) {
        boolean first = asked++ == 0;
        return new Answer(
                first
                        ? List.of(
                                new Content.ToolUse("a", "opener", JsonObject.EMPTY),
                                new Content.ToolUse("b", "opener", JsonObject.EMPTY))
                        : List.of(new Content.Text("Done.")),
                first ? "tools" : "end",
                "demo",
                "scripted");
    }

    private TurnScene scene(Stage stage) {
        List<Said> said = List.of(new Said(0, Origin.OWNER, ModelMessage.user("open two")));
        return new TurnScene(
                "owner",
                "main",
                "turn",
                new Conversation("turn", 1, Label.OWNERS, Past.NONE, said),
                new Nothing(),
                _ -> Optional.empty(),
                Map.of(),
                stage);
    }

    @Test
    void leavesOpenWhatATurnThatGoesOnHasOpen() throws Exception {
        agent.run(scene(new OneNewcomer()));

        assertThat(ran).hasValue(1);
        assertThat(asked).isEqualTo(2);
        assertThat(cutShort).hasValue(0);
    }

    @Test
    void endsWhatATurnThatIsStoppedHasOpen() {
        agent.abandon(new Step.Builder(), scene(new OneNewcomer()), "Stopped by the owner.");

        assertThat(cutShort).hasValue(1);
    }

    /// Somebody writes as soon as one tool has run.
    private final class OneNewcomer implements Stage {
        @Override
        public Limit limit(java.time.Duration most) {
            throw new IllegalStateException("Nothing is handed to a sub-agent.");
        }

        private final List<Step> steps = new ArrayList<>();

        @Override
        public void commit(Step step) {
            steps.add(step);
        }

        @Override
        public List<Newcomer> newcomers() {
            boolean joined = steps.stream().anyMatch(step -> !step.joined().isEmpty());
            return ran.get() == 0 || joined
                    ? List.of()
                    : List.of(new Newcomer("other", ModelMessage.user("only one"), "only one", Label.OWNERS));
        }

        @Override
        public Optional<Newcomer> next() {
            return newcomers().stream().findFirst();
        }

        @Override
        public void rests(long until) {}

        @Override
        public List<String> approvals(long from, long to) {
            return List.of();
        }

        @Override
        public void waitingForPerson(boolean waiting) {}

        @Override
        public void waitingForModel(boolean waiting) {}

        @Override
        public void add(String text) {}

        @Override
        public void restart() {}
    }

    private final class Opener implements Tool {
        @Override
        public ToolSpec spec() {
            return new ToolSpec("opener", "Opens.", new Schema().build());
        }

        @Override
        public Capability capability() {
            return Capability.WORKSPACE_READ;
        }

        @Override
        public void cutShort(Workspace workspace) {
            cutShort.incrementAndGet();
        }

        @Override
        public Prepared prepare(JsonObject input, Around around) {
            return new Prepared() {
                @Override
                public Effect effect() {
                    return new Effect(capability(), input);
                }

                @Override
                public ToolOutcome run(AuthorizedCall authorized) {
                    ran.incrementAndGet();
                    return ToolOutcome.of(Outcome.OK, "open");
                }
            };
        }
    }

    private static final class Always implements Sandbox {
        @Override
        public Availability availability() {
            return new Availability.Ready("stand-in", true);
        }

        @Override
        public End run(moltbot.contract.sandbox.SandboxSpec spec, String grant, Streams streams) {
            return new End.Lost();
        }
    }

    private static final class Nothing implements Workspace {
        @Override
        public String name() {
            return "main";
        }

        @Override
        public List<WorkspaceFile> list() {
            return List.of();
        }

        @Override
        public Optional<byte[]> read(String path) {
            return Optional.empty();
        }
    }
}
