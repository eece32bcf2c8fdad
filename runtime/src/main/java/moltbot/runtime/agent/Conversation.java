package moltbot.runtime.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import moltbot.contract.Cut;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.context.Digest;
import moltbot.runtime.context.LongTurn;
import moltbot.runtime.context.Past;
import moltbot.runtime.context.PastTurn;
import moltbot.runtime.context.Shortened;
import moltbot.runtime.context.Weight;
import moltbot.runtime.tool.Around;

/// What was said: the turns before, and the one that runs. Or what was said by and to a sub-agent, which begins with
/// its task and has nothing of what stands above it but the label. For one thread.
public final class Conversation implements Around.Heard {
    /// Most messages and bytes a model is shown, whatever could not be summed up.
    public static final int MAX_MESSAGES = 400;

    public static final int MAX_WEIGHT = 400_000;

    private static final int MAX_TASK_LINE = 160;

    private static final int MAX_SUMMARY_TOKENS = 2_000;

    /// As many as the owner's settings let an answer have: the gateway bounds it.
    private static final int MAX_ANSWER_TOKENS = 1_000_000;

    /// A tool call of the latest answer that has no result yet.
    ///
    /// @param id  this house's own id for it, the same after a restart
    public record Wish(String id, String toolUse, String name, JsonObject input) {}

    private final String turn;
    private final String calls;
    private final long seq;
    private final Optional<Conversation> above;
    private final Map<String, Conversation> parts = new LinkedHashMap<>();
    private Past past;
    private final List<Said> current;
    private Label label;
    private String model = "";

    /// @param label  of all that was read in it, also of what is left out by now
    /// @param seq    of the turn that runs
    public Conversation(String turn, long seq, Label label, Past past, List<Said> current) {
        this.turn = turn;
        this.calls = turn + "-";
        this.above = Optional.empty();
        this.seq = seq;
        this.label = label;
        this.past = past;
        this.current = new ArrayList<>(current);
    }

    private Conversation(String call, Conversation above, List<Said> current) {
        this.turn = above.turn + "/" + call.substring(above.calls.length());
        this.calls = call + ".";
        this.above = Optional.of(above);
        this.seq = above.seq;
        this.label = above.label;
        this.model = above.model;
        this.past = Past.NONE;
        this.current = new ArrayList<>(current);
    }

    /// Has this model asked first, which its owner chose; empty for the usual one.
    public void askFirst(String name) {
        model = name;
    }

    /// Takes up what an earlier process had of the sub-agent that does this call.
    public void restore(String call, List<Said> said) {
        parts.put(call, new Conversation(call, this, said));
    }

    /// The sub-agent's conversation that does this call; empty where it has not begun.
    Optional<Conversation> part(String call) {
        return Optional.ofNullable(parts.get(call));
    }

    /// Begins a sub-agent's conversation. The task is the model's, and nobody's own words.
    Conversation begin(String call, String task) {
        if (above.isPresent()) {
            throw new IllegalStateException("A sub-agent has none of its own.");
        }
        Conversation part = new Conversation(call, this, List.of(new Said(0, Origin.MODEL, ModelMessage.user(task))));
        parts.put(call, part);
        return part;
    }

    /// What a sub-agent does, in a line; empty for the turn itself.
    String task() {
        return above.isEmpty()
                ? ""
                : current.getFirst().message().content().stream()
                        .map(part -> part instanceof Content.Text(String text) ? text.strip() : "")
                        .map(text -> text.replaceAll("\\s+", " "))
                        .map(text -> Cut.marked(text, MAX_TASK_LINE))
                        .collect(Collectors.joining());
    }

    /// Adds a message to the running turn.
    public Said add(Origin origin, Role role, List<Content> content) {
        Said said = new Said(current.size(), origin, new ModelMessage(role, content));
        current.add(said);
        return said;
    }

    @Override
    public String fromPeople() {
        return above.map(Conversation::fromPeople).orElseGet(this::wrote);
    }

    private String wrote() {
        StringBuilder text = new StringBuilder();
        past.digest()
                .ifPresent(digest -> Stream.concat(digest.keep().stream(), digest.people().stream())
                        .forEach(said -> text.append(said).append('\n')));
        messages()
                .filter(message -> message.role() == Role.USER)
                .forEach(message -> message.content().forEach(part -> {
                    if (part instanceof Content.Text(String said)) {
                        text.append(said).append('\n');
                    }
                }));
        return text.toString();
    }

    @Override
    public String fromTool(String name) {
        Set<String> calls = new HashSet<>();
        StringBuilder text =
                new StringBuilder(above.map(there -> there.fromTool(name)).orElse(""));
        messages()
                .forEach(message -> message.content().forEach(part -> {
                    if (part instanceof Content.ToolUse use) {
                        // Some providers use an id again: then it is the later call's.
                        boolean _ = use.name().equals(name) ? calls.add(use.id()) : calls.remove(use.id());
                    } else if (part instanceof Content.ToolResult result
                            && !result.failed()
                            && calls.contains(result.toolUse())) {
                        text.append(result.text()).append('\n');
                    }
                }));
        return text.toString();
    }

    private Stream<ModelMessage> messages() {
        return Stream.concat(
                past.turns().stream().flatMap(before -> before.messages().stream()),
                current.stream().map(Said::message));
    }

