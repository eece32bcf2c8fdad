package moltbot.systemtest.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.channel.MessengerContract;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// People write through Discord to a real house; Discord itself is a stand-in that speaks its Gateway and HTTP API.
@EnabledOnOs(OS.LINUX)
class DiscordHouseTest {
    private static final String ANNA = "1001";
    private static final String OWNER = "1003";
    private static final String CHANNEL = "900300";
    private static final String THREAD = "1450000000000000077";
    private static final Pattern CODE = Pattern.compile("[A-Z2-9]{8}$");

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

    /// Every file that is no socket, as text.
    private static String everythingIn(Path data) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void answersThoseTheOwnerLetInAndTellsStrangersACodeAndNothingElse() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                DiscordHouse discord = DiscordHouse.up(folder.resolve("data"), model, "")) {
            discord.writes(ANNA, 1, "a secret of Anna's that nobody asked for");
            String answer = discord.got(ANNA, 1).getFirst();
            Matcher code = CODE.matcher(answer);
            assertThat(code.find()).as(answer).isTrue();
            assertThat(discord.house().run("pairing", "list").out()).contains(code.group(), "discord " + ANNA);
            assertThat(asked).as("the model").isEmpty();

            assertThat(discord.house().run("pairing", "approve", code.group()).exit())
                    .isZero();
            discord.writes(ANNA, 2, "the blue horse");
            assertThat(discord.got(ANNA, 2)).containsExactly(answer, "Heard: the blue horse");
            assertThat(String.join("", asked)).doesNotContain("a secret of Anna's");
            discord.writes(ANNA, 3, "!help");
            assertThat(discord.got(ANNA, 3).getLast()).contains("/stop ends what I am doing here");
            assertThat(discord.house().run("status").out())
                    .contains("Channel   discord connected as @" + Events.USERNAME);
            assertThat(everythingIn(discord.house().data()))
                    .as("what the house has written")
                    .doesNotContain(DiscordWorld.TOKEN);
        }
    }

    @Test
    void aThreadIsLetInWithItsChannelAndIsATalkOfItsOwn() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                DiscordHouse discord = DiscordHouse.up(folder.resolve("data"), model, "")) {
            DiscordWorld world = discord.world();
            world.channel(CHANNEL, "general");
            world.thread(THREAD, CHANNEL, "holidays");
            world.writeInServer(Events.naming(THREAD, ANNA, "Anna", DiscordHouse.number(1), "anybody there?"));
            Await.until(
                    "the channel to wait",
                    MessengerContract.PATIENCE,
                    () -> !waiting(discord).isEmpty());
            JsonObject knock = waiting(discord).getFirst();
            assertThat(knock.object("address").text("id")).isEqualTo(CHANNEL);
            discord.ask(
                    "pairing.approve",
                    JsonObject.with("code", knock.text("code")).build());
            world.writeInServer(Events.message(THREAD, ANNA, "Anna", DiscordHouse.number(2), "between us"));
            world.writeInServer(Events.naming(THREAD, ANNA, "Anna", DiscordHouse.number(3), "about the holidays"));
            Await.until(
                    "the answer",
                    MessengerContract.PATIENCE,
                    () -> !world.sentTo(THREAD).isEmpty());
            assertThat(world.sentTo(THREAD)).containsExactly("Heard: about the holidays");
            assertThat(world.sentTo(CHANNEL)).isEmpty();
            assertThat(String.join("", asked)).doesNotContain("between us", "anybody there");
        }
    }

    private static List<JsonObject> waiting(DiscordHouse discord) {
        return discord.ask("pairing.list", JsonObject.EMPTY).list("waiting").objects();
    }

    @Test
    void killingWhateverAMessagePassesLosesAndDoublesNothing() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                DiscordHouse discord = DiscordHouse.up(folder.resolve("data"), model, "")) {
            discord.letIn(OWNER, 1, true);
            for (int i = 1; i <= 8; i++) {
                discord.writes(OWNER, 10 + i, "message " + i);
                LockSupport.parkNanos(Duration.ofMillis(40L * i).toNanos());
                switch (i % 4) {
                    case 0 -> discord.again();
                    case 1 -> discord.house().process("gateway").ifPresent(ProcessHandle::destroyForcibly);
                    case 2 -> discord.house().process("runtime").ifPresent(ProcessHandle::destroyForcibly);
                    default -> {
                        // Nothing is there to come back to.
                        discord.world().forgetSessions();
                        discord.house().process("gateway").ifPresent(ProcessHandle::destroyForcibly);
                    }
                }
                String last = "Heard: message " + i;
                Await.until(
                        last,
                        MessengerContract.PATIENCE,
                        () -> discord.sentTo(OWNER).contains(last));
            }
            discord.awaitState("connected");
            assertThat(discord.sentTo(OWNER).stream().filter(text -> text.startsWith("Heard")))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 8)
                            .mapToObj(i -> "Heard: message " + i)
                            .toList());
        }
    }
}
