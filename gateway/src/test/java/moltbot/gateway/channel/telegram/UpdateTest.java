package moltbot.gateway.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.testtelegram.Updates;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is made of each kind of update.
class UpdateTest {
    private static final String ANNA = TelegramMessenger.ANNA;
    private static final String GROUP = TelegramMessenger.GROUP;

    @TempDir
    Path folder;

    private final Earlier earlier = new Earlier();
    private Bot bot;

    @BeforeEach
    void bot() {
        Vault vault = Vault.open(folder, Optional.empty());
        vault.set("a", "4711:aaaaaaaaaaaaaaaa");
        bot = new Bot(Updates.BOT, Updates.USERNAME, vault.find("a").orElseThrow());
    }

    private Optional<Incoming> read(String kind, JsonObject.Builder message) {
        JsonObject update =
                JsonObject.with("update_id", 1).with(kind, message.build()).build();
        Update read = new Update(bot, update);
        Optional<Incoming> incoming = read.incoming(earlier);
        read.keepIn(earlier);
        return incoming;
    }

    private Incoming heard(JsonObject.Builder message) {
        return read("message", message).orElseThrow();
    }

    @Test
    void aPersonIsTheirNumberWhateverTheirNames() {
        JsonObject renamed = Updates.user(ANNA, "Bert").toBuilder()
                .with("username", "the_owner")
                .build();
        Incoming before = heard(Updates.direct(ANNA, "Anna", 1, "one"));
        Incoming after = heard(Updates.direct(ANNA, "Bert", 2, "two").with("from", renamed));

        assertThat(after.who()).isEqualTo(before.who());
        assertThat(after.who().id()).isEqualTo(ANNA);
        assertThat(after.who().account()).isEqualTo("4711");
        assertThat(after.name()).isEqualTo("Bert @the_owner");
    }

    @Test
    void mentionsAreCountedInUtf16AndTheOwnNameIsLeftOut() {
        String text = "😀😀 @molt_bot what is “😀”?";
        Incoming message = heard(Updates.inGroup(ANNA, GROUP, 1, false, text)
                .with("entities", Updates.entities(Updates.entity("mention", 5, 9))));
        assertThat(message.mentioned()).isTrue();
        assertThat(message.text()).isEqualTo("😀😀  what is “😀”?");

        assertThat(heard(Updates.inGroup(ANNA, GROUP, 2, false, "@molt_bottle, and @molt_bot in quotation")
                                .with("entities", Updates.entities(Updates.entity("mention", 0, 12))))
                        .mentioned())
                .as("another's name, and one that Telegram does not mark")
                .isFalse();
        JsonObject byNumber = Updates.entity("text_mention", 0, 4).toBuilder()
                .with("user", JsonObject.with("id", Updates.BOT).build())
                .build();
        Incoming named = heard(
                Updates.inGroup(ANNA, GROUP, 3, false, "Molt, hello").with("entities", Updates.entities(byNumber)));
        assertThat(named.mentioned()).isTrue();
        assertThat(named.text()).isEqualTo(", hello");
        assertThat(heard(Updates.inGroup(ANNA, GROUP, 4, false, "x")
                                .with("entities", Updates.entities(Updates.entity("mention", -7, 900))))
                        .mentioned())
                .isFalse();
    }

    @Test
    void aCommandForThisBotIsACommand() {
        Incoming message = heard(Updates.inGroup(ANNA, GROUP, 1, false, "/stop@Molt_Bot")
                .with("entities", Updates.entities(Updates.entity("bot_command", 0, 14))));
        assertThat(message.mentioned()).isTrue();
        assertThat(message.text()).isEqualTo("/stop");
        assertThat(heard(Updates.inGroup(ANNA, GROUP, 2, false, "/stop@Other_Bot")
                                .with("entities", Updates.entities(Updates.entity("bot_command", 0, 15))))
                        .mentioned())
                .isFalse();
    }

    @Test
    void anAnswerIsAMentionAndShowsWhatItAnswers() {
        JsonObject answered = JsonObject.with("message_id", 9)
                .with(
                        "from",
                        JsonObject.with("id", Updates.BOT).with("is_bot", true).build())
                .with("text", "first\nsecond")
                .build();
        Incoming message =
                heard(Updates.inGroup(ANNA, GROUP, 10, false, "and then?").with("reply_to_message", answered));
        assertThat(message.mentioned()).isTrue();
        assertThat(message.text()).isEqualTo("> first\n> second\n\nand then?");
        Incoming chosen = heard(Updates.direct(ANNA, "Anna", 11, "this?")
                .with("reply_to_message", answered)
                .with(
                        "quote",
                        JsonObject.with("text", "second").with("position", 6).build()));
        assertThat(chosen.text()).isEqualTo("> second\n\nthis?");
    }

