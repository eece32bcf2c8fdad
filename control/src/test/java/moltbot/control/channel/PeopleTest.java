package moltbot.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.channel.Errand;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.control.ControlProcess;
import moltbot.control.Effects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom the assistant may write to, asked of the real process.
class PeopleTest {
    private static final Address ANNA = new Address("signal", "+49", Kind.DIRECT, "anna");
    private static final Address GROUP = new Address("signal", "+49", Kind.GROUP, "R3JvdXA=");

    @TempDir
    Path root;

    private ControlProcess control;
    private LinkClient runtime;
    private LinkClient host;

    @BeforeEach
    void start() throws Exception {
        control = new ControlProcess(root);
        runtime = control.as("runtime");
        host = control.as("host");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private void letIn(Address place, String name) {
        JsonObject head = JsonObject.with("id", "knock-" + place.kind().word())
                .with("who", ANNA.toJson())
                .with("place", place.toJson())
                .with("name", name)
                .with("self", false)
                .build();
        try (LinkClient gateway = control.as("gateway");
                LinkCall call = gateway.open("channel.inbound", head)) {
            call.sendAll(new byte[0]);
            assertThat(call.reply().text("answer")).isIn("code", "silence");
        }
        String code = host.ask("pairing.list", JsonObject.EMPTY)
                .list("waiting")
                .objects()
                .getFirst()
                .text("code");
        host.ask(
                "pairing.approve",
                JsonObject.with("code", code).with("owner", false).build());
    }

    private List<JsonObject> people() {
        return runtime.ask("people.list", JsonObject.EMPTY).list("people").objects();
    }

    private JsonObject authorize(String call, Errand errand) {
        return runtime.ask("gate.authorize", Effects.request(call, Errand.EFFECT, errand.toJson()));
    }

    @Test
    void listsThoseWhoAreLetInAndLetsNobodyElseBeWrittenTo() {
        assertThat(people()).isEmpty();
        letIn(ANNA, "'Anna”'");
        letIn(GROUP, "Family");

        assertThat(people())
                .extracting(one -> one.text("recipient"))
                .containsExactly("'Anna', in Signal", "the group 'Family', in Signal");
        JsonObject anna = people().getFirst();
        assertThat(anna.text("id"))
                .isEqualTo(ANNA.key().substring(0, "signal.".length() + 8))
                .doesNotContain("anna");

        Errand errand = new Errand(anna.text("key"), anna.text("recipient"), Errand.FROM + "I come at six.");
        JsonObject asked = authorize("c1", errand);
        assertThat(asked.text("decision")).isEqualTo("ask");
        assertThat(asked.text("why")).contains("'Anna', in Signal");
        Errand stranger = new Errand("signal.0123", "'Anna', in Signal", errand.text());
        assertThat(authorize("c2", stranger).text("decision")).isEqualTo("deny");

        host.ask("pairing.remove", JsonObject.with("key", ANNA.key()).build());
        assertThat(people()).hasSize(1);
        assertThat(authorize("c3", errand).text("decision")).isEqualTo("deny");
    }
}
