package moltbot.guardian.observe.docker;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonReader;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Engine;

/// What the guardian is told by a container engine, of any bytes: its containers, or a failure, and none left out.
final class EngineFuzzTest {
    private static final Path SOCKET = Path.of("/run/docker.sock");

    /// Stands between what `/version`, the list and a container's own page answer.
    private static final String BETWEEN = "\u0001";

    @FuzzTest
    void readsContainersOrFails(byte[] bytes) {
        String[] answers = new String(bytes, StandardCharsets.UTF_8).split(BETWEEN, 3);
        Engine engine;
        try {
            engine = new EngineClient(SOCKET, path -> answer(answers, path), new Ours("0123456789abcdef")).look();
        } catch (IOException e) {
            return;
        }
        JsonArray listed = (JsonArray) JsonReader.value(part(answers, 1));
        long alive = listed.objects().stream()
                .filter(one -> !one.textOr("State", "").matches("exited|dead|removing"))
                .count();
        if (engine.containers().size() != alive) {
            throw new AssertionError(
                    alive + " containers, and " + engine.containers().size() + " are seen.");
        }
        engine.containers().forEach(EngineFuzzTest::plausible);
    }

    /// A privileged container of ours is seen to be one, whatever else its page says.
    @FuzzTest
    void seesThePrivilegedWhateverElseIsSaid(byte[] bytes) {
        String rest = new String(bytes, StandardCharsets.UTF_8);
        byte[] inside = ("{\"HostConfig\":{" + rest + (rest.isEmpty() ? "" : ",") + "\"Privileged\":true}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] list =
                "[{\"Id\":\"0123456789abcdef0123\",\"Labels\":{\"moltbot\":\"\"}}]".getBytes(StandardCharsets.UTF_8);
        try {
            Engine engine = new EngineClient(
                            SOCKET,
                            path -> path.equals("/version")
                                    ? EngineStandIn.VERSION.getBytes(StandardCharsets.UTF_8)
                                    : path.endsWith("all=1") ? list : inside,
                            new Ours(""))
                    .look();
            if (engine.containers().getFirst().powers().stream()
                    .noneMatch(power -> power.kind() == Container.Power.Kind.PRIVILEGED)) {
                throw new AssertionError("It is privileged, and is not seen to be.");
            }
        } catch (IOException e) {
            if (rest.isEmpty()) {
                throw new AssertionError("Nothing was wrong.", e);
            }
        }
    }

    /// Events are a stream of such bytes: each is a reason to look, and what is no answer ends it.
    @FuzzTest
    void takesAnAnswersBodyOrFails(byte[] bytes) {
        try {
            UnixHttp.Answer answer = UnixHttp.understand(new ByteArrayInputStream(bytes));
            InputStream body = answer.body();
            byte[] piece = new byte[64];
            long taken = 0;
            int count;
            while ((count = body.read(piece)) >= 0) {
                taken += count;
                if (count == 0 || taken > bytes.length) {
                    throw new AssertionError("More comes out than went in.");
                }
            }
            if (answer.status() < 100 || answer.status() > 599) {
                throw new AssertionError("There is no status " + answer.status());
            }
        } catch (IOException e) {
            return;
        }
    }

    private static byte[] answer(String[] answers, String path) {
        if (path.equals("/version")) {
            return part(answers, 0);
        }
        return part(answers, path.endsWith("/containers/json?all=1") ? 1 : 2);
    }

    private static byte[] part(String[] answers, int index) {
        return index < answers.length ? answers[index].getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    private static void plausible(Container container) {
        if (Arrays.asList(container.id(), container.name(), container.image()).contains(null)) {
            throw new AssertionError("Nothing tells what it is.");
        }
        for (Container.Port port : container.ports()) {
            if (port.hostPort() < 0 || port.hostPort() > 0xffff || port.inside() < 0 || port.inside() > 0xffff) {
                throw new AssertionError("There is no port " + port);
            }
        }
    }
}
