package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mistakes, each met with one plain sentence, an exit code, and nothing lost or half done.
class RefusalTest {
    @TempDir
    Path folder;

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestHouse.Ran up = up("--listen", "127.0.0.1:" + taken.getLocalPort());

            assertThat(up.exit()).isEqualTo(1);
            assertThat(up.err())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("--listen");
            assertThat(up.err().strip().lines()).hasSize(1);
        }
    }

    @Test
    void refusesToListenOnEveryNetwork() throws Exception {
        TestHouse.Ran up = up("--listen", "0.0.0.0:3000");

        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.err()).contains("every network");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void refusesAnUnknownSettingAndNamesTheNeighbour() throws Exception {
        TestHouse.settings(folder.resolve("data"), "sandbox:\n  enabeld: true\n");
        TestHouse.Ran up = up();

        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.err()).contains("'sandbox.enabeld'").contains("'sandbox.enabled'");
    }

    @Test
    void refusesDataOfAnotherVersion() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data").resolve("VERSION"), "99\n");

        assertThat(up().err()).contains("another version");
    }

    @Test
    void refusesAFolderThatCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("data"), "a file, not a folder");

        TestHouse.Ran up = up();
        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.err()).contains("--data");
    }

    @Test
    void endsWithTwoOnWrongUse() throws Exception {
        TestHouse.Ran wrong =
                TestHouse.finish(TestHouse.builder(Map.of(), "upp").start(), new byte[0]);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("--help");
        assertThat(TestHouse.finish(TestHouse.builder(Map.of(), "reset").start(), new byte[0])
                        .exit())
                .isEqualTo(2);
        assertThat(TestHouse.finish(TestHouse.builder(Map.of(), "up", "--help").start(), new byte[0])
                        .exit())
                .isZero();
    }

    @Test
    void refusesASecondHouseOnTheSameDataAndMessagesItCannotTake() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            TestHouse.Ran second = up("--listen", "127.0.0.1:" + TestHouse.freePort());
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.err()).contains("already running");

            Conversation chat = new Conversation(house, "refusals");
            Assertions.assertThatThrownBy(() -> chat.say("x".repeat(10 << 20)))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("too-large"));
            Assertions.assertThatThrownBy(() -> chat.say("   "))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("empty-message"));
            Assertions.assertThatThrownBy(() -> sayBytes(house, new byte[] {(byte) 0xff, (byte) 0xfe, 'a'}))
                    .isInstanceOf(ContractException.class);
            assertThat(chat.history()).isEmpty();
            assertThat(chat.answer(chat.say("hi"))).isNotBlank();
        }
    }

    @Test
    void takesASecretFromStandardInputOnly() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            byte[] canary = "sk-ant-canary-0123456789".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThat(house.runWith(canary, "secret", "set", "anthropic-api-kee")
                            .err())
                    .contains("anthropic-api-key");
            assertThat(house.runWith(new byte[0], "secret", "set", "anthropic-api-key")
                            .exit())
                    .isEqualTo(1);
        }
    }

    private static void sayBytes(TestHouse house, byte[] text) {
        try (LinkClient control = house.link("control")) {
            control.ask(
                    "chat.submit",
                    JsonObject.with("id", "bytes").with("session", "refusals").build(),
                    text);
        }
    }

    private TestHouse.Ran up(String... more) throws Exception {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "up";
        arguments[1] = "--data";
        arguments[2] = folder.resolve("data").toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return TestHouse.finish(TestHouse.builder(Map.of(), arguments).start(), new byte[0]);
    }
}
