package moltbot.gateway.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import org.junit.jupiter.api.Test;

/// What is sent to Discord, and what becomes of it.
class DiscordSendingTest extends DiscordTrouble {
    @Test
    void callsNobodyAndHasNobodysServersFetchWhatAnAnswerLinksTo() throws Exception {
        open();
        send("@everyone <@1002> <@&5> see https://example.org/?secret=1");
        assertThat(lastSent().object("allowed_mentions").toString()).isEqualTo("{\"parse\":[],\"replied_user\":false}");
        assertThat(lastSent().integer("flags") & 4).isEqualTo(4);
        assertThat(lastSent().text("content"))
                .isEqualTo("\\@everyone \\<\\@1002> \\<\\@&5> see <https://example.org/?secret=1>");
    }

    @Test
    void theSameMessageIsMadeOnceHoweverOftenItIsSent() throws Exception {
        open();
        world().swallow("POST messages");
        assertThat(channel.send(anna(), once("letter-7-0"))).isInstanceOf(Outcome.Unknown.class);
        channel.close();
        channel = messenger.channel(Duration.ofSeconds(2));
        open();
        assertThat(channel.send(anna(), once("letter-7-0"))).isEqualTo(new Outcome.Sent());
        assertThat(channel.send(anna(), once("letter-8-0"))).isEqualTo(new Outcome.Sent());
        assertThat(messenger.sentTo(ANNA)).containsExactly("once", "once");
        assertThat(lastSent().text("nonce")).hasSize(25);
    }

    @Test
    void doubtsOnceInAnOutageAndThenSendsNothingUntilDiscordAnswers() throws Exception {
        open();
        world().swallow("POST messages");
        assertThat(send("once")).isInstanceOf(Outcome.Unknown.class);
        for (int i = 0; i < 5; i++) {
            world().refuse("GET users/@me", 502, "");
            assertThat(send("once")).isInstanceOf(Outcome.Later.class);
        }
        assertThat(messenger.sentTo(ANNA)).containsExactly("once");
        assertThat(send("more")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void leavesARouteAloneAsLongAsDiscordAsksAndTheOthersNot() throws Exception {
        open();
        world().tell("POST messages", Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset-after", "60.5"));
        assertThat(send("one")).isEqualTo(new Outcome.Sent());
        int before = world().requests().size();
        assertThat(send("two"))
                .isInstanceOfSatisfying(
                        Outcome.Later.class,
                        later -> assertThat(later.pause()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61)));
        assertThat(world().requests()).as("asked all the same").hasSize(before);
        Address group = new Address("discord", Events.BOT, Address.Kind.GROUP, DiscordMessenger.GROUP);
        assertThat(channel.send(group, Styled.plain("three"))).isEqualTo(new Outcome.Sent());
        world().refuse("POST messages", 429, "{\"message\":\"x\",\"retry_after\":64.57,\"global\":true}");
        assertThat(channel.send(group, Styled.plain("four"))).isInstanceOf(Outcome.Later.class);
        Address bert = new Address("discord", Events.BOT, Address.Kind.DIRECT, DiscordMessenger.BERT);
        assertThat(channel.send(bert, Styled.plain("five"))).isInstanceOf(Outcome.Later.class);
    }

    @Test
    void saysTheTruthOfEachRefusal() throws Exception {
        open();
        world().refuse("POST messages", 403, "{\"message\":\"Missing Access\",\"code\":50001}");
        assertThat(send("a").toString()).startsWith("Never").contains("may not write");
        world().refuse("POST messages", 400, "{\"message\":\"Thread is archived\",\"code\":50083}");
        assertThat(send("b").toString()).startsWith("Never").contains("closed");
        world().refuse("POST messages", 407, "a proxy");
        assertThat(send("c")).isInstanceOf(Outcome.Later.class);
        assertThat(world().sent()).isEmpty();
        world().refuse("POST messages", 502, "<html>");
        assertThat(send("d")).isInstanceOf(Outcome.Unknown.class);
        world().refuse("POST channels", 403, "{\"message\":\"Cannot\",\"code\":50007}");
        assertThat(channel.send(new Address("discord", Events.BOT, Address.Kind.DIRECT, "5"), Styled.plain("e")))
                .isInstanceOf(Outcome.Never.class);
    }

    @Test
    void noNumberOfAThreadLeadsOutOfItsGroup() throws Exception {
        open();
        world().channel("900999", "somewhere-else");
        world().thread("900998", "900999", "elsewhere");
        Address group = new Address("discord", Events.BOT, Address.Kind.GROUP, DiscordMessenger.GROUP);
        for (String other : List.of("900999", "900998", DiscordWorld.talk(ANNA), "424242")) {
            Address thread = Address.thread(group, Snowflake.shorter(other));
            assertThat(channel.send(thread, Styled.plain("hello"))).as(other).isInstanceOf(Outcome.Never.class);
        }
        assertThat(world().sent()).isEmpty();
    }

    @Test
    void givesAFileThatCallsNobodyAndSaysWhereItIsTooLarge() throws Exception {
        open();
        OutgoingFile file = new OutgoingFile("@everyone.txt", new byte[] {1, 2, 3});
        Address group = new Address("discord", Events.BOT, Address.Kind.GROUP, DiscordMessenger.GROUP);
        assertThat(channel.send(group, file)).isEqualTo(new Outcome.Sent());
        assertThat(lastSent().object("allowed_mentions").toString()).isEqualTo("{\"parse\":[],\"replied_user\":false}");
        assertThat(world().files().sent())
                .singleElement()
                .satisfies(sent -> assertThat(sent.bytes()).containsExactly(1, 2, 3));
        world().refuse("POST messages", 413, "{\"message\":\"Request entity too large\",\"code\":40005}");
        assertThat(channel.send(group, file).toString()).startsWith("Never").contains("larger than Discord takes");
    }

    @Test
    void writesToNobodyWhoKnowsAnotherBot() throws Exception {
        open();
        Address others = new Address("discord", "99", Address.Kind.DIRECT, ANNA);
        assertThat(channel.send(others, Styled.plain("hello"))).isInstanceOf(Outcome.Never.class);
        assertThat(world().sent()).isEmpty();
    }

    /// What is said twice is said twice: two short answers of the house are two messages.
    @Test
    void whatIsLikeNoOtherIsMadeEachTime() throws Exception {
        open();
        assertThat(channel.send(anna(), OutgoingText.of(Styled.plain("one")))).isEqualTo(new Outcome.Sent());
        assertThat(channel.send(anna(), OutgoingText.of(Styled.plain("two")))).isEqualTo(new Outcome.Sent());
        assertThat(messenger.sentTo(ANNA)).containsExactly("one", "two");
    }

    private static OutgoingText once(String letter) {
        return new OutgoingText(Styled.plain("once"), letter, "", List.of());
    }
}
