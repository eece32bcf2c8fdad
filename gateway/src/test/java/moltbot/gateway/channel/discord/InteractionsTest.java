package moltbot.gateway.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.bot.Commands;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import org.junit.jupiter.api.Test;

/// Commands from Discord's list, and what is tapped.
class InteractionsTest extends DiscordTrouble {
    private static JsonObject chosen(String name, String what) {
        JsonObject.Builder data = JsonObject.with("id", "5").with("name", name).with("type", 1);
        return (what.isEmpty()
                        ? data
                        : data.with(
                                "options",
                                JsonArray.of(List.of(JsonObject.with("name", "what")
                                        .with("type", 3)
                                        .with("value", what)
                                        .build()))))
                .build();
    }

    @Test
    void hasItsCommandsListedInTalksWithItAlone() {
        open();
        until(
                "the list",
                () -> world().requests().stream()
                        .anyMatch(request -> request.method().equals("PUT")));
        List<JsonObject> listed = world().requests().stream()
                .filter(request -> request.method().equals("PUT"))
                .peek(request -> assertThat(request.path()).isEqualTo("/api/v10/applications/4711/commands"))
                .flatMap(request -> request.body().list("list").objects().stream())
                .toList();
        assertThat(listed)
                .extracting(one -> one.text("name"))
                .containsExactlyElementsOf(
                        Commands.ALL.stream().map(Commands.Command::name).toList());
        assertThat(listed)
                .allSatisfy(one -> assertThat(one.list("contexts").toString()).isEqualTo("[1]"));
    }

    @Test
    void aChosenCommandIsTheWordsThatCouldBeTyped() {
        open();
        world().taps().command(ANNA, "Anna", DiscordMessenger.id(1), chosen("status", ""));
        world().taps().command(ANNA, "Anna", DiscordMessenger.id(2), chosen("approve", "ABCDEFGH"));
        until("both", () -> taken.size() == 2);

        assertThat(taken.stream().map(Incoming::text)).containsExactly("/status", "/approve ABCDEFGH");
        assertThat(taken)
                .allSatisfy(message -> assertThat(message.who()).isEqualTo(anna()))
                .allSatisfy(message -> assertThat(message.place()).isEqualTo(anna()));
        until("both to be answered", () -> world().taps().allAnswered());
    }

    /// What comes from a server is nobody's talk with the house, and what cannot be read stops nothing.
    @Test
    void nothingIsHeardFromAServerOrOfWhatIsMalformed() {
        open();
        JsonObject status = chosen("status", "");
        world().happen(
                        "INTERACTION_CREATE",
                        Events.interaction(2, ANNA, "Anna", DiscordMessenger.id(1), status)
                                .with("guild_id", Events.GUILD)
                                .build());
        world().happen("INTERACTION_CREATE", JsonObject.EMPTY);
        world().happen(
                        "INTERACTION_CREATE",
                        Events.interaction(3, ANNA, "Anna", "../../x", status).build());
        world().happen(
                        "INTERACTION_CREATE",
                        Events.interaction(2, ANNA, "Anna", DiscordMessenger.id(2), status)
                                .with("token", "../../../users/@me?")
                                .build());
        world().taps().command(ANNA, "Anna", DiscordMessenger.id(3), chosen("help", ""));
        until(
                "the last",
                () -> taken.stream().anyMatch(message -> message.text().equals("/help")));

        assertThat(taken.stream().map(Incoming::text)).containsExactly("/status", "/help");
        assertThat(world().requests().stream().map(DiscordWorld.Request::path))
                .allSatisfy(path -> assertThat(path).doesNotContain(".."));
    }
}
