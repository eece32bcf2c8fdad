package moltbot.systemtest.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A house in a network of its own with a neighbour on the wire; what the tests of this package begin from.
abstract class Neighbourhood {
    @TempDir
    Path folder;

    Namespace wire;

    @BeforeEach
    void open() throws Exception {
        wire = Namespace.open();
    }

    @AfterEach
    void close() throws Exception {
        wire.close();
    }

    /// A house that is up and CLOSED there.
    TestHouse house(String listen, String settings) throws Exception {
        TestHouse house = begun(listen, settings);
        house.awaitState("CLOSED");
        return house;
    }

    /// A house that may find something before it is CLOSED.
    TestHouse begun(String listen, String settings) throws Exception {
        Path data = folder.resolve("data");
        TestHouse.settings(data, settings.isEmpty() ? "{}\n" : settings);
        return TestHouse.started(
                data,
                listen,
                wire.builder(TestHouse.builder(Map.of(), "up", "--data", data.toString(), "--listen", listen)));
    }

    /// What its guardian wrote down.
    static String findings(TestHouse house) throws Exception {
        Path file = house.data().resolve("guardian/findings.jsonl");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
