package moltbot.gateway.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.ChannelWait;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.testtelegram.TelegramWorld.Request;
import moltbot.gateway.testtelegram.Updates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is sent to Telegram, and what is not.
class TelegramSendingTest {
    private static final Outcome SENT = new Outcome.Sent();

    @TempDir
    Path folder;

    private TelegramMessenger messenger;
    private TelegramChannel channel;

    @BeforeEach
    void start() throws Exception {
        messenger = new TelegramMessenger(folder);
        messenger.start();
        channel = messenger.channel(Duration.ofSeconds(2));
        channel.open(_ -> {});
        ChannelWait.until("it to be connected", () -> channel.state().stage() == Stage.CONNECTED);
    }

    @AfterEach
    void stop() throws Exception {
        channel.close();
        messenger.close();
    }

    private static Address person(String id) {
        return new Address("telegram", Long.toString(Updates.BOT), Address.Kind.DIRECT, id);
    }

    private List<Request> sent() {
        return messenger.world().requests().stream()
                .filter(request -> request.method().startsWith("send")
                        || request.method().startsWith("edit")
                        || request.method().startsWith("delete"))
                .filter(request -> !request.method().equals("sendChatAction"))
                .toList();
    }

    /// Whatever is for it: texts, files, and what is shown of answers.
    @Test
    void leavesAChatAloneForAsLongAsTelegramWantsAndNoOther() throws Exception {
        Address anna = person(TelegramMessenger.ANNA);
        Channel.Shown shown = channel.show(anna, "", OutgoingText.of(Styled.plain("Hello")));
        messenger.limitNext(Duration.ofSeconds(77));
        assertThat(channel.send(anna, Styled.plain("one"))).isInstanceOf(Outcome.Later.class);
        int before = sent().size();

        Outcome two = channel.send(anna, Styled.plain("two"));
        assertThat(two)
                .isInstanceOfSatisfying(
                        Outcome.Later.class,
                        later -> assertThat(later.pause()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(77)));
        assertThat(channel.send(anna, new OutgoingFile("a.txt", new byte[] {65})))
                .isInstanceOf(Outcome.Later.class);
        assertThat(channel.show(anna, shown.message(), OutgoingText.of(Styled.plain("Hello, how")))
                        .outcome())
                .isInstanceOf(Outcome.Later.class);
        assertThat(channel.takeBack(anna, shown.message())).isFalse();
        assertThat(sent()).hasSize(before);
        assertThat(channel.send(person(TelegramMessenger.BERT), Styled.plain("for Bert")))
                .isEqualTo(SENT);
        assertThat(channel.state().stage()).isEqualTo(Stage.CONNECTED);
    }

    /// Telegram takes no more styles than a hundred; the words are all there.
    @Test
    void sendsAllWordsAndTheFirstHundredStyles() throws Exception {
        List<Styled.Span> spans = IntStream.range(0, 150)
                .mapToObj(i -> new Styled.Span(2 * i, 1, i % 2 == 0 ? Styled.Style.BOLD : Styled.Style.CODE))
                .toList();
        String text = "a ".repeat(150).strip();
        assertThat(channel.send(person(TelegramMessenger.ANNA), new Styled(text, spans)))
                .isEqualTo(SENT);

        JsonObject request = sent().getLast().parameters();
        assertThat(request.text("text")).isEqualTo(text);
        List<JsonObject> entities = request.list("entities").objects();
        assertThat(entities).hasSize(100);
        assertThat(entities.getFirst())
                .isEqualTo(JsonObject.with("type", "bold")
                        .with("offset", 0)
                        .with("length", 1)
                        .build());
        assertThat(entities.getLast())
                .isEqualTo(JsonObject.with("type", "code")
                        .with("offset", 198)
                        .with("length", 1)
                        .build());
    }
}
