package moltbot.gateway.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import moltbot.contract.channel.Styled;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.testdiscord.DiscordWorld;
import org.junit.jupiter.api.Test;

/// Whoever is let in sees that the bot writes.
class DiscordTypingTest extends DiscordTrouble {
    private long shown(String person) {
        String path = "/channels/" + DiscordWorld.talk(person) + "/typing";
        return world().requests().stream()
                .filter(request -> request.path().endsWith(path))
                .count();
    }

    @Test
    void isShownWhileAnAnswerIsAwaitedAndNotToStrangersOrWhereItIsSaidAtOnce() throws Exception {
        channel.open(message -> {
            if (message.text().equals("now")) {
                channel.seen(message);
                channel.send(message.place(), Styled.plain("at once"));
            } else if (message.who().equals(anna())) {
                channel.seen(message);
            }
            taken.add(message);
        });
        awaitStage(Stage.CONNECTED);
        messenger.direct(DiscordMessenger.BERT, "Bert", 1, "a stranger's");
        messenger.direct(DiscordMessenger.ANNA, "Anna", 2, "now");
        until("both", () -> taken.size() == 2);
        assertThat(shown(DiscordMessenger.ANNA)).isZero();
        messenger.direct(DiscordMessenger.ANNA, "Anna", 3, "later");
        until("it to be shown", () -> shown(DiscordMessenger.ANNA) == 1);
        send("an answer");
        messenger.direct(DiscordMessenger.ANNA, "Anna", 4, "and more");
        // It is shown anew only where what was shown before ended with the answer.
        until("it to be shown again", () -> shown(DiscordMessenger.ANNA) == 2);
        assertThat(shown(DiscordMessenger.BERT)).isZero();
    }
}
