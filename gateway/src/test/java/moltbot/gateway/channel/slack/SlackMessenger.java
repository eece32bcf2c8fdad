package moltbot.gateway.channel.slack;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.ChannelContract;
import moltbot.gateway.channel.slack.notation.Ts;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.testslack.SlackEvents;
import moltbot.gateway.testslack.SlackWorld;
import moltbot.gateway.testslack.StandInSlack;
import moltbot.gateway.vault.Vault;
import org.jspecify.annotations.Nullable;

/// The stand-in as the contract wants it, and a house's side with its vault and what it keeps.
final class SlackMessenger implements ChannelContract.Messenger {
    static final String ANNA = "U0ANNA001";
    static final String BERT = "U0BERT001";
    static final String GROUP = "C0GROUP01";

    private final SlackWorld world = new SlackWorld();
    private final List<Alarm.Trouble> rung = new CopyOnWriteArrayList<>();
    private final List<Egress> opened = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final Vault vault;
    private Duration eyes = Duration.ofMinutes(10);
    private int port;
    private @Nullable StandInSlack server;

    SlackMessenger(Path folder) {
        this.folder = folder;
        this.vault = Vault.open(folder, Optional.empty());
        vault.set(SlackChannel.BOT_SECRET, SlackWorld.BOT_TOKEN);
        vault.set(SlackChannel.APP_SECRET, SlackWorld.APP_TOKEN);
    }

    SlackWorld world() {
        return world;
    }

    StandInSlack server() {
        return Objects.requireNonNull(server);
    }

    Vault vault() {
        return vault;
    }

    Path file() {
        return folder.resolve("slack.json");
    }

    List<Alarm.Trouble> rung() {
        return rung;
    }

    @Override
    public SlackChannel channel(Duration patience) {
        return channel(patience, vault);
    }

    SlackChannel channel(Duration patience, Vault vault) {
        Timing timing = timing(patience);
        return new SlackChannel(
                api(timing, vault),
                new Marks(file()),
                (_, trouble, _) -> rung.add(trouble),
                InstantSource.system(),
                timing);
    }

    private Timing timing(Duration patience) {
        return new Timing(
                patience,
                patience.dividedBy(2),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                eyes);
    }

    private SlackApi api(Timing timing, Vault vault) {
        URI base = URI.create("http://127.0.0.1:" + port);
        Egress egress = new Egress(SlackChannel.origins(base), vault.access(), timing.limits());
        opened.add(egress);
        return new SlackApi(egress, vault, base);
    }

    /// The Web API alone.
    SlackApi api() {
        return api(timing(Duration.ofSeconds(2)), vault);
    }

    @Override
    public String anna() {
        return ANNA;
    }

