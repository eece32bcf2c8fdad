package moltbot.gateway.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.slack.notation.Ts;
import moltbot.gateway.testslack.SlackEvents;
import org.junit.jupiter.api.Test;

/// What is sent to Slack, and what becomes of it.
class SlackSendingTest extends SlackTrouble {
    @Test
    void callsNobodyAndHasNobodysServersFetchWhatAnAnswerLinksTo() throws Exception {
        open();
        send("<!channel> <@U0BERT001> @here see https://example.org/?secret=1");
        assertThat(lastSent().text("text"))
                .isEqualTo("&lt;!channel&gt; &lt;@U0BERT001&gt; @here see https://example.org/?secret=1");
        assertThat(lastSent().flag("unfurl_links")).isFalse();
        assertThat(lastSent().flag("unfurl_media")).isFalse();
        assertThat(lastSent().flag("link_names")).isFalse();
        assertThat(lastSent().flag("mrkdwn")).isFalse();
        assertThat(lastSent().list("blocks").toString()).doesNotContain("\"broadcast\"", "\"user\"");
        assertThat(messenger.sentTo(ANNA))
                .containsExactly("<!channel> <@U0BERT001> @here see https://example.org/?secret=1");
    }

    @Test
    void saysWithoutStylesWhatSlackDoesNotTakeWithThem() throws Exception {
        open();
        world().refuse("chat.postMessage", "msg_blocks_too_long");
        assertThat(send("a *b* & c")).isEqualTo(new Outcome.Sent());
        assertThat(lastSent().has("blocks")).isFalse();
        assertThat(messenger.sentTo(ANNA)).containsExactly("a *b* & c");
    }

    @Test
    void answersInTheThreadOfATalkOfTwo() throws Exception {
        open();
        String thread = SlackEvents.number(1);
        world().write(SlackEvents.direct(ANNA, 5, "in a thread")
                .with("thread_ts", thread)
                .build());
        awaitTexts("in a thread");
        assertThat(taken.getFirst().place()).isEqualTo(anna());
        send("there");
        assertThat(world().sentTo(SlackEvents.talk(ANNA), thread)).containsExactly("there");
        messenger.direct(ANNA, "Anna", 6, "outside");
        awaitTexts("in a thread", "outside");
        send("here");
        assertThat(world().sentTo(SlackEvents.talk(ANNA), "")).containsExactly("here");
    }

    @Test
    void doubtsOnceInAnOutageAndThenSendsNothingUntilSlackAnswers() throws Exception {
        open();
        world().swallow("chat.postMessage");
        assertThat(send("once")).isInstanceOf(Outcome.Unknown.class);
        for (int i = 0; i < 5; i++) {
            world().refuse("auth.test", 502, "", Map.of());
            assertThat(send("once")).isInstanceOf(Outcome.Later.class);
        }
        assertThat(messenger.sentTo(ANNA)).containsExactly("once");
        assertThat(send("more")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void leavesAPlaceAloneAsLongAsSlackAsksAndTheOthersNot() throws Exception {
        open();
        messenger.limitNext(Duration.ofSeconds(60));
        assertThat(send("one")).isInstanceOf(Outcome.Later.class);
        int before = world().asked("chat.postMessage");
        assertThat(send("two"))
                .isInstanceOfSatisfying(
                        Outcome.Later.class,
                        later -> assertThat(later.pause()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60)));
        assertThat(world().asked("chat.postMessage")).as("asked all the same").isEqualTo(before);
        assertThat(channel.send(address(Address.Kind.GROUP, GROUP), Styled.plain("three")))
                .isEqualTo(new Outcome.Sent());
    }

    @Test
    void saysTheTruthOfEachRefusal() throws Exception {
        open();
        world().refuse("chat.postMessage", "not_in_channel");
        assertThat(send("a").toString()).startsWith("Never").contains("not a member");
        world().refuse("chat.postMessage", "is_archived");
        assertThat(send("b").toString()).startsWith("Never").contains("archived");
        world().refuse("chat.postMessage", 407, "a proxy", Map.of());
        assertThat(send("c")).isInstanceOf(Outcome.Later.class);
        world().refuse(
                        "chat.postMessage",
                        200,
                        "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"chat:write\"}",
                        Map.of());
        assertThat(send("d").toString()).startsWith("Later").contains("chat:write");
        assertThat(world().sent()).isEmpty();
        world().refuse("chat.postMessage", 502, "<html>", Map.of());
        assertThat(send("e")).isInstanceOf(Outcome.Unknown.class);
        world().refuse("chat.postMessage", "fatal_error");
        assertThat(send("f")).isInstanceOf(Outcome.Unknown.class);
        world().refuse("conversations.open", "fatal_error");
        assertThat(channel.send(address(Address.Kind.DIRECT, "U0NEW0001"), Styled.plain("g")))
                .as("nothing can have been said yet")
                .isInstanceOf(Outcome.Later.class);
    }

    @Test
    void aFileIsSeenByNobodyBeforeItIsWholeAndStaysInItsThread() throws Exception {
        open();
        OutgoingFile file = new OutgoingFile("a.txt", new byte[] {1, 2, 3});
        world().refuse("files.getUploadURLExternal", 502, "", Map.of());
        assertThat(channel.send(anna(), file)).isInstanceOf(Outcome.Later.class);
        assertThat(world().files().sent()).isEmpty();
        Address thread = Address.thread(address(Address.Kind.GROUP, GROUP), "77");
        assertThat(channel.send(thread, file)).isEqualTo(new Outcome.Sent());
        assertThat(world().files().sent()).singleElement().satisfies(sent -> {
            assertThat(sent.channel()).isEqualTo(GROUP);
            assertThat(sent.thread()).isEqualTo(Ts.longer("77"));
            assertThat(sent.bytes()).containsExactly(1, 2, 3);
        });
    }

    @Test
    void writesToNobodyWhoKnowsAnotherBot() throws Exception {
        open();
        Address others = new Address("slack", "T0OTHER.U0OTHER", Address.Kind.DIRECT, ANNA);
        assertThat(channel.send(others, Styled.plain("hello"))).isInstanceOf(Outcome.Never.class);
        assertThat(world().sent()).isEmpty();
    }
}
