package moltbot.gateway.channel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.hook.HookCall;
import moltbot.contract.hook.Taken;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.Door;
import moltbot.gateway.channel.Doorkeeper;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import org.junit.jupiter.api.Test;

/// What programs send becomes the words of the hook they call; what is said of it is true.
class WebhookChannelTest {
    private final List<Incoming> taken = new CopyOnWriteArrayList<>();
    private final WebhookChannel channel = new WebhookChannel(InstantSource.system());

    private void open(Door door) {
        channel.open(new Doorkeeper(channel, door, time -> {}, () -> 0));
    }

    private void openWide() {
        open(message -> {
            taken.add(message);
            return new Door.Answer.Taken();
        });
    }

    private Taken call(String type, String body) throws InterruptedException {
        return call(type, body.getBytes(StandardCharsets.UTF_8));
    }

    private Taken call(String type, byte[] body) throws InterruptedException {
        return channel.receive(new HookCall("front-door", "id-" + taken.size(), type, ""), body);
    }

    private String words(String type, String body) throws InterruptedException {
        assertThat(call(type, body)).as(body).isEqualTo(Taken.DONE);
        return taken.getLast().text();
    }

    @Test
    void readsTheTextOfAnObjectElseAllOfItElsePlainText() throws Exception {
        openWide();
        assertThat(words("application/json", "{\"text\":\" The door is open. \",\"x\":1}"))
                .isEqualTo("front-door:\nThe door is open.");
        assertThat(words("application/json", "{\"door\":\"front\",\"open\":true,\"degrees\":21.5}"))
                .isEqualTo("front-door:\n{\"door\":\"front\",\"open\":true,\"degrees\":21.5}");
        assertThat(words("text/plain", "It rains.\n")).isEqualTo("front-door:\nIt rains.");
        assertThat(words("", "/stop")).isEqualTo("front-door:\n/stop");
    }

    @Test
    void isWhoTheHookIsAndNobodyElse() throws Exception {
        openWide();
        words("application/json", "{\"text\":\"hi\",\"who\":\"owner\",\"id\":\"another\"}");
        Incoming message = taken.getFirst();
        assertThat(message.who()).isEqualTo(new Address("webhook", "house", Address.Kind.DIRECT, "front-door"));
        assertThat(message.place()).isEqualTo(message.who());
        assertThat(message.self()).isFalse();
        assertThat(message.id()).isEqualTo("id-0");
        assertThat(channel.state().stage()).isEqualTo(ChannelState.Stage.CONNECTED);
        assertThat(channel.state().account()).isEqualTo("house");
    }

    @Test
    void saysSoWhereItCannotReadWhatCame() throws Exception {
        openWide();
        assertThat(call("application/json", "{\"text\":")).isEqualTo(Taken.UNREADABLE);
        assertThat(call("application/json", "")).isEqualTo(Taken.UNREADABLE);
        assertThat(call("application/json", "{\"text\":\"  \"}")).isEqualTo(Taken.UNREADABLE);
        assertThat(call("text/plain", new byte[] {(byte) 0xff, (byte) 0xfe})).isEqualTo(Taken.UNREADABLE);
        assertThat(call("application/x-www-form-urlencoded", "text=hi")).isEqualTo(Taken.UNREADABLE);
        assertThat(call("application/json", "[".repeat(100_000))).isEqualTo(Taken.UNREADABLE);
        assertThat(taken).isEmpty();
    }

    @Test
    void cutsWhatIsLongAndSaysSo() throws Exception {
        openWide();
        String text = words("text/plain", "😀".repeat(300_000 / 4));
        assertThat(text).hasSizeLessThan(8_100).endsWith("(The rest was too long and is not shown.)");
        assertThat(text.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    @Test
    void doesNotSayThatItTookWhatWasNotLetIn() throws Exception {
        open(_ -> new Door.Answer.Silence());
        assertThat(call("text/plain", "hello")).isEqualTo(Taken.UNREADABLE);
    }

    @Test
    void waitsUntilTheHouseHasIt() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        open(message -> {
            if (tries.incrementAndGet() < 3) {
                throw new ContractException(ContractException.Code.UNAVAILABLE, "Just being started.");
            }
            return new Door.Answer.Taken();
        });
        assertThat(call("text/plain", "hello")).isEqualTo(Taken.DONE);
        assertThat(tries.get()).isEqualTo(3);
    }

    @Test
    void cannotBeWrittenToAndSaysSo() {
        Address who = new Address("webhook", "house", Address.Kind.DIRECT, "front-door");
        assertThat(channel.send(who, Styled.plain("hello"))).isInstanceOf(Outcome.Never.class);
    }

    @Test
    void takesNothingBeforeItIsOpen() throws Exception {
        assertThat(call("text/plain", "hello")).isEqualTo(Taken.LATER);
        assertThat(channel.state().stage()).isEqualTo(ChannelState.Stage.CONNECTING);
    }

    /// Whoever is told that it cannot be read does not call again.
    @Test
    void whoeverCallsWhileTooManyWaitMayCallAgain() throws Exception {
        open(_ -> {
            throw ContractException.refused("busy", "Too many wait.");
        });
        assertThat(call("text/plain", "It rains.")).isEqualTo(Taken.LATER);
        openWide();
        assertThat(call("text/plain", "It rains.")).isEqualTo(Taken.DONE);
    }

    @Test
    void canNothingButBeCalled() {
        assertThat(channel.capabilities()).isEqualTo(new Capabilities(8_000, false, false));
    }
}
