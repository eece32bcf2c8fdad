package moltbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Door;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.SignalWorld;
import moltbot.gateway.testsignal.StandInSignal;
import moltbot.gateway.testtelegram.StandInTelegram;
import moltbot.gateway.testtelegram.TelegramWorld;
import moltbot.gateway.testtelegram.Updates;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signal and Telegram in one gateway, of which one is in trouble.
class TwoMessengersTest {
    private static final String BERT = "22222222-2222-4222-8222-222222222222";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final List<AutoCloseable> stops = new ArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final TelegramWorld telegram = new TelegramWorld();

    @AfterEach
    void stop() throws Exception {
        telegram.freeze(false);
        for (AutoCloseable one : stops.reversed()) {
            one.close();
        }
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private Channel named(Messengers messengers, String name) {
        return messengers.all().stream()
                .filter(channel -> channel.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneThatHangsOrIsGoneIsNothingToTheOther() throws Exception {
        SignalWorld signal = new SignalWorld(folder.resolve("world")).linked();
        Path socket = folder.resolve("s");
        StandInTelegram server = StandInTelegram.start(0, telegram);
        stops.add(server);
        Vault vault = Vault.open(folder.resolve("vault"), Optional.empty());
        vault.set("telegram-bot-token", TelegramWorld.TOKEN);
        JsonObject settings = JsonObject.with(
                        "signal", JsonObject.with("socket", socket.toString()).build())
                .with(
                        "telegram",
                        JsonObject.with("url", server.url().toString()).build())
                .build();
        Messengers messengers = new Messengers(
                Settings.fromJson(settings),
                vault,
                (servers, limits) -> new Egress(servers, vault.access(), limits),
                folder,
                Optional.empty(),
                stops::add);
        messengers.open(
                message -> {
                    heard.add(message.who().channel() + ": " + message.text());
                    return new Door.Answer.Taken();
                },
                time -> LockSupport.parkNanos(time.toNanos()),
                () -> 0);

        // Nobody is where signal-cli should be.
        telegram.deliver(Updates.direct("1001", "Anna", 1, "one").build());
        until("the first", () -> heard.contains("telegram: one"));
        assertThat(named(messengers, "signal").state().stage()).isEqualTo(Stage.CONNECTING);

        telegram.freeze(true);
        stops.add(StandInSignal.start(socket, signal));
        signal.deliver(2, Envelopes.direct(BERT, "Bert", 2, "two"));
        until("the second", () -> heard.contains("signal: two"));
        Channel live = named(messengers, "signal");
        Address bert = new Address("signal", SignalWorld.ACCOUNT, Address.Kind.DIRECT, BERT);
        assertThat(live.send(bert, Styled.plain("hello"))).isEqualTo(new Outcome.Sent());

        telegram.freeze(false);
        telegram.deliver(Updates.direct("1001", "Anna", 3, "three").build());
        until("the third", () -> heard.contains("telegram: three"));
    }
}
