package moltbot.systemtest.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testsignal.SignalWorld;
import moltbot.systemtest.channel.SignalHouse;

/// A guest who writes by Signal. Two things no house can know, and signal-cli cannot be asked about: a message that
/// signal-cli had written to its socket when the gateway died is gone, and an answer whose receipt nobody lived to read
/// may be sent twice (docs/adr/0100).
final class BySignal implements Correspondent {
    /// How long the gateway may carry a message about while it has nobody to give it to.
    private static final long CARRIED_MILLIS = 10_000;
    /// How long signal-cli may write to a gateway that is dead.
    private static final long UNNOTICED_MILLIS = 1_000;

    private final SignalHouse house;
    private final Kills kills;
    private final String person;
    private final long first;
    private final List<Long> stamps = new ArrayList<>();

    /// @param number  of this person; no two have the same
    BySignal(SignalHouse house, Kills kills, int number) {
        this.house = house;
        this.kills = kills;
        this.person = new UUID(0x4000_4000L + number, 0x8000_0000_0000_0000L + number).toString();
        this.first = 1_000_000L * (number + 1);
        house.letIn(person, false);
    }

    @Override
    public void write(String text) {
        long stamp = first + stamps.size();
        stamps.add(stamp);
        house.writes(person, stamp, text);
    }

    @Override
    public void finish() {
        // Signal's servers keep everything that is written to them.
    }

    @Override
    public List<String> answers() {
        return house.world().sentTo(person);
    }

    @Override
    public boolean mayBeLost(int number) {
        Long received = house.world().receivedAt().get(stamps.get(number));
        return received != null
                && kills.any(Set.of(Kills.GATEWAY), received - UNNOTICED_MILLIS, received + CARRIED_MILLIS);
    }

    @Override
    public boolean mayBeDoubled(String token) {
        SignalWorld world = house.world();
        List<JsonObject> sent = world.sent();
        List<Long> at = world.sentAt();
        long[] times = IntStream.range(0, sent.size())
                .filter(i ->
                        sent.get(i).listOr("recipient", JsonArray.EMPTY).texts().contains(person))
                .filter(i -> Tokens.of(sent.get(i).text("message")).contains(token))
                .mapToLong(at::get)
                .toArray();
        return kills.any(Set.of(Kills.GATEWAY, Kills.SIGNAL), times[0] - UNNOTICED_MILLIS, times[times.length - 1]);
    }
}
