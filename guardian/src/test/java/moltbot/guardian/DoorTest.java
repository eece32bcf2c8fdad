package moltbot.guardian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.door.Door;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.door.StrangersAtTheDoor;
import moltbot.guardian.observe.door.DoorObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// B3: what control says of strangers, over the real link, and what is made of it.
class DoorTest {
    private static final Capability GUARDIAN = new Capability("guardian", new byte[32]);

    @TempDir
    Path temp;

    private final StrangersAtTheDoor rule = new StrangersAtTheDoor();
    private Path socket;
    private LinkClient client;
    private LinkServer control;
    private volatile boolean refuses;

    @BeforeEach
    void start() throws IOException {
        socket = TestFolders.folder(temp.resolve("c"), "rwx------").resolve("link.sock");
        client = new LinkClient(
                socket, GUARDIAN, LinkLimits.DEFAULT.withConnectPatience(java.time.Duration.ofMillis(50)));
        control = serve();
    }

    @AfterEach
    void stop() {
        client.close();
        control.close();
    }

    private LinkServer serve() {
        return LinkServer.start(
                socket,
                List.of(GUARDIAN),
                new LinkRoutes().on("guardian", "channel.door", this::door),
                LinkLimits.DEFAULT);
    }

    private void door(LinkExchange exchange) {
        if (refuses) {
            throw ContractException.refused("internal", "Something went wrong.");
        }
        exchange.reply(JsonObject.with("direct", "open")
                .with("waiting", 3)
                .with("turnedAway", 12)
                .with("commands", true)
                .build());
    }

    private List<Finding> judge(String direct, boolean commands, int turnedAway) {
        return rule.judge(new Door(direct, commands, 3, turnedAway));
    }

    @Test
    void anOpenDoorWithCommandsHoldsEverything() {
        assertThat(judge("open", true, 0))
                .extracting(Finding::check, Finding::subject, Finding::action)
                .containsExactly(tuple("B3", "open", Finding.Action.HOLD));
        assertThat(judge("open", false, 0)).isEmpty();
        for (String direct : List.of("pairing", "allow-list", "closed")) {
            assertThat(judge(direct, true, 0)).as(direct).isEmpty();
        }
        assertThat(judge("a word of a later house", true, 0))
                .as("what is not known")
                .hasSize(1);
    }

    @Test
    void aCrowdIsSaidAndBlocksNobody() {
        assertThat(judge("pairing", true, 9)).isEmpty();
        assertThat(judge("pairing", true, 10))
                .extracting(Finding::subject, Finding::blocks)
                .containsExactly(tuple("crowd", false));
    }

    @Test
    void whatControlSaidStandsWhileItStartsAnewAndNothingIsKnownBefore() {
        control.close();
        DoorObserver observer = new DoorObserver(client);
        assertThat(observer.observe()).isInstanceOf(Observation.Unobservable.class);
        control = serve();
        Observation<Door> seen = new Observation.Seen<>(new Door("open", true, 3, 12));
        assertThat(observer.observe()).isEqualTo(seen);
        control.close();
        assertThat(observer.observe()).isEqualTo(seen);
    }

    @Test
    void aControlThatDoesNotSayIsUnobservableAndHolds() {
        DoorObserver observer = new DoorObserver(client);
        assertThat(observer.observe()).isInstanceOf(Observation.Seen.class);
        refuses = true;
        assertThat(observer.observe()).isInstanceOf(Observation.Unobservable.class);
        assertThat(rule.whenBlind()).isEqualTo(Finding.Action.HOLD);
    }
}