    @Override
    public String bert() {
        return BERT;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public boolean keepsUntilTaken() {
        return true;
    }

    @Override
    public void direct(String person, String name, long time, String text) {
        world.write(SlackEvents.direct(person, time, text).build());
    }

    @Override
    public void file(String person, long time, String text, String name, byte[] bytes) {
        JsonObject file = world.files().keep(name, bytes, server().url());
        world.write(SlackEvents.direct(person, time, text)
                .with("subtype", "file_share")
                .with("files", JsonArray.of(List.of(file)))
                .with("upload", false)
                .build());
    }

    @Override
    public List<String> filesSentTo(String id) {
        return world.files().sent().stream()
                .filter(file -> file.channel().equals(SlackEvents.talk(id)))
                .map(file -> file.name() + " " + new String(file.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    /// So long a channel that is made from now on shows that it answers.
    void showFor(Duration longest) {
        eyes = longest;
    }

    @Override
    public boolean takesBack(String person, long time) {
        world.delete(world.written(SlackEvents.talk(person), SlackEvents.number(time)), time);
        return true;
    }

    private List<JsonObject> buttons(SlackWorld.Sent message) {
        return message.request().listOr("blocks", JsonArray.EMPTY).objects().stream()
                .filter(block -> block.text("type").equals("actions"))
                .flatMap(block -> block.list("elements").objects().stream())
                .toList();
    }

    @Override
    public void tap(String person, long time, QuickReply reply) {
        SlackWorld.Sent message = world.sent().stream()
                .filter(one -> one.channel().equals(SlackEvents.talk(person))
                        && !buttons(one).isEmpty())
                .reduce((_, later) -> later)
                .orElseThrow();
        JsonObject button = buttons(message).stream()
                .filter(one -> one.object("text").text("text").equals(reply.label()))
                .findFirst()
                .orElseThrow();
        world.tell(SlackEvents.tap(person, message, SlackEvents.number(time), button));
    }

    @Override
    public void refuseNextChange() {
        world.refuse("chat.update", "cant_update_message");
    }

    @Override
    public void swallowNextChange() {
        world.swallow("chat.update");
    }

    @Override
    public boolean offers(String id) {
        return world.sent().stream()
                .anyMatch(one ->
                        one.channel().equals(channelOf(id)) && !buttons(one).isEmpty());
    }

    @Override
    public void inGroup(String person, String group, long time, boolean mentioned, String text) {
        if (mentioned) {
            world.writeNaming(SlackEvents.mention(group, person, time, text));
        } else {
            world.write(SlackEvents.message(group, person, SlackEvents.number(time), text)
                    .build());
        }
    }

    @Override
    public void inThread(String person, String group, String thread, long time, String text) {
        world.writeNaming(SlackEvents.mention(group, person, time, text).with("thread_ts", Ts.longer(thread)));
    }

    private static JsonObject.Builder fromAnna(long time, String text) {
        return SlackEvents.direct(ANNA, time, text);
    }

    @Override
    public void nonsense(long time) {
        world.happen(JsonObject.with("type", "from_the_future").build());
        world.happen(JsonObject.with("type", "message").build());
        world.happen(JsonObject.with("type", 5).build());
        world.tell(JsonObject.EMPTY);
        world.happen(fromAnna(time, "x").with("text", 5).build());
        world.happen(fromAnna(time, "x").with("ts", "../../x").build());
        world.happen(fromAnna(time, "x").with("channel", "D/../C1").build());
        world.happen(fromAnna(time, "x").with("files", "all").build());
        world.happen(fromAnna(time, "x").with("user", "U1/../../x").build());
        world.happen(SlackEvents.changed(fromAnna(time, "x").build(), "  ", time + 1));
        world.happen(JsonObject.with("type", "message")
                .with("subtype", "message_changed")
                .with("channel", SlackEvents.talk(ANNA))
                .build());
        world.happen(JsonObject.with("type", "message")
                .with("subtype", "message_deleted")
                .with("channel", SlackEvents.talk(ANNA))
                .with("ts", SlackEvents.number(time))
                .with("deleted_ts", SlackEvents.number(time))
                .with("hidden", true)
                .build());
        world.write(fromAnna(time + 1, "   ").build());
        world.write(fromAnna(time + 2, "joined").with("subtype", "channel_join").build());
        world.write(
                fromAnna(time + 3, "from a program").with("bot_id", "B0OTHER01").build());
        world.write(fromAnna(time + 4, "my own").with("user", SlackEvents.BOT).build());
        world.write(fromAnna(time + 5, "by the by").with("user", "USLACKBOT").build());
        world.happen(fromAnna(time + 6, "nothing to see").with("hidden", true).build());
    }

    private static String channelOf(String id) {
        return id.startsWith("U") ? SlackEvents.talk(id) : id;
    }

    @Override
    public List<String> sentTo(String id) {
        int slash = id.indexOf('/');
        return slash < 0
                ? world.sentTo(channelOf(id), "")
                : world.sentTo(id.substring(0, slash), Ts.longer(id.substring(slash + 1)));
    }

    @Override
    public boolean allReceived() {
        return world.allReceived();
    }

    @Override
    public void die() throws IOException {
        StandInSlack running = server;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void start() throws IOException {
        StandInSlack started = StandInSlack.start(port, world);
        port = started.url().getPort();
        server = started;
    }

    @Override
    public void freeze(boolean frozen) {
        world.freeze(frozen);
    }

    private void next(java.util.function.Consumer<String> what) {
        // Whichever of the two comes.
        what.accept("chat.postMessage");
        what.accept("files.completeUploadExternal");
    }

    @Override
    public void refuseNext() {
        next(method -> world.refuse(method, "channel_not_found"));
    }

    @Override
    public void limitNext(Duration wait) {
        next(method -> world.refuse(
                method,
                429,
                "{\"ok\":false,\"error\":\"ratelimited\"}",
                Map.of("retry-after", Long.toString(wait.toSeconds()))));
    }

    @Override
    public void swallowNext() {
        next(world::swallow);
    }

    @Override
    public void close() throws IOException {
        opened.forEach(Egress::close);
        world.freeze(false);
        die();
    }
}
