package moltbot.systemtest.hostile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.channel.Address;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.SignalWorld;
import moltbot.systemtest.channel.SignalProgram;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Conversation;
import moltbot.systemtest.house.TestHouse;
import moltbot.systemtest.network.Namespace;

/// A whole house in a network of its own, with the puppet as its model, a search engine, a server of tools, Signal, and
/// the world outside in the test's hands.
final class Stage implements AutoCloseable {
    /// How the owner answers what they are asked.
    enum Owner {
        SAYS_NO("deny"),
        SAYS_YES("approve"),
        SAYS_ALWAYS("always");

        private final String word;

        Owner(String word) {
            this.word = word;
        }
    }

    /// What became of a turn.
    ///
    /// @param asked   how often the owner was asked
    /// @param answer  what the assistant said
    record Ended(String session, List<ChatEvent> events, int asked, String answer) {}

    final Puppet puppet = new Puppet();
    final Outside outside;
    final TestHouse house;
    final SignalWorld signal;

    private final List<Closeable> open;
    private final Namespace wire;
    private final ModelServer model;
    final SearchEngine search;
    private final LinkClient control;
    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis());
    private final AtomicInteger people = new AtomicInteger();

    private Stage(Namespace wire, List<Closeable> open, Path folder) throws Exception {
        this.open = open;
        this.wire = wire;
        outside = new Outside(wire);
        open.add(outside::close);
        model = wire.openHere(() -> ModelServer.start(0, puppet));
        open.add(model::close);
        search = wire.openHere(SearchEngine::new);
        open.add(search::close);
        Path data = folder.resolve("data");
        TestHouse.settings(data, settings(folder));
        addSkill(folder, data);
        String listen = "127.0.0.1:" + TestHouse.freePort();
        house = TestHouse.started(
                data,
                listen,
                wire.builder(TestHouse.builder(
                        Map.of("ANTHROPIC_API_KEY", Harm.KEY), "up", "--data", data.toString(), "--listen", listen)));
        open.add(house::close);
        house.awaitState("CLOSED");
        control = house.link("control");
        open.add(control::close);
        signal = new SignalWorld(data.resolve("signal/world"));
        signal.linked();
        Await.until("Signal to be connected", TestHouse.PATIENCE, () -> {
            try (LinkClient gateway = house.link("gateway")) {
                return gateway.ask("channel.state", JsonObject.EMPTY).toString().contains("\"connected\"");
            }
        });
    }

    /// Starts all of it; nothing is left where something does not start.
    static Stage up(Path folder) throws Exception {
        Namespace wire = Namespace.open();
        List<Closeable> open = new ArrayList<>(List.of(wire::close));
        try {
            return new Stage(wire, open, folder);
        } catch (Exception | AssertionError e) {
            close(open);
            throw e;
        }
    }

    /// Somebody whom the owner let in, and who never writes.
    static final String VERA = "55555555-5555-4555-8555-555555555555";

    static String keyOf(String person) {
        return new Address("signal", SignalWorld.ACCOUNT, Address.Kind.DIRECT, person).key();
    }

    private String settings(Path folder) throws IOException {
        return """
                model:
                  provider: anthropic
                  anthropic-url: %s
                search:
                  engine: searxng
                  url: %s
                  per-day: 10000
                signal:
                  program: %s
                budget:
                  turn-dollars: "%s"
                  day-dollars: 1000
                  month-dollars: 1000
                servers:
                  notes:
                    command: [python3, notes.py]
                    files: %s
                """.formatted(
                        model.url(),
                        search.url(),
                        SignalProgram.install(folder.resolve("signal-cli")),
                        Harm.TURN_DOLLARS,
                        notes(folder));
    }

    private static Path notes(Path folder) throws IOException {
        Path notes = Files.createDirectories(folder.resolve("notes"));
        Files.writeString(notes.resolve("notes.py"), Resources.text("notes.py"));
        return notes;
    }

    JsonObject ask(String operation, JsonObject head) {
        return control.ask(operation, head);
    }

    /// A turn in a conversation of the owner's, until it is over.
    Ended say(String session, String message, Owner owner) {
        Conversation conversation = new Conversation(house, session);
        String turn = conversation.say(message);
        return watch(conversation, turn, owner);
    }

    private Ended watch(Conversation conversation, String turn, Owner owner) {
        List<ChatEvent> events = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        StringBuilder answer = new StringBuilder();
        conversation.watch(0, event -> {
            boolean mine = turn.isEmpty() || event.turn().equals(turn);
            if (mine && event.seq() > 0) {
                events.add(event);
            }
            switch (event.fact()) {
                case ChatFact.ApprovalAsked question
                when mine -> {
                    asked.incrementAndGet();
                    answerQuestion(question.approval(), owner);
                }
                case ChatFact.QuestionAsked question when mine -> reply(conversation, question, owner);
                case ChatFact.Notice(String code, String _)
                when mine && code.equals("code-withheld") ->
                    ask(
                            "chat.stop",
                            JsonObject.with("session", conversation.session()).build());
                case ChatFact.AssistantText said
                when mine -> answer.append(said.text()).append('\n');
                default -> {}
            }
            return mine && event.fact() instanceof ChatFact.TurnFinished;
        });
        return new Ended(conversation.session(), events, asked.get(), answer.toString());
    }

    /// A person who agrees to whatever is asked, and gives away what they are asked for.
    /// They write a code by itself; where the owner says yes to everything, in the middle of a sentence.
    private void reply(Conversation conversation, ChatFact.QuestionAsked question, Owner owner) {
        if (conversation.session().contains("~")) {
            // Somebody else's conversation, who says nothing more.
            ask("chat.stop", JsonObject.with("session", conversation.session()).build());
            return;
        }
        String words = owner == Owner.SAYS_NO ? Harm.CODE : "it says " + Harm.CODE + " here";
        conversation.say(question.choices().isEmpty() ? words : "1");
    }

    private void answerQuestion(String approval, Owner owner) {
        try {
            ask(
                    "approval.answer",
                    JsonObject.with("approval", approval)
                            .with("decision", owner.word)
                            .build());
        } catch (moltbot.contract.ContractException e) {
            // Seen again from the conversation's history, after it was answered.
            if (!e.reason().equals("already-answered") && !e.reason().equals("unknown-approval")) {
                throw e;
            }
        }
    }

    /// A turn in the conversation of somebody new on Signal, whom the owner let in, or of the owner on a telephone of
    /// theirs; what they got stands in the answer.
    ///
    /// @param enclosed  what stands in the file that comes along, if one does
    Ended hear(String message, Source source, String enclosed, Owner owner) {
        int number = people.incrementAndGet();
        String person = "44444444-4444-4444-8444-%012d".formatted(number);
        String direct = new Address("signal", SignalWorld.ACCOUNT, Address.Kind.DIRECT, person).key();
        if (source == Source.GROUP) {
            String place = Base64.getEncoder().encodeToString(("group" + number).getBytes(StandardCharsets.UTF_8));
            letIn(person, place);
            deliver(person, place, message);
            return heard(
                    place,
                    direct + "~" + new Address("signal", SignalWorld.ACCOUNT, Address.Kind.GROUP, place).key(),
                    owner);
        }
        ask(
                "pairing.admit",
                JsonObject.with("channel", "signal")
                        .with("id", person)
                        .with("owner", !source.others())
                        .build());
        if (source.file()) {
            enclose(person, message, "letter-" + number, enclosed.getBytes(StandardCharsets.UTF_8));
        } else {
            deliver(person, "", message);
        }
        return heard(person, source.others() ? direct + "~direct" : direct, owner);
    }

    private void enclose(String person, String message, String attachment, byte[] bytes) {
        long time = clock.incrementAndGet();
        signal.keep(attachment, bytes);
        JsonObject file = Envelopes.file(attachment, "text/plain", "letter.txt", bytes.length);
        signal.deliver(time, Envelopes.withFile(person, time, message, file));
    }

    private void deliver(String person, String group, String message) {
        long time = clock.incrementAndGet();
        signal.deliver(
                time,
                group.isEmpty()
                        ? Envelopes.direct(person, "Eve", time, message)
                        : Envelopes.inGroup(person, "Eve", time, group, true, message));
    }

    /// A group has to knock: few may wait at once.
    private synchronized void letIn(String person, String group) {
        deliver(person, group, "anybody there?");
        Await.until("the group to wait", TestHouse.PATIENCE, () -> waiting().isPresent());
        ask(
                "pairing.approve",
                JsonObject.with("code", waiting().orElseThrow().text("code")).build());
    }

    private Optional<JsonObject> waiting() {
        return ask("pairing.list", JsonObject.EMPTY).list("waiting").objects().stream()
                .findFirst();
    }

    private Ended heard(String place, String session, Owner owner) {
        Ended ended = watch(new Conversation(house, session), "", owner);
        Await.until("an answer", TestHouse.PATIENCE, () -> !signal.sentTo(place).isEmpty());
        List<String> got = new ArrayList<>(signal.sentTo(place));
        got.addAll(signal.filesSentTo(place));
        return new Ended(session, ended.events(), ended.asked(), String.join("\n", got));
    }

    /// Runs a command where the house stands, in a folder and in no sandbox; what it said.
    String bare(Path folder, List<String> argv) throws Exception {
        Process process = wire.builder(new ProcessBuilder(argv))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void close(List<Closeable> open) throws IOException {
        for (Closeable one : open.reversed()) {
            one.close();
        }
    }

    @Override
    public void close() throws IOException {
        close(open);
    }

    /// A skill that the owner installed.
    private static void addSkill(Path folder, Path data) throws Exception {
        Path skill = Files.createDirectories(folder.resolve("baking"));
        Files.writeString(skill.resolve("SKILL.md"), """
                ---
                name: baking
                description: Family recipes.
                allowed-tools: read_file run_command memory
                ---
                The recipes are in recipes.txt.
                """);
        Files.writeString(skill.resolve("recipes.txt"), "Almond cake: 200 g almonds, 4 eggs.\n");
        TestHouse.Ran added =
                TestHouse.command(new byte[0], "skill", "add", skill.toString(), "--data", data.toString());
        if (added.exit() != 0) {
            throw new IllegalStateException(added.err());
        }
    }
}
