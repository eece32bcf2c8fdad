package moltbot.gateway.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.ChannelWait;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.testslack.SlackEvents;
import moltbot.gateway.testslack.SlackWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A house's side of Slack, and Slack in the test's hands.
abstract class SlackTrouble {
    protected static final String ANNA = SlackMessenger.ANNA;
    protected static final String BERT = SlackMessenger.BERT;
    protected static final String GROUP = SlackMessenger.GROUP;

    @TempDir
    Path folder;

    protected final List<Incoming> taken = new CopyOnWriteArrayList<>();
    protected SlackMessenger messenger;
    protected SlackChannel channel;

    @BeforeEach
    void start() throws Exception {
        messenger = new SlackMessenger(folder);
        messenger.start();
        channel = messenger.channel(Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() throws Exception {
        channel.close();
        messenger.close();
    }

    protected SlackWorld world() {
        return messenger.world();
    }

    /// As the house does with those who are let in.
    protected void take(Incoming message) {
        channel.seen(message);
        taken.add(message);
    }

    protected void open() {
        channel.open(this::take);
        awaitStage(Stage.CONNECTED);
    }

    protected void awaitStage(Stage stage) {
        until("it to be " + stage, () -> channel.state().stage() == stage);
    }

    protected static void until(String what, Callable<Boolean> condition) {
        ChannelWait.until(what, condition);
    }

    protected void awaitTexts(String... texts) {
        until("the messages " + List.of(texts), () -> taken.size() >= texts.length);
        assertThat(taken.stream().map(Incoming::text).map(String::strip)).containsExactly(texts);
    }

    protected static Address address(Address.Kind kind, String id) {
        return new Address("slack", SlackEvents.TEAM + "." + SlackEvents.BOT, kind, id);
    }

    protected static Address anna() {
        return address(Address.Kind.DIRECT, ANNA);
    }

    protected Outcome send(String text) throws InterruptedException {
        return channel.send(anna(), Styled.plain(text));
    }

    protected JsonObject lastSent() {
        return world().sent().getLast().request();
    }

    protected String kept() {
        try {
            return Files.readString(messenger.file());
        } catch (java.io.IOException e) {
            return "";
        }
    }
}
