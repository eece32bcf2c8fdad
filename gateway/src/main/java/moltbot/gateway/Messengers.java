package moltbot.gateway;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.Door;
import moltbot.gateway.channel.Doorkeeper;
import moltbot.gateway.channel.signal.SignalChannel;
import moltbot.gateway.channel.telegram.TelegramChannel;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.vault.Vault;

/// The messengers that are turned on. What one does, or does not, is nothing to another: each has its own threads, and
/// one that goes by HTTP a way out of its own, which leads to its servers alone.
final class Messengers {
    private final Optional<SignalChannel> signal;
    private final Optional<TelegramChannel> telegram;

    /// @param ways   makes the way out to one server, for what goes by HTTP
    /// @param stops  is given what must be closed at the end
    Messengers(
            Settings settings,
            Vault vault,
            Function<URI, Egress> ways,
            Optional<LinkClient> control,
            Consumer<AutoCloseable> stops) {
        this.signal = settings.signal()
                .map(found -> new SignalChannel(found.socket(), found.account(), InstantSource.system()));
        signal.ifPresent(stops);
        this.telegram =
                settings.telegram().map(base -> telegram(ways.apply(base), base, vault, new AlarmLink(control), stops));
    }

    private static TelegramChannel telegram(
            Egress egress, URI base, Vault vault, AlarmLink alarm, Consumer<AutoCloseable> stops) {
        stops.accept(egress);
        TelegramChannel channel = new TelegramChannel(egress, vault, base, alarm, InstantSource.system());
        stops.accept(channel);
        return channel;
    }

    List<Channel> all() {
        List<Channel> all = new ArrayList<>();
        signal.ifPresent(all::add);
        telegram.ifPresent(all::add);
        return List.copyOf(all);
    }

    Optional<SignalChannel> signal() {
        return signal;
    }

    /// A key was set.
    void keyChanged(String name) {
        if (name.equals(TelegramChannel.SECRET)) {
            telegram.ifPresent(TelegramChannel::keyChanged);
        }
    }

    /// Lets people's words in.
    void open(Door door, Doorkeeper.Rest rest, DoubleSupplier chance) {
        all().forEach(channel -> channel.open(new Doorkeeper(channel, door, rest, chance)));
    }
}
