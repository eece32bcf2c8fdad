package moltbot.gateway.channel.signal;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.signal.rpc.Rpc.Reply;
import moltbot.gateway.channel.signal.rpc.RpcClient;

/// Sends, and draws from what comes of it what concerns more than that one message. Safe for several threads.
final class Outgoing {
    private static final System.Logger LOG = System.getLogger("signal");
    /// A shorter hold is over before the owner has read of it.
    private static final Duration WORTH_TELLING = Duration.ofMinutes(10);

    private final RpcClient client;
    private final Pace pace;
    private final Changes changes;
    private final Standing standing;
    private final Runnable doubt;
    private final Duration patience;

    /// @param doubt  run where the account itself may be what is wrong
    Outgoing(RpcClient client, Pace pace, Changes changes, Standing standing, Runnable doubt, Duration patience) {
        this.client = client;
        this.pace = pace;
        this.changes = changes;
        this.standing = standing;
        this.doubt = doubt;
        this.patience = patience;
    }

    /// What came of it.
    ///
    /// @param at  when it was sent, which is what Signal knows it by; empty where it was not, or that is not known
    record Went(Outcome outcome, OptionalLong at) {}

    Went send(Address to, JsonObject request) throws InterruptedException {
        Optional<Outcome> held = pace.held();
        if (held.isPresent()) {
            return new Went(held.get(), OptionalLong.empty());
        }
        Reply reply = client.ask("send", request, patience);
        Delivery delivery = Delivery.of(reply);
        if (delivery.limit().isPresent()) {
            delivery = limited(delivery, delivery.limit().get());
        } else if (!delivery.reached().isEmpty()) {
            pace.free();
            standing.settled(Trouble.LIMITED);
        }
        delivery.reached().forEach(changes::settled);
        for (String id : delivery.changed()) {
            if (changes.found(id.isEmpty() && to.kind() == Address.Kind.DIRECT ? to.id() : id)) {
                standing.ringAnew(Trouble.CHANGED);
            }
        }
        if (!delivery.reached().isEmpty() && !delivery.missed().isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "A message to a group did not reach all: {0}.", counted(delivery));
        }
        if (delivery.doubtful()) {
            doubt.run();
        }
        return new Went(delivery.outcome(), Sending.timestamp(reply));
    }

    private Delivery limited(Delivery delivery, Delivery.Limit limit) {
        Duration pause = pace.limited(limit.seconds(), limit.challenge());
        if (!limit.challenge().isEmpty() || pause.compareTo(WORTH_TELLING) >= 0) {
            standing.ring(Trouble.LIMITED);
        }
        LOG.log(System.Logger.Level.WARNING, "Signal asks for fewer messages; nothing is sent for {0}.", pause);
        boolean sent = delivery.outcome() instanceof Outcome.Sent;
        return sent ? delivery : delivery.with(pace.later(pause));
    }

    private static String counted(Delivery delivery) {
        return delivery.reached().size() + " have it, and "
                + delivery.missed().stream()
                        .collect(Collectors.groupingBy(why -> why, TreeMap::new, Collectors.counting()));
    }
}
