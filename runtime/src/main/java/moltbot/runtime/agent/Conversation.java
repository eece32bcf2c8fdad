package moltbot.runtime.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;

/// What was said: the turns before, and the one that runs. For one thread.
public final class Conversation implements Around.Heard {
    /// Most messages and bytes a model is shown of the past.
    public static final int MAX_MESSAGES = 200;

    public static final int MAX_WEIGHT = 400_000;

    /// As many as the owner's settings let an answer have: the gateway bounds it.
    private static final int MAX_ANSWER_TOKENS = 1_000_000;

    /// A tool call of the latest answer that has no result yet.
    ///
    /// @param id  this house's own id for it, the same after a restart
    public record Wish(String id, String toolUse, String name, JsonObject input) {}

    private final String turn;
    private final List<PastTurn> past;
    private final List<Said> current;
    private Label label;

    /// @param label  of all that was read in it, also of what is left out by now
    public Conversation(String turn, Label label, List<PastTurn> past, List<Said> current) {
        this.turn = turn;
        this.label = label;
        this.past = past;
        this.current = new ArrayList<>(current);
    }

    /// Adds a message to the running turn.
    public Said add(Origin origin, Role role, List<Content> content) {
        Said said = new Said(current.size(), origin, new ModelMessage(role, content));
        current.add(said);
        return said;
    }

    @Override
    public String fromPeople() {
        StringBuilder text = new StringBuilder();
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
        StringBuilder text = new StringBuilder();
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
                past.stream().flatMap(before -> before.messages().stream()),
                current.stream().map(Said::message));
    }

    /// Of all that was read in it.
    public Label label() {
        return label;
    }

    /// Something more was read.
    void read(Label more) {
        label = label.join(more);
    }

    /// How often the model has answered in this turn.
    public int answers() {
        int answers = 0;
        for (Said said : current) {
            answers += said.message().role() == Role.ASSISTANT ? 1 : 0;
        }
        return answers;
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
                    String call = turn + "-" + latest + "-" + index++;
                    if (answered.add(id)) {
                        wishes.add(new Wish(call, id, name, input));
                    }
                }
            }
        }
        return wishes;
    }

    /// The running turn, as past.
    public PastTurn asPast() {
        return PastTurn.of(current.stream().map(Said::message).toList());
    }

    /// What to ask: as much of the past as fits, cut where a person spoke, and the running turn.
    public ModelRequest request(String system, List<ToolSpec> tools) {
        List<ModelMessage> now = Shortened.toFit(current, MAX_WEIGHT);
        int messages = now.size();
        int weight = PastTurn.of(now).weight();
        int from = past.size();
        while (from > 0) {
            PastTurn turnBefore = past.get(from - 1);
            messages += turnBefore.messages().size();
            weight += turnBefore.weight();
            if (messages > MAX_MESSAGES || weight > MAX_WEIGHT) {
                break;
            }
            from--;
        }
        List<ModelMessage> all = new ArrayList<>();
        past.subList(from, past.size()).forEach(one -> one.messages().forEach(message -> join(all, message)));
        now.forEach(message -> join(all, message));
        List<ModelMessage> shown = tools.isEmpty() ? Shortened.withoutTools(all) : all;
        return new ModelRequest(system, shown, tools, MAX_ANSWER_TOKENS).withTurn(turn);
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
