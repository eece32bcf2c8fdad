package moltbot.guardian.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.guardian.TestFolders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a control that speaks the real link.
class AssistantChannelTest {
    @TempDir
    Path temp;

    private final List<JsonObject> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private LinkServer control;
    private LinkClient client;
    private AssistantChannel channel;

    @BeforeEach
    void start() throws IOException {
        Path socket = TestFolders.folder(temp.resolve("c"), "rwx------").resolve("link.sock");
        Capability capability = new Capability("guardian", new byte[32]);
        control = LinkServer.start(
                socket,
                List.of(capability),
                new LinkRoutes().on("guardian", "guardian.notice", this::take),
                LinkLimits.DEFAULT);
        client = new LinkClient(socket, capability, LinkLimits.DEFAULT);
        int[] ids = {0};
        channel = new AssistantChannel(client, () -> "n" + ids[0]++, Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        client.close();
        control.close();
    }

    private void take(LinkExchange exchange) {
        if (refusals.getAndDecrement() > 0) {
            throw ContractException.refused("restarting", "The assistant starts again.");
        }
        told.add(exchange.head());
        exchange.reply(JsonObject.EMPTY);
    }

    @Test
    void saysThatItIsBlockedInFixedWords() throws Exception {
        channel.send(Notice.tripped("L2", "t1"));
        assertThat(told)
                .containsExactly(JsonObject.with("id", "trip-t1-L2")
                        .with("title", "Moltbot is blocked")
                        .with("text", Notice.tripped("L2", "t1").text())
                        .build());
    }

    @Test
    void saysThatItWasResetAndByWhatWithoutRepeatingForeignWords() throws Exception {
        channel.send(Notice.reset("L2", "t1", "recovery-code"));
        channel.send(Notice.reset("<b>x</b>", "t2", "<script>"));
        assertThat(told.getFirst().text("text"))
                .startsWith("The breaker was reset on the host, with a recovery code. Check L2 tripped it: ")
                .contains("If that was not you");
        assertThat(told.getLast().text("text"))
                .startsWith("The breaker was reset on the host. It was tripped by hand.")
                .doesNotContain("<");
    }

    @Test
    void namesANoticeByWhatItTellsOfSoThatAnotherGuardianDoesNotTellItAgain() throws Exception {
        channel.send(Notice.trippedByHand("t1"));
        channel.send(Notice.tripped("L2", "t1"));
        channel.send(Notice.reset("L2", "t1", "password"));
        channel.send(Notice.held("B3"));
        channel.send(Notice.held("B3"));
        channel.send(Notice.mended("B3"));
        assertThat(told.stream().map(notice -> notice.text("id")))
                .containsExactly("trip-t1", "trip-t1-L2", "reset-t1", "n0", "n1", "n2");
    }

    @Test
    void leavesWarningsToTheOtherWays() throws Exception {
        channel.send(Notice.warning("S3"));
        channel.send(Notice.bypassOver("S3"));
        assertThat(told).isEmpty();
    }

    @Test
    void triesAgainWithTheSameIdWhileTheAssistantStarts() throws Exception {
        refusals.set(3);
        channel.send(Notice.tripped("L2", "t1"));
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().text("id")).isEqualTo("trip-t1-L2");

        refusals.set(1_000);
        assertThatThrownBy(() -> channel.send(Notice.tripped("L5", "t1"))).isInstanceOf(IOException.class);
    }
}
