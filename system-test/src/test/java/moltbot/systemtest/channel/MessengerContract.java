package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a whole house does in a messenger that has commands of its own and buttons: who is let in, what they say by a
/// command, a yes by a button, and what everybody, and the owner alone, is told while nothing is let through to the
/// panel.
public abstract class MessengerContract {
    /// How long anything may take.
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String TO_GUESTS =
            "My tools are off and my owner's panel is blocked at the moment. I can still talk.";
    private static final String HEARD = "I heard that.";
    private static final String DONE = "It was done.";

    /// A house with that messenger turned on, and the messenger in the test's hands.
    public interface Messenger extends AutoCloseable {
        TestHouse house();

        /// What a person got, in order.
        List<String> sentTo(String person);

        void writes(String person, long time, String text);

        /// Somebody uses the messenger's own command.
        void commands(String person, long time, String name);

        /// Whether there are buttons to tap.
        boolean offers(String person);

        void taps(String person, long time, String label);

        @Override
        void close();
    }

    @TempDir
    Path folder;

    protected abstract Messenger up(Path data, ModelServer model, String settings) throws Exception;

    /// Somebody who is let in.
    protected abstract String anna();

    protected abstract String owner();

    private static Reply answer(Asked question) {
        String said = question.json().list("messages").objects().getLast().toString();
        if (said.contains("tool_result")) {
            return AnthropicWire.reply(Answer.text(said.contains("came-of-a-yes") ? DONE : "It was not."));
        }
        if (said.contains("build it")) {
            JsonObject input = JsonObject.with("argv", JsonArray.ofTexts(List.of("echo", "came-of-a-yes")))
                    .with("timeout_seconds", 600)
                    .build();
            return AnthropicWire.reply(Answer.call("", "toolu_build", "run_command", input));
        }
        return AnthropicWire.reply(Answer.text(HEARD));
    }

    private static String got(Messenger messenger, String person, int before, Predicate<String> wanted) {
        Await.until(
                "an answer behind " + before,
                PATIENCE,
                () -> messenger.sentTo(person).stream().skip(before).anyMatch(wanted));
        return messenger.sentTo(person).stream()
                .skip(before)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    private static String got(Messenger messenger, String person, int before, String words) {
        return got(messenger, person, before, text -> text.contains(words));
    }

    @Test
    void pairsObeysAsksAndSaysWhileItIsBlockedToTheOwnerAloneWhy() throws Exception {
        try (ModelServer model = ModelServer.start(0, MessengerContract::answer);
                Messenger messenger = up(folder.resolve("data"), model, "reset-dwell-seconds: 0\n")) {
            String password = messenger.house().claim();
            messenger.writes(owner(), 1, "hello?");
            letIn(messenger, owner(), true);
            // A stranger's command is answered as their words are.
            messenger.commands(anna(), 2, "status");
            letIn(messenger, anna(), false);
            messenger.house().awaitState("CLOSED");
            aCommandIsObeyedWhereItIsTheOwners(messenger);
            aButtonApproves(messenger, 30);
            Path open = trip(messenger);
            whileItIsBlocked(messenger);
            reset(messenger, open, password);
            aButtonApproves(messenger, 60);
        }
    }

    private static void letIn(Messenger messenger, String person, boolean owner) {
        String code = got(messenger, person, 0, "I do not know you yet").replaceAll("(?s).*: ", "");
        assertThat(messenger.sentTo(person)).singleElement().asString().doesNotContain("Breaker");
        try (LinkClient control = messenger.house().link("control")) {
            control.ask(
                    "pairing.approve",
                    JsonObject.with("code", code).with("owner", owner).build());
        }
    }

    private void aCommandIsObeyedWhereItIsTheOwners(Messenger messenger) {
        int owners = messenger.sentTo(owner()).size();
        messenger.commands(owner(), 20, "status");
        assertThat(got(messenger, owner(), owners, "Breaker: ")).contains("all is well");
        int annas = messenger.sentTo(anna()).size();
        messenger.commands(anna(), 21, "new");
        got(messenger, anna(), annas, "This is a new conversation.");
    }

    private void aButtonApproves(Messenger messenger, long time) {
        int before = messenger.sentTo(owner()).size();
        messenger.writes(owner(), time, "build it");
        Await.until("the buttons", PATIENCE, () -> messenger.offers(owner()));
        messenger.taps(owner(), time + 1, "Approve");
        got(messenger, owner(), before, "Approved, this once.");
        got(messenger, owner(), before, DONE);
        Await.until("no buttons", PATIENCE, () -> !messenger.offers(owner()));
        assertThat(messenger.sentTo(owner()).stream().skip(before))
                .filteredOn(text -> text.contains("limit is 60 seconds"))
                .as("one question, once")
                .hasSize(1);
    }

    /// Makes a file everybody may write to, which trips S2.
    private static Path trip(Messenger messenger) throws Exception {
        Path open = messenger.house().data().resolve("control").resolve("open-to-everybody");
        Files.writeString(open, "x");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        Await.until("the trip", PATIENCE, () -> messenger.house().breaker().has("trip"));
        return open;
    }

    private void whileItIsBlocked(Messenger messenger) {
        assertThat(got(messenger, owner(), 0, "Moltbot is blocked. Check S2 failed"))
                .doesNotContain("open-to-everybody");
        int annas = messenger.sentTo(anna()).size();
        messenger.writes(anna(), 40, "run something");
        got(messenger, anna(), annas, HEARD);
        assertThat(messenger.sentTo(anna()).subList(annas, annas + 2)).containsExactly(TO_GUESTS, HEARD);
        assertThat(String.join("\n", messenger.sentTo(anna())))
                .doesNotContain("(S2)", "Check S2", "open-to-everybody", "Why:");

        int owners = messenger.sentTo(owner()).size();
        messenger.writes(owner(), 41, "what is wrong?");
        assertThat(got(messenger, owner(), owners, "Tools are off and the panel is blocked. Why: "))
                .contains("(S2)");
        got(messenger, owner(), owners, HEARD);
        assertThat(messenger.offers(owner())).as("something to approve").isFalse();
    }

    private void reset(Messenger messenger, Path open, String password) throws Exception {
        Files.delete(open);
        messenger.house().reset(messenger.house().breaker().object("trip").text("id"), password);
        got(messenger, owner(), 0, text -> text.startsWith("Moltbot was reset."));
        Await.until("tools to be back", PATIENCE, () -> permitted(messenger));
        int annas = messenger.sentTo(anna()).size();
        messenger.writes(anna(), 50, "and now?");
        got(messenger, anna(), annas, HEARD);
        assertThat(messenger.sentTo(anna()).subList(annas, annas + 1)).containsExactly(HEARD);
    }

    private static boolean permitted(Messenger messenger) {
        try (LinkClient spawner = messenger.house().link("spawner");
                LinkCall watch = spawner.open("sandbox.watch", JsonObject.EMPTY)) {
            watch.end();
            return JsonObject.parse(Objects.requireNonNull(watch.next())).flag("permitted");
        }
    }
}
