package moltbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkServer;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is shown of an answer goes where control says, each time, and nowhere once it does not.
@Timeout(60)
class PreviewLinkTest {
    private static final byte[] KEY = new byte[32];
    private static final Address ANNA = new Address("paper", "own", Address.Kind.DIRECT, "anna");
    private static final Address FAMILY = new Address("paper", "own", Address.Kind.GROUP, "family");

    @TempDir
    Path folder;

    private final List<String> shown = new CopyOnWriteArrayList<>();
    private volatile Optional<Address> letIn = Optional.of(ANNA);

    /// A messenger of paper.
    private final class Paper implements Channel {
        @Override
        public String name() {
            return "paper";
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(2_000, true, false).changing(3, Duration.ofMillis(20));
        }

        @Override
        public void open(Inbox inbox) {}

        @Override
        public Outcome send(Address to, Styled text) {
            return new Outcome.Sent();
        }

        @Override
        public Shown show(Address to, String before, OutgoingText message) {
            shown.add(to.id() + " " + before + ": " + message.text().text());
            return new Shown(new Outcome.Sent(), "1");
        }

        @Override
        public ChannelState state() {
            throw new IllegalStateException("Nobody asks.");
        }

        @Override
        public void close() {}
    }

    private void control(LinkExchange exchange) {
        Address address = letIn.orElseThrow(
                () -> ContractException.refused("not-admitted", "They are not on the list of those let in."));
        exchange.reply(JsonObject.with("address", address.toJson()).build());
    }

    private static long preview(LinkClient link, String text) throws Exception {
        JsonObject head =
                JsonObject.with("address", ANNA.key()).with("turn", "t1").build();
        try (LinkCall call = link.open("channel.preview", head)) {
            call.sendAll(Styled.plain(text).toJson().toBytes());
            return call.reply().number("nextMillis");
        }
    }

    @Test
    void asksControlEachTimeAndShowsNoGroup() throws Exception {
        Path control = folder.resolve("control.sock");
        Path own = folder.resolve("own.sock");
        Capability key = new Capability("gateway", KEY);
        try (LinkServer _ = LinkServer.start(control, List.of(key), this::control, LinkLimits.DEFAULT);
                LinkClient toControl = new LinkClient(control, key, LinkLimits.DEFAULT)) {
            ChannelOperations operations =
                    new ChannelOperations(List.of(new Paper()), Optional.of(toControl), new Parcels(Optional.empty()));
            try (LinkServer _ = LinkServer.start(own, List.of(key), operations::preview, LinkLimits.DEFAULT);
                    LinkClient link = new LinkClient(own, key, LinkLimits.DEFAULT)) {
                assertThat(preview(link, "Hel")).isEqualTo(20);
                assertThat(preview(link, "Hello")).isEqualTo(20);
                letIn = Optional.empty();
                assertThatThrownBy(() -> preview(link, "Hello, this is private"))
                        .isInstanceOfSatisfying(
                                ContractException.class,
                                e -> assertThat(e.reason()).isEqualTo("not-admitted"));
                letIn = Optional.of(FAMILY);
                assertThat(preview(link, "Hello")).isZero();
                letIn = Optional.of(ANNA);
                assertThat(preview(link, "Hello, A")).isEqualTo(20);
                assertThat(preview(link, "Hello, Anna")).as("one too many").isZero();
            }
        }
        assertThat(shown).containsExactly("anna : Hel …", "anna 1: Hello …", "anna 1: Hello, A …");
    }
}