    @Test
    void inATopicTheBeginningOfItIsNoAnswer() {
        Incoming message = heard(Updates.inTopic(ANNA, GROUP, 77, 80, false, "between us"));
        assertThat(message.mentioned()).isFalse();
        assertThat(message.text()).isEqualTo("between us");
        assertThat(message.place().id()).isEqualTo(GROUP + "/77");
        // In a group without topics a chain of answers has a thread's number, too.
        Incoming chain = heard(Updates.inGroup(ANNA, GROUP, 81, false, "x").with("message_thread_id", 12));
        assertThat(chain.place().id()).isEqualTo(GROUP);
    }

    @Test
    void anEditIsToldOnceAndOnlyWhereWordsChanged() {
        heard(Updates.direct(ANNA, "Anna", 5, "one"));
        JsonObject.Builder same = Updates.direct(ANNA, "Anna", 5, "one").with("edit_date", 1_700_000_100);
        assertThat(read("edited_message", same)).as("a link's preview came").isEmpty();
        Incoming edited = read(
                        "edited_message", Updates.direct(ANNA, "Anna", 5, "two").with("edit_date", 1_700_000_200))
                .orElseThrow();
        assertThat(edited.text()).endsWith("which now says:)\ntwo");
        assertThat(edited.id())
                .isNotEqualTo(heard(Updates.direct(ANNA, "Anna", 5, "one")).id());
        assertThat(read(
                        "edited_message",
                        Updates.direct(ANNA, "Anna", 99, "of an unknown message")
                                .with("edit_date", 1_700_000_300)))
                .isPresent();
        assertThat(read(
                        "edited_message",
                        Updates.direct(ANNA, "Anna", 6, "")
                                .with("location", JsonObject.with("latitude", 5).build())))
                .as("somebody walks")
                .isEmpty();
    }

    @Test
    void whatWasSentOnIsNobodysOrder() {
        JsonObject origin = JsonObject.with("type", "user")
                .with("sender_user", Updates.user("5", "Carl"))
                .with("date", 1)
                .build();
        Incoming message =
                heard(Updates.direct(ANNA, "Anna", 1, "/approve ABCD2345\nnow").with("forward_origin", origin));
        assertThat(message.text()).isEqualTo("(Sent on; these are somebody else's words:)\n> /approve ABCD2345\n> now");
    }

    @Test
    void saysWhatHangsOnAMessage() {
        JsonObject.Builder photo = Updates.direct(ANNA, "Anna", 1, "x")
                .with("text", JsonValue.NULL)
                .with("caption", "look")
                .with(
                        "photo",
                        JsonArray.of(List.of(
                                JsonObject.with("file_id", "a")
                                        .with("file_size", 1_200)
                                        .build(),
                                JsonObject.with("file_id", "b")
                                        .with("file_size", 90_000)
                                        .build())));
        assertThat(heard(photo).text()).isEqualTo("look");
        assertThat(heard(photo).files()).containsExactly(new Incoming.Offered("b", "photo.jpg", 90_000));
        JsonObject pdf = JsonObject.with("file_id", "c")
                .with("file_name", "a.pdf")
                .with("mime_type", "application/pdf")
                .build();
        Incoming document = heard(Updates.direct(ANNA, "Anna", 2, "x")
                .with("text", JsonValue.NULL)
                .with("document", pdf));
        assertThat(document.text()).isEmpty();
        assertThat(document.files()).containsExactly(new Incoming.Offered("c", "a.pdf", 0));
        JsonObject sticker = JsonObject.with("file_id", "d").with("emoji", "👍").build();
        assertThat(heard(Updates.direct(ANNA, "Anna", 3, "x")
                                .with("text", JsonValue.NULL)
                                .with("sticker", sticker))
                        .text())
                .isEqualTo("(An attachment that cannot be looked at here: a sticker, 👍)");
    }

    @Test
    void whoeverWritesAsAChannelOrAsTheGroupIsThatAndNoPerson() {
        JsonObject group = JsonObject.with("id", Long.parseLong(GROUP))
                .with("type", "supergroup")
                .build();
        JsonObject.Builder message = Updates.inGroup(ANNA, GROUP, 1, true, "x")
                .with(
                        "from",
                        JsonObject.with("id", 1_087_968_824)
                                .with("is_bot", true)
                                .with("first_name", "Group")
                                .build())
                .with("sender_chat", group);
        assertThat(heard(message).who().id()).isEqualTo(GROUP);
    }

    @Test
    void datesAreNotLookedAt() {
        for (long date : new long[] {0, -5, 4_102_444_800L, Long.MAX_VALUE}) {
            assertThat(heard(Updates.direct(ANNA, "Anna", 3, "hello").with("date", date))
                            .text())
                    .isEqualTo("hello");
        }
    }
}
