package moltbot.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.runtime.House;
import moltbot.runtime.Watcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `send_file`: the person is given a file as it was then, once.
@Timeout(120)
class GivenFilesTest {
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).start();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    private byte[] fetched(String sender, String session, String call) {
        try (LinkCall file = house.client()
                .open(
                        "chat.file",
                        JsonObject.with("sender", sender)
                                .with("session", session)
                                .with("call", call)
                                .build())) {
            file.end();
            assertThat(file.reply().text("name")).isEqualTo("cat.png");
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            byte[] piece;
            while ((piece = file.next()) != null) {
                whole.writeBytes(piece);
            }
            return whole.toByteArray();
        }
    }

    private static JsonObject path(String path) {
        return JsonObject.with("path", path).build();
    }

    @Test
    void givesAFileAsItWasAndToNobodyElse() throws Exception {
        house.submit("m1", "look", Map.of("cat.png", PNG));
        house.watch().turns(1);
        house.model.callsOnce("send_file", path("received/cat.png"));
        house.submit("m2", "send it back");
        ChatFact.FileGiven given =
                Watcher.facts(house.watch().turns(2), ChatFact.FileGiven.class).getLast();
        assertThat(given.path()).isEqualTo("received/cat.png");
        assertThat(given.size()).isEqualTo(PNG.length);
        assertThat(given.image()).isTrue();
        assertThat(house.control.asked.getLast().text("effect")).isEqualTo("file.give");

        house.model.callsOnce(
                "write_file",
                JsonObject.with("path", "received/cat.png")
                        .with("content", "another")
                        .build());
        house.submit("m3", "change it");
        house.watch().turns(3);
        assertThat(fetched("owner", "main", given.call())).isEqualTo(PNG);
        assertThat(House.reasonOf(() -> fetched("owner", "other", given.call())))
                .isEqualTo("unknown-file");
        assertThat(House.reasonOf(() -> fetched("signal.1", "main", given.call())))
                .isEqualTo("unknown-file");
        assertThat(House.reasonOf(() -> fetched("owner", "main", "x"))).isEqualTo("unknown-file");
    }

    @Test
    void givesNothingThatIsNotThereOrNotAllowed() throws Exception {
        int turns = 0;
        for (String path : List.of("nothing.txt", "../x", "received/", "")) {
            house.model.callsOnce("send_file", path(path));
            house.submit("m" + ++turns, "send it");
            assertThat(Watcher.facts(house.watch().turns(turns), ChatFact.FileGiven.class))
                    .isEmpty();
        }
        house.submit("n1", "look", Map.of("cat.png", PNG, "empty.txt", new byte[0]));
        house.watch().turns(5);
        house.model.callsOnce("send_file", path("received/empty.txt"));
        house.submit("n0", "send it");
        assertThat(Watcher.facts(house.watch().turns(6), ChatFact.FileGiven.class))
                .isEmpty();
        house.control.decision = "deny";
        house.model.callsOnce("send_file", path("received/cat.png"));
        house.submit("n2", "send it");
        assertThat(Watcher.facts(house.watch().turns(7), ChatFact.FileGiven.class))
                .isEmpty();
    }

    @Test
    void carriesItToTheMessengerAfterWhatWasSaidBeforeIt() throws Exception {
        BlockingQueue<JsonObject> heads = new LinkedBlockingQueue<>();
        BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();
        house.model.messengers = exchange -> {
            heads.add(exchange.head());
            bodies.add(exchange.readBody(1 << 20));
            exchange.reply(JsonObject.EMPTY);
            exchange.send(JsonObject.with("outcome", "sent").build());
        };
        house.model.answers(List.of(
                (_, out) -> out.call(
                                "w",
                                "write_file",
                                path("a.txt").toBuilder()
                                        .with("content", "hello")
                                        .build())
                        .tools(),
                (_, out) -> out.text("Here it is.")
                        .call("s", "send_file", path("a.txt"))
                        .tools(),
                (_, out) -> out.text("Anything else?").end()));
        house.client()
                .ask(
                        "chat.submit",
                        JsonObject.with("id", "m1")
                                .with("channel", "signal")
                                .with("sender", "signal.1")
                                .with("session", "direct")
                                .with("text", "send me a.txt")
                                .with("address", "signal.1")
                                .build());
        house.watch("signal.1", "direct", 0).turns(1);

        assertThat(new String(bodies.poll(10, TimeUnit.SECONDS), StandardCharsets.UTF_8))
                .contains("Here it is.");
        assertThat(new String(bodies.poll(10, TimeUnit.SECONDS), StandardCharsets.UTF_8))
                .isEqualTo("hello");
        assertThat(new String(bodies.poll(10, TimeUnit.SECONDS), StandardCharsets.UTF_8))
                .contains("Anything else?");
        assertThat(heads.poll().has("file")).isFalse();
        assertThat(heads.poll().text("file")).isEqualTo("a.txt");
    }
}
