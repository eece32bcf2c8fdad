package moltbot.control.chat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;

/// Chat from the host's shell.
public final class HostChat {
    private static final String CHANNEL = "host";

    private final Conversations conversations;
    private final Slash slash;

    public HostChat(Conversations conversations, Slash slash) {
        this.conversations = conversations;
        this.slash = slash;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on(CHANNEL, "chat.submit", this::submit)
                .on(CHANNEL, "chat.sessions", exchange -> exchange.reply(conversations.sessions()))
                .on(
                        CHANNEL,
                        "chat.stop",
                        exchange -> exchange.reply(
                                conversations.stop(exchange.head().text("session"))))
                .on(CHANNEL, "chat.watch", this::watch);
    }

    private void submit(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        String text = strictText(exchange.readBody(InboundMessage.MAX_TEXT_BYTES));
        String session = InboundMessage.requireSession(head.text("session"));
        Optional<String> said = slash.answer(session, text, CHANNEL);
        exchange.reply(
                said.isPresent()
                        ? JsonObject.with("said", said.get()).build()
                        : conversations.submit(CHANNEL, session, head.text("id"), new Words(text)));
    }

    private static String strictText(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ContractException(Code.MALFORMED, "malformed", "That message is not valid UTF-8.");
        }
    }

    private void watch(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        try (Events events = conversations.watch(head.text("session"), head.numberOr("after", -1))) {
            exchange.reply(events.reply());
            byte[] event;
            while ((event = events.next()) != null) {
                exchange.send(event);
            }
        }
    }
}
