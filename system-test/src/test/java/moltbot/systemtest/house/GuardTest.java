package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The guard as a whole: real processes killed, stopped and gone wrong.
@EnabledOnOs(OS.LINUX)
class GuardTest {
    private static final String HELLO = "Write a Python script that prints hello world and run it";

    private static final byte[] PASSWORD = "correct horse battery\n".getBytes(StandardCharsets.UTF_8);

    private static final Duration LAST_LEASE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void blocksThePageWhenTheGuardianDiesAndHealsWhenItIsBack() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of());
                Browser browser = new Browser()) {
            browser.claim(house, "correct horse battery");
            house.process("guardian").orElseThrow().destroyForcibly();

            Duration open = Await.until(
                    "the page to be blocked",
                    Duration.ofSeconds(2),
                    () -> house.breaker().text("state").equals("OPEN"));
            assertThat(open).isLessThan(Duration.ofSeconds(1));
            house.awaitState("CLOSED");
            // The page finds back by itself.
            browser.page().locator("textarea").waitFor();
            browser.seen("Guarded");
        }
    }

    @Test
    void answersWithoutToolsAndSaysSoWhileTheGuardianHangs() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            signal(house.process("guardian").orElseThrow(), "STOP");
            Duration open = Await.until(
                    "the lease to run out",
                    Duration.ofSeconds(8),
                    () -> house.breaker().text("state").equals("OPEN"));
            assertThat(open).isLessThan(Duration.ofSeconds(6));

            String page = get(house, "/");
            assertThat(page)
                    .startsWith("HTTP/1.1 503")
                    .doesNotContain("Moltbot")
                    .doesNotContainIgnoringCase("set-cookie");
            Conversation chat = new Conversation(house, "safe");
            assertThat(firstTurnWithoutTools(chat))
                    .anyMatch(event -> event.fact() instanceof ChatFact.Notice notice
                            && notice.code().equals("blocked"))
                    .anyMatch(event -> event.fact() instanceof ChatFact.AssistantText);

            signal(house.process("guardian").orElseThrow(), "CONT");
            house.awaitState("CLOSED");
            assertThat(chat.turn(chat.say(HELLO))).anyMatch(event -> event.fact() instanceof ChatFact.ToolFinished);
        }
    }

    /// The guardian was stopped between two of its leases, so the spawner's may end up to a round later than the
    /// breaker's.
    private static List<ChatEvent> firstTurnWithoutTools(Conversation chat) throws Exception {
        List<ChatEvent> turn = chat.turn(chat.say(HELLO));
        long last = System.nanoTime() + LAST_LEASE.toNanos();
        while (turn.stream().anyMatch(event -> event.fact() instanceof ChatFact.ToolStarted)
                && System.nanoTime() - last < 0) {
            turn = chat.turn(chat.say(HELLO));
        }
        assertThat(turn).noneMatch(event -> event.fact() instanceof ChatFact.ToolStarted);
        return turn;
    }

    @Test
    void tripsOnAListenerOnEveryNetworkAndIsResetWithTwoKeys() throws Exception {
        Path data = folder.resolve("data");
        TestHouse.settings(data, "reset-dwell-seconds: 3\n");
        String listen = "127.0.0.1:" + TestHouse.freePort();
        RogueHouse rogue = RogueHouse.of(folder, "gateway");
        try (TestHouse house = TestHouse.started(data, listen, rogue.up(data, listen));
                Browser browser = new Browser()) {
            browser.claim(house, "correct horse battery");
            Path trigger = Files.createFile(data.resolve("secrets").resolve("trigger"));

            Duration tripped = Await.until(
                    "the trip", Duration.ofSeconds(5), () -> house.breaker().has("trip"));
            assertThat(tripped).isLessThan(Duration.ofSeconds(2));
            JsonObject trip = house.breaker().object("trip");
            assertThat(trip.text("check")).isIn("L1", "L2", "L5");
            assertThat(get(house, "/")).startsWith("HTTP/1.1 503").contains(trip.text("id"));
            browser.seen("The breaker tripped");
            browser.picture("tripped");

            assertThat(house.runWith(PASSWORD, "reset", trip.text("id")).exit())
                    .as("reset while the listener stands")
                    .isEqualTo(1);
            Files.delete(trigger);
            Await.until("the guardian's all-clear", TestHouse.PATIENCE, () -> {
                TestHouse.Ran without = house.run("reset", trip.text("id"));
                assertThat(without.exit()).as("without the owner's factor").isEqualTo(1);
                return house.runWith(PASSWORD, "reset", trip.text("id")).exit() == 0;
            });
            house.awaitState("CLOSED");
            assertThat(house.breaker().has("trip")).isFalse();
            browser.page().locator("input[autocomplete=current-password]").waitFor();
        }
    }

    @Test
    void anAuditThatLostItsLastRecordsTripsWhenControlComesBack() throws Exception {
        Path data = folder.resolve("data");
        try (TestHouse house = TestHouse.up(data, Map.of())) {
            Conversation chat = new Conversation(house, "work");
            chat.turn(chat.say(HELLO));
            Path audit = data.resolve("control").resolve("audit").resolve("audit.jsonl");
            Path heads = data.resolve("guardian").resolve("audit-heads.jsonl");
            Await.until("the guardian to note the record's end", TestHouse.PATIENCE, () -> {
                List<String> noted = Files.exists(heads) ? Files.readAllLines(heads) : List.of();
                return !noted.isEmpty()
                        && JsonObject.parse(noted.getLast()).number("count")
                                == Files.readAllLines(audit).size();
            });
            house.process("control").orElseThrow().destroyForcibly();
            List<String> records = Files.readAllLines(audit);
            Files.write(audit, records.subList(0, records.size() / 2));

            Await.until("the trip", TestHouse.PATIENCE, () -> house.breaker().has("trip"));
            assertThat(house.breaker().object("trip").text("check")).isEqualTo("G1");
            assertThat(house.run("audit", "verify").exit()).isNotZero();
        }
    }

    @Test
    void leavesTheOwnersOwnServersAlone() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of());
                java.net.ServerSocket own = new java.net.ServerSocket(0)) {
            assertThat(own.getInetAddress().isAnyLocalAddress()).isTrue();
            long before = house.breaker().number("epoch");

            Await.until(
                    "the guardian to have looked many times",
                    Duration.ofSeconds(10),
                    new LeaseBeats(house, 4)::counted);
            assertThat(house.breaker().text("state")).isEqualTo("CLOSED");
            assertThat(house.breaker().number("epoch")).isEqualTo(before);
        }
    }

    @Test
    void staysTrippedThroughARestartAndTellsHowToRecover() throws Exception {
        Path data = folder.resolve("data");
        String id;
        try (TestHouse house = TestHouse.up(data, Map.of())) {
            TestHouse.Ran trip = house.run("trip", "--reason", "I want a look first");
            assertThat(trip.exit()).isZero();
            id = house.breaker().object("trip").text("id");
            assertThat(trip.out()).contains(id);
            assertThat(house.run("reset", "not-the-id").exit()).isEqualTo(1);
        }
        try (TestHouse house = TestHouse.up(data, Map.of())) {
            assertThat(house.breaker().text("state")).isEqualTo("OPEN");
            assertThat(house.breaker().object("trip").text("id")).isEqualTo(id);
            assertThat(get(house, "/")).contains("I want a look first").contains("./moltbot reset " + id);
            assertThat(house.run("status").out()).contains(id);
            assertThat(house.run("doctor").exit()).isEqualTo(1);
        }
    }

    /// Counts leases that are newer than those before, by their age starting over.
    private static final class LeaseBeats {
        private final TestHouse house;
        private final int wanted;
        private long lastAge = Long.MAX_VALUE;
        private int beats;

        LeaseBeats(TestHouse house, int wanted) {
            this.house = house;
            this.wanted = wanted;
        }

        boolean counted() {
            long age = house.breaker().numberOr("leaseAgeMillis", Long.MAX_VALUE);
            beats += age < lastAge ? 1 : 0;
            lastAge = age;
            return beats >= wanted;
        }
    }

    private static void signal(ProcessHandle process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static String get(TestHouse house, String target) throws Exception {
        String listen = house.listen();
        int colon = listen.lastIndexOf(':');
        try (Socket socket = new Socket(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)))) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + target + " HTTP/1.1\r\nhost: " + listen
                            + "\r\naccept: text/html\r\nconnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
