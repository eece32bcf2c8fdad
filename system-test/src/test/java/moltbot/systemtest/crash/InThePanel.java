package moltbot.systemtest.crash;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Conversation;
import moltbot.systemtest.house.Panel;
import moltbot.systemtest.house.TestHouse;

/// The owner in one conversation of the panel. As the page does, a message is sent again with the same id until it is
/// accepted.
final class InThePanel implements Correspondent {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String END = "";

    private final Panel panel;
    private final Conversation conversation;
    private final BlockingQueue<String> unsent = new LinkedBlockingQueue<>();
    private final Thread thread;

    InThePanel(Panel panel, TestHouse house, String session) {
        this.panel = panel;
        this.conversation = new Conversation(house, session);
        this.thread = Thread.ofVirtual().start(this::run);
    }

    @Override
    public void write(String text) {
        unsent.add(text);
    }

    @Override
    public void finish() throws InterruptedException {
        unsent.add(END);
        thread.join();
    }

    private void run() {
        try {
            for (String text = unsent.take(); !text.equals(END); text = unsent.take()) {
                send(text);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(String text) {
        JsonObject body =
                JsonObject.with("id", "message-" + text).with("text", text).build();
        Await.until("“" + text + "” to be accepted", PATIENCE, () -> {
            HttpResponse<String> answer = panel.post("/api/sessions/" + conversation.session() + "/messages", body);
            return answer.statusCode() == 202;
        });
    }

    @Override
    public List<String> answers() {
        return conversation.history().stream()
                .map(event -> event.fact())
                .filter(ChatFact.AssistantText.class::isInstance)
                .map(fact -> ((ChatFact.AssistantText) fact).text())
                .toList();
    }
}
