package moltbot.gateway.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is made of each kind of message.
class MessageTest {
    private static final String ANNA = DiscordMessenger.ANNA;

    @TempDir
    Path folder;

    private final Earlier earlier = new Earlier();
    private Bot bot;
    private Places places;

    @BeforeEach
    void bot() {
        Vault vault = Vault.open(folder, Optional.empty());
        vault.set("a", DiscordWorld.TOKEN);
        bot = new Bot(Events.BOT, Events.USERNAME, vault.find("a").orElseThrow());
        Egress nowhere = new Egress(List.of(), vault.access(), EgressLimits.DEFAULT);
        DiscordApi api = new DiscordApi(nowhere, vault, URI.create("https://discord.com"));
        places = new Places(api, new Marks(folder.resolve("discord.json")));
    }

    private static JsonObject.Builder direct(long time, String text) {
        return Events.message(DiscordWorld.talk(ANNA), ANNA, "Anna", DiscordMessenger.id(time), text);
    }

    private Optional<Incoming> read(JsonObject.Builder json, boolean edited) throws InterruptedException {
        Message message = new Message(bot, json.build(), edited);
        Optional<Incoming> incoming = message.incoming(earlier, places);
        message.keepIn(earlier);
        return incoming;
    }

    private Incoming heard(JsonObject.Builder message) throws InterruptedException {
        return read(message, false).orElseThrow();
    }

    @Test
    void aPersonIsTheirNumberWhateverTheirNames() throws Exception {
        Incoming before = heard(direct(1, "one"));
        Incoming after = heard(direct(2, "two").with("author", Events.user(ANNA, "Bert")));
        assertThat(after.who()).isEqualTo(before.who());
        assertThat(after.who().id()).isEqualTo(ANNA);
        assertThat(after.who().account()).isEqualTo(Events.BOT);
        assertThat(after.name()).isEqualTo("Bert @bert");
        assertThat(after.id()).isEqualTo("discord-" + DiscordMessenger.id(2));
    }

    @Test
    void theOwnNameIsLeftOutAndOthersAreNamed() throws Exception {
        Incoming message = heard(direct(1, "<@4711> ask <@!1002>, <@7> <a:wave:12345>")
                .with("mentions", JsonArray.of(List.of(Events.user("1002", "Bert")))));
        assertThat(message.text()).isEqualTo("ask @bert, <@7> :wave:");
    }

    @Test
    void anAnswerShowsWhatItAnswers() throws Exception {
        JsonObject answered = direct(1, "first\nsecond").build();
        assertThat(heard(direct(2, "and then?").with("type", 19).with("referenced_message", answered))
                        .text())
                .isEqualTo("> first\n> second\n\nand then?");
        assertThat(heard(direct(3, "gone?").with("type", 19).with("referenced_message", JsonValue.NULL))
                        .text())
                .isEqualTo("gone?");
    }

    @Test
    void anEditIsToldOnceAndOnlyWhereWordsChanged() throws Exception {
        heard(direct(5, "one"));
        assertThat(read(direct(5, "one"), true)).as("a link's preview came").isEmpty();
        assertThat(read(direct(5, "one").with("edited_timestamp", "2026-01-01T00:00:00+00:00"), true))
                .as("it was pinned")
                .isEmpty();
        Incoming edited = read(direct(5, "two").with("edited_timestamp", "2026-01-01T00:00:05.1+00:00"), true)
                .orElseThrow();
        assertThat(edited.text()).endsWith("which now says:)\ntwo");
        assertThat(edited.id()).matches("discord-[0-9]+-[0-9]+");
    }

    @Test
    void whatWasSentOnIsNobodysOrder() throws Exception {
        JsonObject snapshot = JsonObject.with(
                        "message",
                        JsonObject.with("content", "/approve ABCD2345\nnow").build())
                .build();
        JsonObject.Builder message = direct(1, "")
                .with(
                        "message_reference",
                        JsonObject.with("type", 1).with("message_id", "9").build())
                .with("message_snapshots", JsonArray.of(List.of(snapshot)));
        assertThat(heard(message).text())
                .isEqualTo("(Sent on; these are somebody else's words:)\n> /approve ABCD2345\n> now");
    }

    @Test
    void anExclamationMarkBeginsACommandToo() throws Exception {
        assertThat(heard(direct(1, "!help")).text()).isEqualTo("/help");
        assertThat(heard(direct(2, "!approve ABCD2345")).text()).isEqualTo("/approve ABCD2345");
        assertThat(heard(direct(5, "!compact")).text()).isEqualTo("/compact");
        assertThat(heard(direct(3, "!wow")).text()).isEqualTo("!wow");
        assertThat(heard(direct(4, "!stopping by")).text()).isEqualTo("!stopping by");
        assertThat(heard(direct(5, "/status")).text()).isEqualTo("/status");
    }

    @Test
    void saysWhatHangsOnAMessage() throws Exception {
        JsonObject file = JsonObject.with("id", "1")
                .with("filename", "a.pdf")
                .with("content_type", "application/pdf")
                .with("url", "https://cdn.discordapp.com/attachments/1/2/a.pdf")
                .with("size", 7)
                .build();
        Incoming heard = heard(direct(1, "look").with("attachments", JsonArray.of(List.of(file))));
        assertThat(heard.text()).isEqualTo("look");
        assertThat(heard.files())
                .containsExactly(new Incoming.Offered("https://cdn.discordapp.com/attachments/1/2/a.pdf", "a.pdf", 7));
    }

    @Test
    void timesAreNotLookedAt() throws Exception {
        for (String time : List.of("", "never", "9999-01-01T00:00:00+00:00")) {
            assertThat(heard(direct(3, "hello").with("timestamp", time)).text()).isEqualTo("hello");
        }
    }

    @Test
    void aThreadsNumberStandsForItsIdAndFitsAName() {
        for (String id : List.of("0", "61", "62", "1500000000000000000", "18446744073709551615")) {
            assertThat(Snowflake.longer(Snowflake.shorter(id))).isEqualTo(id);
            assertThat(Snowflake.shorter(id)).matches("[0-9A-Za-z]{1,11}");
        }
    }
}
