package moltbot.systemtest.house;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;

/// The owner's side of one conversation over the host's link.
public record Conversation(TestHouse house, String session) {
    /// Sends a message; the turn it began.
    public String say(String text) {
        return say(UUID.randomUUID().toString(), text).text("turn");
    }

    JsonObject say(String id, String text) {
        try (LinkClient control = house.link("control")) {
            return control.ask(
                    "chat.submit",
                    JsonObject.with("id", id).with("session", session).build(),
                    text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Everything that happened in it so far, until nothing more is kept.
    public List<ChatEvent> history() {
        List<ChatEvent> events = new ArrayList<>();
        follow(event -> {
            events.add(event);
            return false;
        });
        return events;
    }

    /// What happened in a turn, once it is over.
    public List<ChatEvent> turn(String turn) {
        List<ChatEvent> events = new ArrayList<>();
        watch(0, event -> {
            if (event.turn().equals(turn) && event.seq() > 0) {
                events.add(event);
            }
            return event.turn().equals(turn) && event.fact() instanceof ChatFact.TurnFinished;
        });
        return events;
    }

    /// The answer's whole text of a turn, once it is over.
    public String answer(String turn) {
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : turn(turn)) {
            if (event.fact() instanceof ChatFact.AssistantText said) {
                text.append(said.text()).append('\n');
            }
        }
        return text.toString();
    }

    /// Decides whether to stop watching.
    public interface Seen {
        boolean enough(ChatEvent event);
    }

    /// Calls `seen` for everything after `after`, kept and live, until it has seen enough.
    public void watch(long after, Seen seen) {
        walk(after, seen, false);
    }

    private void follow(Seen seen) {
        walk(0, seen, true);
    }

    private void walk(long after, Seen seen, boolean keptOnly) {
        try (LinkClient control = house.link("control");
                LinkCall watch = control.open(
                        "chat.watch",
                        JsonObject.with("session", session).with("after", after).build())) {
            watch.end();
            byte[] frame;
            while ((frame = watch.next()) != null) {
                JsonObject json = JsonObject.parse(frame);
                if (json.text("type").equals("ready")) {
                    if (keptOnly) {
                        return;
                    }
                } else if (seen.enough(ChatEvent.fromJson(json))) {
                    return;
                }
            }
        }
        throw new ContractException(ContractException.Code.LOST, "The conversation ended early.");
    }
}
