package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;

/// Watches a conversation and lets a test wait for what it wants to see.
public final class Watcher implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final LinkCall call;
    private final List<ChatEvent> events = new ArrayList<>();
    private final Thread thread;
    private long ready = -1;
    private boolean over;

    Watcher(LinkClient client, String sender, String session, long after) {
        this.call = client.open(
                "chat.watch",
                JsonObject.with("sender", sender)
                        .with("session", session)
                        .with("after", after)
                        .build());
        call.end();
        this.thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        try {
            byte[] frame;
            while ((frame = call.next()) != null) {
                take(JsonObject.parse(frame));
            }
        } catch (ContractException e) {
            // The runtime was stopped or this watcher closed; what came is what counts.
            assertThat(e).isNotNull();
        } finally {
            synchronized (this) {
                over = true;
                notifyAll();
            }
        }
    }

    private synchronized void take(JsonObject json) {
        if (json.text("type").equals("ready")) {
            ready = json.number("seq");
        } else {
            events.add(ChatEvent.fromJson(json));
        }
        notifyAll();
    }

    /// Waits until `wanted` holds of all events so far.
    public synchronized List<ChatEvent> until(Predicate<List<ChatEvent>> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!wanted.test(events)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || over) {
                throw new AssertionError((over ? "The watch ended" : "It did not come") + "; seen: " + events);
            }
            wait(left);
        }
        return List.copyOf(events);
    }

    synchronized long awaitReady() throws InterruptedException {
        until(_ -> ready >= 0);
        return ready;
    }

    /// Waits for so many ends of turns; everything kept so far.
    public List<ChatEvent> turns(int count) throws InterruptedException {
        return kept(until(seen -> facts(seen, ChatFact.TurnFinished.class).size() >= count));
    }

    /// Waits until so many turns are over, by themselves or in another; everything kept so far.
    public List<ChatEvent> over(int count) throws InterruptedException {
        return kept(until(seen -> facts(seen, ChatFact.TurnFinished.class).size()
                        + facts(seen, ChatFact.TurnJoined.class).size()
                >= count));
    }

    public <T extends ChatFact> T first(Class<T> kind) throws InterruptedException {
        return facts(until(seen -> !facts(seen, kind).isEmpty()), kind).getFirst();
    }

    static List<ChatEvent> kept(List<ChatEvent> events) {
        return events.stream().filter(event -> event.seq() > 0).toList();
    }

    public static <T extends ChatFact> List<T> facts(List<ChatEvent> events, Class<T> kind) {
        return events.stream()
                .map(ChatEvent::fact)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    public static List<String> types(List<ChatEvent> events) {
        return events.stream().map(event -> event.fact().type()).toList();
    }

    @Override
    public void close() {
        call.close();
        thread.interrupt();
    }
}
