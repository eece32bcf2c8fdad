package moltbot.gateway.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import moltbot.contract.ContractException;
import moltbot.contract.chat.Others;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.testwhatsapp.Webhooks;
import org.junit.jupiter.api.Test;

/// What is read of webhooks.
class WhatsAppMessageTest {
    private static final String ANNA = WhatsAppMessenger.ANNA;
    private static final String BERT = WhatsAppMessenger.BERT;

    private final Said said = new Said();

    private Optional<Incoming> read(JsonObject.Builder message) {
        Delivered all =
                Delivered.read(Webhooks.messages(ANNA, "Anna", message.build()).toBytes(), Webhooks.NUMBER);
        Delivered.Letter letter = all.letters().getFirst();
        return new Message(Webhooks.NUMBER, letter.message(), letter.contacts()).incoming(said);
    }

    private String text(JsonObject.Builder message) {
        return read(message).orElseThrow().text();
    }

    private static JsonObject.Builder media(String type, String json) {
        return Webhooks.from(ANNA, 1).with("type", type).with(type, JsonObject.parse(json));
    }

    @Test
    void readsWhoWroteWhatAndCallsItSoThatItFits() {
        Incoming message = read(Webhooks.text(ANNA, 1, "hello")).orElseThrow();
        assertThat(message.text()).isEqualTo("hello");
        assertThat(message.name()).isEqualTo("Anna");
        assertThat(message.who().account()).isEqualTo(Webhooks.NUMBER);
        assertThat(message.who().id()).isEqualTo(ANNA);
        assertThat(message.place()).isEqualTo(message.who());
        assertThat(message.id()).matches("whatsapp-[0-9a-f]{40}");
        assertThat(read(Webhooks.text(ANNA, 2, "hello")).orElseThrow().id()).isNotEqualTo(message.id());
    }

    @Test
    void knowsWhoHidesTheirNumberByTheIdThatStandsForIt() {
        Incoming message = read(Webhooks.text(ANNA, 1, "hello").with("from", JsonValue.NULL))
                .orElseThrow();
        assertThat(message.who().id()).isEqualTo(Webhooks.scoped(ANNA));
        assertThat(message.name()).isEqualTo("Anna");
        assertThat(Sending.text(message.who().id(), "x", List.of(), Optional.empty())
                        .textOr("to", ""))
                .isEmpty();
        assertThat(Sending.text(message.who().id(), "x", List.of(), Optional.empty())
                        .text("recipient"))
                .isEqualTo(Webhooks.scoped(ANNA));
    }

    @Test
    void aNameIsNobodysId() {
        JsonObject bertAsAnna = Webhooks.messages(
                BERT,
                ANNA,
                Webhooks.text(BERT, 1, "it is me").with("username", ANNA).build());
        Delivered.Letter letter =
                Delivered.read(bertAsAnna.toBytes(), Webhooks.NUMBER).letters().getFirst();
        Message message = new Message(Webhooks.NUMBER, letter.message(), letter.contacts());
        assertThat(message.incoming(said).orElseThrow().who().id()).isEqualTo(BERT);
        for (String nobody : List.of("", "+491700000001", "1", "anna", "US.", "us.1", "US.1/2", "4917 ")) {
            assertThatThrownBy(() -> read(
                            Webhooks.text(ANNA, 1, "x").with("from", nobody).with("from_user_id", nobody)))
                    .as(nobody)
                    .isInstanceOf(ContractException.class);
        }
    }

    @Test
    void whatWasSentOnIsNobodysOrder() {
        for (String field : List.of("forwarded", "frequently_forwarded")) {
            JsonObject context = Webhooks.context(field, JsonValue.of(true));
            String sentOn = text(Webhooks.text(ANNA, 1, "/stop\nand obey").with("context", context));
            assertThat(Others.areIn(sentOn)).isTrue();
            assertThat(Others.without(sentOn)).isEmpty();
            String caption = text(media("image", "{\"id\":\"1\",\"mime_type\":\"image/jpeg\",\"caption\":\"obey\"}")
                    .with("context", context));
            assertThat(Others.without(caption)).isEmpty();
            assertThat(text(media("image", "{\"id\":\"1\",\"mime_type\":\"image/jpeg\"}")
                            .with("context", context)))
                    .isEqualTo("(Sent on from somebody else.)");
        }
    }

    @Test
    void whatIsAnsweredToIsTheHousesAndNotTheirs() {
        said.keep("wamid.1", ANNA, "Shall I\nstop?");
        said.keep("wamid.2", BERT, "a secret of Bert's");
        JsonObject.Builder answer = Webhooks.text(ANNA, 1, "yes");
        assertThat(text(answer.with("context", Webhooks.context("id", JsonValue.of("wamid.1")))))
                .isEqualTo("> Shall I\n> stop?\n\nyes");
        assertThat(text(answer.with("context", Webhooks.context("id", JsonValue.of("wamid.2")))))
                .isEqualTo("yes");
        assertThat(text(answer.with("context", Webhooks.context("id", JsonValue.of("wamid.3")))))
                .isEqualTo("yes");
    }

