package moltbot.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.Door;
import moltbot.gateway.channel.Doorkeeper;
import moltbot.gateway.channel.WebhookReceiver;
import moltbot.gateway.channel.discord.DiscordChannel;
import moltbot.gateway.channel.signal.SignalChannel;
import moltbot.gateway.channel.slack.SlackChannel;
import moltbot.gateway.channel.telegram.TelegramChannel;
import moltbot.gateway.channel.webhook.WebhookChannel;
import moltbot.gateway.channel.whatsapp.WhatsAppChannel;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.vault.Vault;

/// The messengers that are turned on. What one does, or does not, is nothing to another: each has its own threads, and
/// one that goes by HTTP a way out of its own, which leads to its servers alone.
final class Messengers {
    private final Optional<SignalChannel> signal;
    private final Optional<TelegramChannel> telegram;
    private final Optional<DiscordChannel> discord;
    private final Optional<SlackChannel> slack;
    private final Optional<WhatsAppChannel> whatsapp;
    private final Optional<WebhookChannel> webhook;
    private final Absences absences;

    /// Makes the way out to one messenger's servers.
    @FunctionalInterface
    interface Ways {
        Egress to(List<Origin> origins, EgressLimits limits);
    }

    /// @param ways    for what goes by HTTP
    /// @param folder  for the little that a messenger's adapter keeps
    /// @param stops   is given what must be closed at the end
    Messengers(
            Settings settings,
            Vault vault,
            Ways ways,
            Path folder,
            Optional<LinkClient> control,
            Consumer<AutoCloseable> stops) {
        AlarmLink alarm = new AlarmLink(control);
        this.signal = settings.signal()
                .map(found ->
                        new SignalChannel(found.socket(), found.account(), folder, alarm, InstantSource.system()));
        signal.ifPresent(stops);
        this.telegram = settings.telegram().map(base -> {
            Egress egress = ways.to(List.of(Origin.of(base)), TelegramChannel.limits());
            return telegram(egress, base, vault, alarm, stops);
        });
        this.discord = settings.discord().map(base -> {
            Egress egress = ways.to(DiscordChannel.origins(base), DiscordChannel.limits());
            stops.accept(egress);
            DiscordChannel channel = new DiscordChannel(egress, vault, base, folder, alarm, InstantSource.system());
            stops.accept(channel);
            return channel;
        });
        this.slack = settings.slack().map(base -> {
            Egress egress = ways.to(SlackChannel.origins(base), SlackChannel.limits());
            stops.accept(egress);
            SlackChannel channel = new SlackChannel(egress, vault, base, folder, alarm, InstantSource.system());
            stops.accept(channel);
            return channel;
        });
        this.whatsapp = settings.whatsapp().map(home -> {
            Egress egress = ways.to(home.origins(), WhatsAppChannel.limits());
            stops.accept(egress);
            WhatsAppChannel channel = new WhatsAppChannel(egress, vault, home, alarm, InstantSource.system());
            stops.accept(channel);
            return channel;
        });
        this.absences = new Absences(() -> all().stream().map(Channel::state).toList(), alarm, InstantSource.system());
        stops.accept(absences);
        this.webhook = settings.webhook() ? Optional.of(new WebhookChannel(InstantSource.system())) : Optional.empty();
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
        discord.ifPresent(all::add);
        slack.ifPresent(all::add);
        whatsapp.ifPresent(all::add);
        webhook.ifPresent(all::add);
        return List.copyOf(all);
    }

    /// Those that are called by services, each at a hook of its own.
    List<WebhookReceiver> receivers() {
        return all().stream()
                .filter(WebhookReceiver.class::isInstance)
                .map(WebhookReceiver.class::cast)
                .toList();
    }

    /// The one that programs of the owner's call.
    Optional<WebhookChannel> webhook() {
        return webhook;
    }

    Optional<SignalChannel> signal() {
        return signal;
    }

    /// A key was set.
    void keyChanged(String name) {
        if (name.equals(TelegramChannel.SECRET)) {
            telegram.ifPresent(TelegramChannel::keyChanged);
        }
        if (name.equals(DiscordChannel.SECRET)) {
            discord.ifPresent(DiscordChannel::keyChanged);
        }
        if (name.equals(SlackChannel.BOT_SECRET) || name.equals(SlackChannel.APP_SECRET)) {
            slack.ifPresent(SlackChannel::keyChanged);
        }
        if (name.equals(WhatsAppChannel.SECRET)) {
            whatsapp.ifPresent(WhatsAppChannel::keyChanged);
        }
    }

    /// Lets people's words in.
    void open(Door door, Doorkeeper.Rest rest, DoubleSupplier chance) {
        all().forEach(channel -> channel.open(new Doorkeeper(channel, door, rest, chance)));
        absences.start();
    }
}
