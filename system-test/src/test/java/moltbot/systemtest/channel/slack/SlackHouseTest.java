package moltbot.systemtest.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testslack.SlackEvents;
import moltbot.gateway.testslack.SlackWorld;
import moltbot.systemtest.channel.MessengerContract;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// People write through Slack to a real house; Slack itself is a stand-in that speaks its Socket Mode and Web API. One
/// house sees it all, one thing after the other.
@EnabledOnOs(OS.LINUX)
class SlackHouseTest {
    private static final String ANNA = "U0ANNA001";
    private static final String OWNER = "U0OWNER01";
    private static final String CHANNEL = "C0GROUP01";
    private static final Pattern CODE = Pattern.compile("[A-Z2-9]{8}$");
    private static final String BLOCKED =
            "My tools are off and my owner's panel is blocked at the moment. I can still talk.";

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private Reply answer(Asked question) {
        asked.add(question.json().toString());
        JsonObject last = question.json().list("messages").objects().getLast();
        Reply reply = AnthropicWire.reply(Answer.text("Heard: " + lastText(last)));
        return reply.inPiecesOf(Math.max(1, reply.body().length / 4)).pausing(Duration.ofMillis(20));
    }

    private static String lastText(JsonObject message) {
        String text = message.find("content").orElseThrow() instanceof JsonArray parts
                ? parts.objects().getLast().textOr("text", "")
                : message.text("content");
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    @Test
    void aHouseInSlack() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                SlackHouse slack = SlackHouse.up(folder.resolve("data"), model, "")) {
            tellsAStrangerACodeAndAnswersWhoIsLetIn(slack);
            takesFilesAndCommands(slack);
            aThreadIsLetInWithItsChannelAndIsATalkOfItsOwn(slack);
            slack.letIn(OWNER, 1_000, true);
            killingWhateverAMessagePassesLosesNothingAndDoublesOnlyWhatNobodyCanTell(slack);
            assertThat(everythingIn(slack.house().data()))
                    .as("what the house has written")
                    .doesNotContain(SlackWorld.BOT_TOKEN, SlackWorld.APP_TOKEN, "ticket=");
            saysThatToolsAreOffWhereTheBreakerIsOpen(slack);
        }
    }

    private void tellsAStrangerACodeAndAnswersWhoIsLetIn(SlackHouse slack) throws Exception {
        slack.writes(ANNA, 1, "a secret of Anna's that nobody asked for");
        String answer = slack.got(ANNA, 1).getFirst();
        Matcher code = CODE.matcher(answer);
        assertThat(code.find()).as(answer).isTrue();
        assertThat(slack.house().run("pairing", "list").out()).contains(code.group(), "slack " + ANNA, "Anna @anna");
        assertThat(asked).as("the model").isEmpty();

        assertThat(slack.house().run("pairing", "approve", code.group()).exit()).isZero();
        slack.writes(ANNA, 2, "the blue *horse* &amp; :me:");
        assertThat(slack.got(ANNA, 2)).containsExactly(answer, "Heard: the blue horse & :me:");
        assertThat(String.join("", asked)).doesNotContain("a secret of Anna's");
        assertThat(slack.house().run("status").out()).contains("Channel   slack connected as @" + SlackEvents.USERNAME);
    }

    private void takesFilesAndCommands(SlackHouse slack) {
        slack.sends(ANNA, 3, "list of things.txt", "milk".getBytes(StandardCharsets.UTF_8));
        slack.got(ANNA, 3);
        assertThat(asked.getLast()).contains("look at this", "received/list of things.txt");
        slack.writes(ANNA, 4, "!help");
        assertThat(slack.got(ANNA, 4).getLast()).contains("/stop ends what I am doing here");
    }

    private void aThreadIsLetInWithItsChannelAndIsATalkOfItsOwn(SlackHouse slack) {
        SlackWorld world = slack.world();
        String thread = SlackEvents.number(90);
        world.writeNaming(
                SlackEvents.mention(CHANNEL, ANNA, 100, "anybody there?").with("thread_ts", thread));
        Await.until(
                "the channel to wait",
                MessengerContract.PATIENCE,
                () -> !waiting(slack).isEmpty());
        JsonObject knock = waiting(slack).getFirst();
        assertThat(knock.object("address").text("id")).isEqualTo(CHANNEL);
        slack.ask("pairing.approve", JsonObject.with("code", knock.text("code")).build());
        world.write(SlackEvents.message(CHANNEL, ANNA, SlackEvents.number(101), "between us")
                .with("thread_ts", thread)
                .build());
        world.writeNaming(
                SlackEvents.mention(CHANNEL, ANNA, 102, "about the holidays").with("thread_ts", thread));
        Await.until(
                "the answer",
                MessengerContract.PATIENCE,
                () -> !world.sentTo(CHANNEL, thread).isEmpty());
        assertThat(world.sentTo(CHANNEL, thread)).containsExactly("Heard: about the holidays");
        assertThat(world.sentTo(CHANNEL, "")).isEmpty();
        assertThat(String.join("", asked)).doesNotContain("between us", "anybody there");
    }

    private static List<JsonObject> waiting(SlackHouse slack) {
        return slack.ask("pairing.list", JsonObject.EMPTY).list("waiting").objects();
    }

    private void killingWhateverAMessagePassesLosesNothingAndDoublesOnlyWhatNobodyCanTell(SlackHouse slack)
            throws Exception {
        for (int i = 1; i <= 6; i++) {
            slack.writes(OWNER, 1_010 + i, "message " + i);
            LockSupport.parkNanos(Duration.ofMillis(40L * i).toNanos());
            switch (i % 4) {
                case 0 -> {
                    // Slack gives up, and the house has nothing but what it kept.
                    slack.world().tellNothing(true);
                    slack.again();
                    slack.world().tellNothing(false);
                }
                case 1 -> slack.house().process("gateway").ifPresent(ProcessHandle::destroyForcibly);
                case 2 -> slack.house().process("runtime").ifPresent(ProcessHandle::destroyForcibly);
                default -> slack.world().hangUp();
            }
            String last = "Heard: message " + i;
            Await.until(
                    last, MessengerContract.PATIENCE, () -> slack.sentTo(OWNER).contains(last));
            slack.world().tellAgain();
        }
        slack.awaitState("connected");
        Await.until("all to be acknowledged", MessengerContract.PATIENCE, slack.world()::allReceived);
        List<String> heard = slack.sentTo(OWNER).stream()
                .filter(text -> text.startsWith("Heard"))
                .toList();
        assertThat(heard.stream().distinct())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 6)
                        .mapToObj(i -> "Heard: message " + i)
                        .toList());
        // Slack has no number that is used once: where the gateway died with an answer under way, it comes again.
        assertThat(IntStream.rangeClosed(1, 6).filter(i -> i % 4 != 1).mapToObj(i -> "Heard: message " + i))
                .allSatisfy(text -> assertThat(heard).containsOnlyOnce(text));
        assertThat(heard).hasSizeLessThanOrEqualTo(8);
    }

    /// Every file that is no socket, as text.
    private static String everythingIn(Path data) throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    /// A file that everybody may write to has the guardian trip.
    private void saysThatToolsAreOffWhereTheBreakerIsOpen(SlackHouse slack) throws Exception {
        int before = slack.sentTo(ANNA).size();
        Path open = slack.house().data().resolve("control").resolve("open-to-everybody");
        Files.writeString(open, "x");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        Await.until(
                "the trip",
                MessengerContract.PATIENCE,
                () -> slack.house().breaker().has("trip"));
        slack.writes(ANNA, 2_000, "run something");
        List<String> got = slack.got(ANNA, before + 2);
        assertThat(got.subList(before, before + 2)).containsExactly(BLOCKED, "Heard: run something");
        Await.until(
                "the owner to be told why",
                MessengerContract.PATIENCE,
                () -> slack.sentTo(OWNER).stream().anyMatch(text -> text.startsWith("Moltbot is blocked. Check S2")));
    }
}