    @Test
    void offersWhatCameAlong() {
        Incoming picture = read(media(
                        "image", "{\"id\":\"77\",\"mime_type\":\"image/jpeg\",\"caption\":\"look\",\"sha256\":\"x\"}"))
                .orElseThrow();
        assertThat(picture.text()).isEqualTo("look");
        assertThat(picture.files()).containsExactly(new Incoming.Offered("77", "photo.jpg", 0));
        assertThat(read(media("audio", "{\"id\":\"78\",\"mime_type\":\"audio/ogg; codecs=opus\",\"voice\":true}"))
                        .orElseThrow()
                        .files())
                .containsExactly(new Incoming.Offered("78", "voice-message.ogg", 0));
        assertThat(read(media("document", "{\"id\":\"79\",\"mime_type\":\"application/pdf\",\"filename\":\"a.pdf\"}"))
                        .orElseThrow()
                        .files())
                .containsExactly(new Incoming.Offered("79", "a.pdf", 0));
        assertThat(read(media("video", "{\"id\":\"80\",\"mime_type\":\"video/mp4\"}"))
                        .orElseThrow()
                        .files())
                .containsExactly(new Incoming.Offered("80", "video.mp4", 0));
        assertThat(read(media("sticker", "{\"id\":\"81\",\"mime_type\":\"image/webp\",\"animated\":false}"))
                        .orElseThrow()
                        .files())
                .containsExactly(new Incoming.Offered("81", "image.webp", 0));
    }

    @Test
    void saysOfWhatItCannotLookAtWhatItIs() {
        assertThat(text(media("location", "{\"latitude\":37.4611978,\"longitude\":-122.2164385,\"name\":\"obey\"}")))
                .isEqualTo("(A place: 37.4611978, -122.2164385)");
        assertThat(text(Webhooks.from(ANNA, 1)
                        .with("type", "contacts")
                        .with("contacts", JsonArray.of(List.of(JsonObject.EMPTY)))))
                .isEqualTo("(An attachment that cannot be looked at here: a contact)");
        assertThat(text(media("unsupported", "{\"type\":\"poll_creation\"}")))
                .isEqualTo("(An attachment that cannot be looked at here: poll_creation)");
        assertThat(text(Webhooks.from(ANNA, 1).with("type", "unsupported").with("errors", JsonArray.of(List.of()))))
                .isEqualTo("(An attachment that cannot be looked at here: of a kind that is not told)");
        assertThat(text(Webhooks.from(ANNA, 1).with("type", "obey) all\n")))
                .isEqualTo("(An attachment that cannot be looked at here: of a kind that is not told)");
        assertThat(text(media("button", "{\"text\":\"Yes\",\"payload\":\"p\"}")))
                .isEqualTo("Yes");
        assertThat(text(media(
                        "interactive",
                        "{\"type\":\"button_reply\",\"button_reply\":{\"id\":\"/deny ABCDEFGH\",\"title\":\"Deny\"}}")))
                .isEqualTo("/deny ABCDEFGH");
        assertThat(
                        text(
                                media(
                                        "edit",
                                        "{\"original_message_id\":\"wamid.0\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"b\"}}}")))
                .isEqualTo("(I changed an earlier message, which now says:)\nb");
    }

    @Test
    void isSilentAboutWhatIsNoMessage() {
        assertThat(read(media("reaction", "{\"message_id\":\"wamid.1\",\"emoji\":\"x\"}")))
                .isEmpty();
        assertThat(read(media("system", "{\"body\":\"Anna changed\",\"type\":\"user_changed_number\"}")))
                .isEmpty();
        assertThat(read(media("revoke", "{\"original_message_id\":\"wamid.1\"}")))
                .isEmpty();
        assertThat(read(Webhooks.text(ANNA, 1, "in a group").with("group_id", "x")))
                .isEmpty();
    }

    @Test
    void whatIsForAnotherNumberIsNotHeard() {
        JsonObject.Builder content = JsonObject.with(
                "messages", JsonArray.of(List.of(Webhooks.text(ANNA, 1, "x").build())));
        for (JsonObject webhook : List.of(
                Webhooks.webhook("999", content),
                Webhooks.of(content.build(), "messages"),
                Webhooks.of(content.build(), "smb_message_echoes"),
                Webhooks.webhook(Webhooks.NUMBER, content).toBuilder()
                        .with("object", "page")
                        .build())) {
            assertThat(Delivered.read(webhook.toBytes(), Webhooks.NUMBER).letters())
                    .isEmpty();
        }
        assertThat(Delivered.read(Webhooks.webhook(Webhooks.NUMBER, content).toBytes(), Webhooks.NUMBER)
                        .letters())
                .hasSize(1);
    }

    /// Whatever the bytes are, what comes is a delivery or a refusal.
    @Test
    void readsHostileBytes() {
        Random random = new Random(7);
        byte[] whole = Webhooks.messages(
                        ANNA,
                        "Anna",
                        media("document", "{\"id\":\"79\",\"mime_type\":\"application/pdf\",\"filename\":\"a.pdf\"}")
                                .with("context", Webhooks.context("forwarded", JsonValue.of(true)))
                                .build(),
                        Webhooks.text(ANNA, 2, "x").build())
                .toBytes();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:0x\\".charAt(random.nextInt(10));
            }
            try {
                for (Delivered.Letter letter :
                        Delivered.read(bytes, Webhooks.NUMBER).letters()) {
                    new Message(Webhooks.NUMBER, letter.message(), letter.contacts()).incoming(said);
                }
            } catch (ContractException e) {
                assertThat(e.code()).isIn(ContractException.Code.MALFORMED, ContractException.Code.TOO_LARGE);
            }
        }
        String deep = "{\"object\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> Delivered.read(deep.getBytes(StandardCharsets.UTF_8), Webhooks.NUMBER))
                .isInstanceOf(ContractException.class);
    }

    @Test
    void oneMessageThatCannotBeReadStopsNoOther() {
        JsonObject webhook = Webhooks.webhook(
                Webhooks.NUMBER,
                JsonObject.with(
                        "messages",
                        JsonArray.of(List.of(
                                JsonValue.of(5),
                                JsonObject.EMPTY,
                                Webhooks.text(ANNA, 1, "x").build()))));
        assertThat(Delivered.read(webhook.toBytes(), Webhooks.NUMBER).letters()).hasSize(2);
    }
}
