package moltbot.gateway.channel.discord;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.ChannelContract;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import moltbot.gateway.testdiscord.StandInDiscord;
import moltbot.gateway.vault.Vault;
import org.jspecify.annotations.Nullable;

/// The stand-in as the contract wants it, and a house's side with its vault and what it keeps.
final class DiscordMessenger implements ChannelContract.Messenger {
    static final String ANNA = "1001";
    static final String BERT = "1002";
    static final String GROUP = "900300";

    private final DiscordWorld world = new DiscordWorld();
    private final List<Alarm.Trouble> rung = new CopyOnWriteArrayList<>();
    private final List<Egress> opened = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final Vault vault;
    private int port;
    private @Nullable StandInDiscord server;

    DiscordMessenger(Path folder) {
        this.folder = folder;
        this.vault = Vault.open(folder, Optional.empty());
        vault.set(DiscordChannel.SECRET, DiscordWorld.TOKEN);
        world.channel(GROUP, "general");
    }

    DiscordWorld world() {
        return world;
    }

    StandInDiscord server() {
        return java.util.Objects.requireNonNull(server);
    }

    Vault vault() {
        return vault;
    }

    Path file() {
        return folder.resolve("discord.json");
    }

    List<Alarm.Trouble> rung() {
        return rung;
    }

    /// The id of a message, by its place in time.
    static String id(long time) {
        return Long.toString(1_400_000_000_000_000_000L + 1_000 * time);
    }

    @Override
    public DiscordChannel channel(Duration patience) {
        Timing timing = new Timing(patience, Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(20));
        URI base = URI.create("http://127.0.0.1:" + port);
        Egress egress = new Egress(DiscordChannel.origins(base), vault.access(), timing.limits());
        opened.add(egress);
        return new DiscordChannel(
                new DiscordApi(egress, vault, base),
                new Marks(file()),
                (_, trouble, _) -> rung.add(trouble),
                InstantSource.system(),
                timing);
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
        world.write(Events.message(DiscordWorld.talk(person), person, name, id(time), text)
                .build());
    }

    @Override
    public void file(String person, long time, String text, String name, byte[] bytes) {
        world.write(Events.message(DiscordWorld.talk(person), person, "Anna", id(time), text)
                .with("attachments", JsonArray.of(List.of(world.files().keep(name, bytes, server().url()))))
                .build());
    }

    @Override
    public boolean takesBack(String person, long time) {
        world.delete(DiscordWorld.talk(person), id(time));
        return true;
    }

    @Override
    public List<String> filesSentTo(String id) {
        return world.files().sent().stream()
                .filter(file -> file.channel().equals(channelOf(id)))
                .map(file -> file.name() + " " + new String(file.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void tap(String person, long time, QuickReply reply) {
        world.taps().tap(person, "Anna", id(time), reply.label());
    }

    @Override
    public boolean offers(String id) {
        return world.taps().offers(channelOf(id));
    }

    @Override
    public void refuseNextChange() {
        world.refuse("PATCH ", 403, "{\"message\":\"Cannot edit\",\"code\":50005}");
    }

    @Override
    public void swallowNextChange() {
        world.swallow("PATCH ");
    }

    @Override
    public long answered(String id, String text) {
        String number = world.sent().stream()
                .filter(one -> one.channel().equals(channelOf(id))
                        && one.request().text("content").equals(text))
                .findFirst()
                .orElseThrow()
                .request()
                .objectOr("message_reference", JsonObject.EMPTY)
                .textOr("message_id", "");
        return number.isEmpty() ? -1 : (Long.parseLong(number) - Long.parseLong(id(0))) / 1_000;
    }

    @Override
    public void inGroup(String person, String group, long time, boolean mentioned, String text) {
        world.writeInServer(
                mentioned
                        ? Events.naming(group, person, "Anna", id(time), text)
                        : Events.message(group, person, "Anna", id(time), text));
    }

    @Override
    public void inThread(String person, String group, String thread, long time, String text) {
        String channel = Snowflake.longer(thread);
        world.thread(channel, group, "holidays");
        world.writeInServer(Events.naming(channel, person, "Anna", id(time), text));
    }

    private JsonObject.Builder fromAnna(long time, String text) {
        return Events.message(DiscordWorld.talk(ANNA), ANNA, "Anna", id(time), text);
    }

    @Override
    public void nonsense(long time) {
        world.happen("FROM_THE_FUTURE", JsonObject.EMPTY);
        world.happen("MESSAGE_CREATE", JsonObject.EMPTY);
        world.happen("MESSAGE_CREATE", fromAnna(time, "x").with("content", 5).build());
        world.happen(
                "MESSAGE_CREATE",
                fromAnna(time, "x")
                        .with("mentions", "all")
                        .with("guild_id", "5")
                        .build());
        world.happen("MESSAGE_CREATE", fromAnna(time, "x").with("id", "../../x").build());
        world.happen("MESSAGE_UPDATE", JsonObject.with("id", id(time)).build());
        world.write(fromAnna(time + 1, "   ").build());
        world.write(fromAnna(time + 2, "Anna joined").with("type", 7).build());
        JsonObject program =
                Events.user("55", "Other").toBuilder().with("bot", true).build();
        world.write(fromAnna(time + 3, "from a program").with("author", program).build());
        world.write(
                fromAnna(time + 4, "from a webhook").with("webhook_id", "66").build());
        world.write(fromAnna(time + 5, "x")
                .with("author", JsonValue.NULL)
                .with("attachments", JsonArray.EMPTY)
                .build());
        world.writeInServer(Events.naming("31337", ANNA, "Anna", id(time + 6), "from where it may not look"));
    }

    private static String channelOf(String id) {
        int slash = id.indexOf('/');
        if (slash >= 0) {
            return Snowflake.longer(id.substring(slash + 1));
        }
        return id.equals(ANNA) || id.equals(BERT) ? DiscordWorld.talk(id) : id;
    }

    @Override
    public List<String> sentTo(String id) {
        return world.sentTo(channelOf(id));
    }

    @Override
    public boolean allReceived() {
        return world.allReceived();
    }

    @Override
    public void die() throws IOException {
        StandInDiscord running = server;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void start() throws IOException {
        StandInDiscord started = StandInDiscord.start(port, world);
        port = started.url().getPort();
        server = started;
    }

    @Override
    public void freeze(boolean frozen) {
        world.freeze(frozen);
    }

    @Override
    public void refuseNext() {
        world.refuse("POST messages", 403, "{\"message\":\"Cannot send messages to this user\",\"code\":50007}");
    }

    @Override
    public void limitNext(Duration wait) {
        world.refuse(
                "POST messages",
                429,
                "{\"message\":\"You are being rate limited.\",\"retry_after\":" + wait.toSeconds()
                        + ".0,\"global\":false}",
                Map.of("x-ratelimit-scope", "user", "retry-after", Long.toString(wait.toSeconds())));
    }

    @Override
    public void swallowNext() {
        world.swallow("POST messages");
    }

    @Override
    public void close() throws IOException {
        opened.forEach(Egress::close);
        world.freeze(false);
        die();
    }
}
