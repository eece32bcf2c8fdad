package moltbot.runtime.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.runtime.held.Program;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Authority;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.RunCommand;
import moltbot.runtime.tool.Sandbox;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolGate;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceFile;
import moltbot.runtime.workspace.WorkspaceLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands in the background, as conversations meet them.
@Timeout(60)
class CommandsTest {
    @TempDir
    Path folder;

    private final List<StandIn> programs = new ArrayList<>();
    private final List<SandboxHold> held = new ArrayList<>();
    private final List<Authority.Question> questions = new ArrayList<>();
    private boolean full;
    private final Commands commands = new Commands(
            (hold, _, _) -> {
                if (full) {
                    throw ContractException.refused("busy", "All places are taken.");
                }
                held.add(hold);
                programs.add(new StandIn());
                return programs.getLast();
            },
            "now");

    private static final class StandIn implements Program {
        private final BlockingQueue<Word> words = new LinkedBlockingQueue<>();
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean closed;

        void prints(String text) {
            words.add(new Word.Output(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public boolean write(byte[] bytes) {
            throw new AssertionError("Nothing is ever written to it.");
        }

        @Override
        public Word next() {
            try {
                return words.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Word.Over("interrupted");
            }
        }

        @Override
        public void close() {
            closed = true;
            words.add(new Word.Over("closed"));
            ended.countDown();
        }

        /// Whoever is told that it is over may be so a moment before.
        boolean hasClosed() throws InterruptedException {
            return ended.await(10, TimeUnit.SECONDS);
        }
    }

    private record Room(String name) implements Workspace, Around.Heard {
        @Override
        public List<WorkspaceFile> list() {
            return List.of();
        }

        @Override
        public Optional<byte[]> read(String path) {
            return Optional.empty();
        }

        @Override
        public Label label() {
            return Label.OWNERS;
        }

        @Override
        public String fromPeople() {
            return "";
        }

        @Override
        public String fromTool(String tool) {
            return "";
        }
    }

    private final class Yes implements Authority, ToolGate.Asking {
        @Override
        public Ruling authorize(Question question) {
            questions.add(question);
            return new Ruling.Allow("grant");
        }

        @Override
        public Answer await(String approval) {
            throw new AssertionError("Nobody was to be asked.");
        }

        @Override
        public void report(String call, String outcome, JsonObject detail) {}

        @Override
        public void asked(String approval, String why) {}

        @Override
        public void answered(String decision) {}
    }

    private String use(Tool tool, String conversation, JsonObject input) throws InterruptedException {
        Room room = new Room(conversation);
        try (Tool.Prepared prepared = tool.prepare(input, new Around("owner", "main", room, room))) {
            Yes yes = new Yes();
            Authority.Question question = new Authority.Question(
                    "call",
                    new Authority.Asker("owner", "main", "t", Label.OWNERS),
                    tool.spec().name(),
                    prepared.effect());
            if (!(new ToolGate(yes).judge(question, yes) instanceof ToolGate.Passage.Open(var call))) {
                throw new AssertionError("Nobody says no here.");
            }
            ToolOutcome outcome = prepared.run(call);
            return outcome.outcome() + " " + outcome.output();
        } catch (BadInput e) {
            return "BAD " + e.getMessage();
        }
    }

    private RunCommand runCommand() {
        Sandbox none = new Sandbox() {
            @Override
            public End run(moltbot.contract.sandbox.SandboxSpec spec, String grant, Streams streams) {
                throw new AssertionError("It was to run in the background.");
            }

            @Override
            public Availability availability() {
                return new Availability.Ready("stand-in", false);
            }
        };
        return new RunCommand(none, folder, WorkspaceLimits.ofMegabytes(1), commands);
    }

    private String start(String conversation) throws InterruptedException {
        return use(
                runCommand(),
                conversation,
                JsonObject.with("argv", JsonArray.ofTexts(List.of("sleep", "9")))
                        .with("background", true)
                        .with("timeout_seconds", 1_800)
                        .build());
    }

    private String background(String conversation, JsonObject.Builder input) throws InterruptedException {
        return use(commands.of(new Room(conversation)).getFirst(), conversation, input.build());
    }

    private String poll(String conversation, String id) throws InterruptedException {
        return background(
                conversation, JsonObject.with("action", "poll").with("id", id).with("wait_seconds", 20));
    }

    @Test
    void beginsExactlyWhatTheGateSawAndIsToldOfOnlyThen() throws Exception {
        assertThat(commands.of(new Room("a")))
                .as("nothing is told of before it is wanted")
                .isEmpty();
        assertThat(start("a")).contains("OK [It runs as now-1");

        Authority.Question asked = questions.getFirst();
        assertThat(asked.effect().capability()).isEqualTo(Capability.HOLD);
        assertThat(asked.effect().shows()).isEqualTo(held.getFirst().toJson());
        assertThat(held.getFirst().spec().argv()).containsExactly("sleep", "9");
        assertThat(held.getFirst().life().toSeconds()).isEqualTo(1_800);
        assertThat(held.getFirst().silence().toSeconds()).isEqualTo(600);
        assertThat(commands.of(new Room("a"))).hasSize(1);
    }

    @Test
    void tellsEachPieceOnceAndAgainWhereItIsAskedTo() throws Exception {
        start("a");
        programs.getFirst().prints("one ä\n");
        assertThat(poll("a", "now-1")).isEqualTo("OK one ä\n[It is running. Next byte: 7.]\n");
        programs.getFirst().prints("two\n");
        assertThat(poll("a", "now-1")).isEqualTo("OK two\n[It is running. Next byte: 11.]\n");
        assertThat(background(
                        "a",
                        JsonObject.with("action", "poll").with("id", "now-1").with("from", 4)))
                .isEqualTo("OK ä\n\n[It is running. Next byte: 11.]\n".replace("ä\n\n", "ä\ntwo\n"));

        programs.getFirst().words.add(new Program.Word.Over("", 3));
        assertThat(poll("a", "now-1")).contains("ended by itself with exit code 3");
    }

    @Test
    void keepsTheLatestSaysWhatIsLostAndEndsAFlood() throws Exception {
        start("a");
        String line = "x".repeat(1_023) + "\n";
        for (int i = 0; i < 300; i++) {
            programs.getFirst().prints(line);
        }
        programs.getFirst().words.add(new Program.Word.Over("", 0));
        String told = "";
        while (!told.contains("exit code 0")) {
            told = background(
                    "a", JsonObject.with("action", "poll").with("id", "now-1").with("from", 0));
        }
        assertThat(told).contains("[45056 bytes before this are not kept.]");
        assertThat(told.length()).isLessThan(13_000);

        start("a");
        for (int i = 0; i <= Running.MOST_PRINTED >> 20; i++) {
            programs.getLast().prints("y".repeat(1 << 20));
        }
        while (!told.contains("printed more than 16 MiB")) {
            told = poll("a", "now-2");
        }
        assertThat(programs.getLast().hasClosed()).isTrue();
    }

    @Test
    void noConversationSeesOrEndsWhatAnotherRuns() throws Exception {
        start("a");
        start("b");
        for (String action : List.of("poll", "kill")) {
            assertThat(background("b", JsonObject.with("action", action).with("id", "now-1")))
                    .isEqualTo("BAD This conversation has no command of that name.");
        }
        assertThat(programs.getFirst().closed).isFalse();
        assertThat(background("b", JsonObject.with("action", "kill").with("id", "now-2")))
                .isEqualTo("OK [It is killed.]\n");
        assertThat(programs.getLast().closed).isTrue();
    }

    @Test
    void aStopEndsAllOfItsConversationAndNoOther() throws Exception {
        start("a");
        start("b");
        runCommand().cutShort(new Room("a"));

        assertThat(programs.getFirst().closed).isTrue();
        assertThat(programs.getLast().closed).isFalse();
        assertThat(poll("a", "now-1")).contains("because the turn was stopped");
    }

    @Test
    void saysThatWhatRanBeforeARestartEndedWithIt() throws Exception {
        start("a");
        assertThat(poll("a", "earlier-1")).contains("before the house was restarted ended with it");
    }

    @Test
    void boundsHowManyThereAreAndGivesPlacesBack() throws Exception {
        for (int i = 0; i < Commands.MOST_OF_ONE; i++) {
            start("a");
        }
        assertThat(start("a")).contains("UNAVAILABLE As many commands");
        assertThat(programs).hasSize(Commands.MOST_OF_ONE);
        for (String other : List.of("b", "c")) {
            start(other);
        }
        assertThat(start("g")).contains("UNAVAILABLE As many commands");
        background("a", JsonObject.with("action", "kill").with("id", "now-1"));
        full = true;
        assertThat(start("g")).contains("It was not run. All places are taken.");
        assertThat(commands.of(new Room("g"))).as("it never began").isEmpty();
        full = false;
        assertThat(start("g")).startsWith("OK");
    }
}
