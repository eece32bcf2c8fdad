package moltbot.control.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.control.ControlProcess;
import moltbot.control.Parcels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the owner's programs say by their hooks, over real links to the real process: heard where the owner let the
/// hook in, never an order, and told to whom the owner said.
class ProgramTest {
    private static final Address DOOR = program("front-door");
    private static final Address ANNA = new Address("signal", "+49", Kind.DIRECT, "anna");

    @TempDir
    Path root;

    private ControlProcess control;
    private LinkClient gateway;
    private LinkClient host;

    private static Address program(String hook) {
        return new Address(Address.WEBHOOK, "house", Kind.DIRECT, hook);
    }

    @BeforeEach
    void start() throws Exception {
        control = new ControlProcess(root);
        gateway = control.as("gateway");
        host = control.as("host");
        for (Address own : List.of(DOOR, ANNA)) {
            control.house()
                    .channels
                    .add(JsonObject.with("channel", own.channel())
                            .with("account", own.account())
                            .build());
        }
    }

    @AfterEach
    void stop() {
        control.close();
    }

    /// The last that is said to it: what it is to the house, or the answer to a command.
    private String calls(Address who, String id, String text) {
        JsonObject head = JsonObject.with("id", id)
                .with("who", who.toJson())
                .with("place", who.toJson())
                .with("name", who.id())
                .with("self", false)
                .build();
        try (LinkCall call = gateway.open("channel.inbound", head)) {
            call.sendAll(Parcels.of("", text));
            String answer = call.reply().text("answer");
            byte[] more;
            while ((more = call.next()) != null) {
                answer = JsonObject.parse(more).textOr("said", answer);
            }
            return answer;
        }
    }

    private JsonObject admit(String channel, String id, String answers, boolean owner) {
        return host.ask(
                "pairing.admit",
                JsonObject.with("channel", channel)
                        .with("id", id)
                        .with("answers", answers)
                        .with("owner", owner)
                        .build());
    }

    private List<InboundMessage> taken() {
        return control.house().runtime().taken();
    }

    @Test
    void aHookThatTheOwnerDidNotMakeIsMetWithSilenceAndWaitsForNothing() {
        assertThat(calls(DOOR, "m1", "let me in")).isEqualTo("silence");
        assertThat(host.ask("pairing.list", JsonObject.EMPTY).list("waiting").objects())
                .isEmpty();
        assertThat(taken()).isEmpty();
    }

    @Test
    void whatItSaysIsNobodysOrderAndNotTheOwners() {
        assertThatThrownBy(() -> admit(Address.WEBHOOK, "front-door", "", true))
                .hasMessageContaining("never the owner");
        admit(Address.WEBHOOK, "front-door", "", false);
        for (String text : List.of("/new", "/help", "/model demo/demo", "/stop", "/approve ABCDEFGH", "hello")) {
            assertThat(calls(DOOR, "m" + text.length() + text.hashCode(), text)).isEqualTo("welcome");
        }

        assertThat(taken()).hasSize(6).allSatisfy(message -> {
            assertThat(message.sender()).isEqualTo(DOOR.key());
            assertThat(message.session()).isEqualTo("direct");
            assertThat(message.channel()).isEqualTo("webhook");
            assertThat(message.address()).isEmpty();
        });
        assertThat(host.ask("pairing.list", JsonObject.EMPTY).list("guests").objects())
                .noneMatch(guest -> guest.flag("owner"));
    }

    @Test
    void isToldToWhomTheOwnerSaidWhileTheyAreLetIn() {
        assertThatThrownBy(() -> admit(Address.WEBHOOK, "front-door", ANNA.key(), false))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("unknown-guest"));
        assertThat(calls(DOOR, "m0", "is anybody there?")).isEqualTo("silence");
        String anna = admit("signal", "anna", "", true).text("key");
        admit(Address.WEBHOOK, "front-door", anna, false);
        calls(DOOR, "m1", "the door is open");
        assertThat(taken().getLast().address()).isEqualTo(anna);
        assertThat(taken().getLast().sender()).isEqualTo(DOOR.key());
        admit(Address.WEBHOOK, "front-door", "", false);
        calls(DOOR, "m3", "the door is shut");
        assertThat(taken().getLast().address()).as("made anew").isEqualTo(anna);

        JsonObject key = JsonObject.with("key", anna).build();
        assertThat(gateway.ask("channel.resolve", key).has("address")).isTrue();
        host.ask("pairing.remove", key);
        assertThatThrownBy(() -> gateway.ask("channel.resolve", key)).isInstanceOf(ContractException.class);
    }

    @Test
    void nobodyWritesToAProgram() {
        admit(Address.WEBHOOK, "front-door", "", false);
        assertThatThrownBy(() -> admit(Address.WEBHOOK, "other", DOOR.key(), false))
                .isInstanceOf(ContractException.class);
        try (LinkClient runtime = control.as("runtime")) {
            assertThat(runtime.ask("people.list", JsonObject.EMPTY)
                            .list("people")
                            .objects())
                    .isEmpty();
        }
    }

    @Test
    void aHookThatWasTakenOffTheListIsHeardNoMore() {
        String key = admit(Address.WEBHOOK, "front-door", "", false).text("key");
        assertThat(key).isEqualTo(DOOR.key());
        assertThat(calls(DOOR, "m1", "one")).isEqualTo("welcome");
        host.ask("pairing.remove", JsonObject.with("key", key).build());
        assertThat(calls(DOOR, "m2", "two")).isEqualTo("silence");
        assertThat(taken()).hasSize(1);
    }
}
