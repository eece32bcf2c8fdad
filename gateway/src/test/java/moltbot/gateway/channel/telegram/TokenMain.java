package moltbot.gateway.channel.telegram;

import java.nio.file.Path;
import java.time.Duration;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.gateway.channel.ChannelWait;
import moltbot.gateway.testtelegram.TelegramWorld;
import moltbot.gateway.testtelegram.Updates;

/// Goes through everything that can go wrong with a bot, and prints what is said of it.
final class TokenMain {
    private TokenMain() {}

    public static void main(String[] arguments) throws Exception {
        try (TelegramMessenger messenger = new TelegramMessenger(Path.of(arguments[0]))) {
            messenger.start();
            TelegramWorld world = messenger.world();
            String echo = "Bad Request: /bot" + TelegramWorld.TOKEN + "/sendMessage";
            try (TelegramChannel channel = messenger.channel(Duration.ofMillis(600))) {
                for (int code : new int[] {400, 403, 409, 413, 429, 500}) {
                    world.refuse("getMe", code, echo, "");
                    send(channel);
                    world.refuse("sendMessage", code, echo, "");
                    send(channel);
                    send(channel);
                }
                for (int status : new int[] {200, 302, 404, 502}) {
                    world.breakNext("sendMessage", status, "<html>" + echo);
                    send(channel);
                }
                world.swallow("sendMessage");
                send(channel);
                channel.open(_ -> {});
                world.refuse("getUpdates", 409, echo, "");
                world.breakNext("getUpdates", 200, echo);
                world.freeze(true);
                send(channel);
                world.freeze(false);
                world.refuse("getUpdates", 401, echo, "");
                ChannelWait.until("it to stop", () -> channel.state().why().contains("revoked"));
                System.out.println(channel.state());
                messenger.die();
                channel.keyChanged();
                ChannelWait.until("it to notice", () -> channel.state().why().contains("cannot be reached"));
                send(channel);
                System.out.println(channel.state());
            }
        }
        System.exit(0);
    }

    private static void send(TelegramChannel channel) throws InterruptedException {
        Address anna = new Address("telegram", Long.toString(Updates.BOT), Address.Kind.DIRECT, TelegramMessenger.ANNA);
        System.out.println(channel.send(anna, Styled.plain("hello")));
    }
}