    @Override
    public Label label() {
        return label;
    }

    /// Something more was read.
    void read(Label more) {
        label = label.join(more);
        above.ifPresent(there -> there.read(more));
    }

    /// How often the model has answered in this turn.
    public int answers() {
        int answers = 0;
        for (Said said : current) {
            answers += said.message().role() == Role.ASSISTANT ? 1 : 0;
        }
        return answers;
    }

    /// The same, with those of its sub-agents.
    int allAnswers() {
        return answers()
                + parts.values().stream().mapToInt(Conversation::answers).sum();
    }

    /// The calls of this turn that worked, for a sub-agent with those of the turn it is a part of.
    List<Content.ToolUse> worked() {
        Map<String, Content.ToolUse> open = new LinkedHashMap<>();
        List<Content.ToolUse> worked =
                new ArrayList<>(above.map(Conversation::worked).orElse(List.of()));
        for (Said said : current) {
            for (Content part : said.message().content()) {
                if (part instanceof Content.ToolUse use) {
                    open.put(use.id(), use);
                } else if (part instanceof Content.ToolResult result && !result.failed()) {
                    Optional.ofNullable(open.remove(result.toolUse())).ifPresent(worked::add);
                }
            }
        }
        return worked;
    }

    /// How many calls of this turn have a result.
    int results() {
        return (int) current.stream()
                .flatMap(said -> said.message().content().stream())
                .filter(part -> part instanceof Content.ToolResult)
                .count();
    }

    /// What the model last said in this turn; empty where it said nothing.
    String lastWords() {
        for (Said said : current.reversed()) {
            for (Content part : said.message().content().reversed()) {
                if (said.message().role() == Role.ASSISTANT
                        && part instanceof Content.Text(String text)
                        && !text.isBlank()) {
                    return text;
                }
            }
        }
        return "";
    }

    /// The first message of the turn.
    Said first() {
        return current.getFirst();
    }

    /// The calls of the latest answer that have no result, in order.
    public List<Wish> unanswered() {
        int latest = current.size() - 1;
        Set<String> answered = new HashSet<>();
        while (latest >= 0 && current.get(latest).message().role() == Role.USER) {
            for (Content content : current.get(latest).message().content()) {
                if (content instanceof Content.ToolResult result) {
                    answered.add(result.toolUse());
                }
            }
            latest--;
        }
        List<Wish> wishes = new ArrayList<>();
        if (latest >= 0) {
            int index = 0;
            for (Content content : current.get(latest).message().content()) {
                if (content instanceof Content.ToolUse(String id, String name, JsonObject input)) {
                    String call = calls + latest + "-" + index++;
                    if (answered.add(id)) {
                        wishes.add(new Wish(call, id, name, input));
                    }
                }
            }
        }
        return wishes;
    }

    /// What came before the running turn.
    public Past past() {
        return past;
    }

    /// What came before the next turn.
    public Past asPast() {
        List<PastTurn> turns = new ArrayList<>(past.turns());
        turns.add(PastTurn.of(seq, current.stream().map(Said::message).toList()));
        return new Past(past.digest(), turns);
    }

    /// `digest` stands for the turns it was made of from now on.
    void compacted(Digest digest) {
        past = past.compacted(digest);
    }

    /// What to ask: the past and the running turn. Its beginning stays the same, byte for byte, from turn to turn,
    /// so that providers need not read it anew, until old turns are summed up.
    public ModelRequest request(String system, List<ToolSpec> tools) {
        List<ModelMessage> now =
                LongTurn.bounded(current.stream().map(Said::message).toList());
        Past shown = past.within(MAX_MESSAGES - now.size(), MAX_WEIGHT - Weight.of(now));
        return asked(system, shown, now, tools, MAX_ANSWER_TOKENS);
    }

    /// Asks for a summary of these oldest turns: the same beginning as ever, so that it costs little.
    ModelRequest summaryRequest(String system, List<PastTurn> old, List<ToolSpec> tools) {
        return asked(
                system,
                new Past(past.digest(), old),
                List.of(ModelMessage.user(Digest.QUESTION)),
                tools,
                MAX_SUMMARY_TOKENS);
    }

    private ModelRequest asked(String system, Past shown, List<ModelMessage> now, List<ToolSpec> tools, int maxTokens) {
        List<ModelMessage> all = new ArrayList<>();
        shown.digest().ifPresent(digest -> all.add(ModelMessage.user(digest.text())));
        shown.turns().forEach(one -> one.messages().forEach(message -> join(all, message)));
        now.forEach(message -> join(all, message));
        List<ModelMessage> plain = tools.isEmpty() ? Shortened.withoutTools(all) : all;
        return new ModelRequest(system, plain, tools, maxTokens).withTurn(turn).withModel(model);
    }

    /// Two messages of one side in a row are one: results of several calls, or a message after one nobody answered.
    private static void join(List<ModelMessage> all, ModelMessage message) {
        if (!all.isEmpty() && all.getLast().role() == message.role()) {
            List<Content> both = new ArrayList<>(all.removeLast().content());
            both.addAll(message.content());
            all.add(new ModelMessage(message.role(), both));
        } else {
            all.add(message);
        }
    }
}
