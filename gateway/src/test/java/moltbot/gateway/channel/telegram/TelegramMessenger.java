package moltbot.gateway.channel.telegram;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.ChannelContract;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.testtelegram.StandInTelegram;
import moltbot.gateway.testtelegram.TelegramWorld;
import moltbot.gateway.testtelegram.Updates;
import moltbot.gateway.vault.Vault;
import org.jspecify.annotations.Nullable;

/// The stand-in as the contract wants it, and a house's side with its vault.
final class TelegramMessenger implements ChannelContract.Messenger {
    static final String ANNA = "1001";
    static final String BERT = "1002";
    static final String GROUP = "-1001234567890";

    private final TelegramWorld world = new TelegramWorld();
    private final List<Alarm.Trouble> rung = new CopyOnWriteArrayList<>();
    private final List<Egress> opened = new CopyOnWriteArrayList<>();
    private final Vault vault;
    private int port;
    private @Nullable StandInTelegram server;

    TelegramMessenger(Path folder) {
        this.vault = Vault.open(folder, Optional.empty());
        vault.set(TelegramChannel.SECRET, TelegramWorld.TOKEN);
        world.holdAtMost(100);
    }

    TelegramWorld world() {
        return world;
    }

    Vault vault() {
        return vault;
    }

    List<Alarm.Trouble> rung() {
        return rung;
    }

    @Override
    public TelegramChannel channel(Duration patience) {
        Timing timing = new Timing(
                patience.dividedBy(2),
                patience.dividedBy(2),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(60));
        URI base = URI.create("http://127.0.0.1:" + port);
        Egress egress = new Egress(List.of(Origin.of(base)), vault.access(), timing.limits());
        opened.add(egress);
        return new TelegramChannel(
                new BotApi(egress, vault, base), (_, trouble, _) -> rung.add(trouble), InstantSource.system(), timing);
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
        world.deliver(Updates.direct(person, name, time, text).build());
    }

    @Override
    public List<String> filesSentTo(String id) {
        return world.filesSentTo(id);
    }

    @Override
    public void file(String person, long time, String text, String name, byte[] bytes) {
        world.keep("file-" + time, "documents/file_" + time + ".pdf", bytes);
        JsonObject document = JsonObject.with("file_id", "file-" + time)
                .with("file_unique_id", "u" + time)
                .with("file_name", name)
                .with("mime_type", "application/pdf")
                .with("file_size", bytes.length)
                .build();
        JsonObject.Builder message = Updates.direct(person, "Anna", time, "x")
                .with("text", JsonValue.NULL)
                .with("document", document);
        world.deliver((text.isEmpty() ? message : message.with("caption", text)).build());
    }

    @Override
    public void tap(String person, long time, QuickReply reply) {
        world.tap(person, "Anna", "81000000000000" + time, reply.label());
    }

    @Override
    public boolean offers(String id) {
        return world.offers(id);
    }

    @Override
    public void refuseNextChange() {
        world.refuse("editMessageText", 400, "Bad Request: message can't be edited", "");
    }

    @Override
    public void swallowNextChange() {
        world.swallow("editMessageText");
    }

    @Override
    public long answered(String id, String text) {
        return world.sent().stream()
                .filter(one -> Long.toString(one.number("chat_id")).equals(id)
                        && one.text("text").equals(text))
                .findFirst()
                .orElseThrow()
                .objectOr("reply_parameters", JsonObject.EMPTY)
                .numberOr("message_id", -1);
    }

    @Override
    public void inGroup(String person, String group, long time, boolean mentioned, String text) {
        world.deliver(Updates.inGroup(person, group, time, mentioned, text).build());
    }

    @Override
    public void inThread(String person, String group, String thread, long time, String text) {
        world.deliver(Updates.inTopic(person, group, Long.parseLong(thread), time, true, text)
                .build());
    }

    @Override
    public void nonsense(long time) {
        world.update(JsonObject.with("from_the_future", JsonObject.EMPTY));
        world.update(JsonObject.with("message", JsonObject.EMPTY));
        world.update(JsonObject.with("message", 5));
        world.deliver(Updates.direct(ANNA, "Anna", time, "x").with("text", 5).build());
        world.deliver(Updates.direct(ANNA, "Anna", time + 1, "x")
                .with("text", JsonValue.NULL)
                .with("entities", 7)
                .build());
        world.deliver(Updates.direct(ANNA, "Anna", time + 2, "   ").build());
        world.deliver(Updates.inGroup(ANNA, GROUP, time + 3, false, "x")
                .with("text", JsonValue.NULL)
                .with("new_chat_members", JsonArray.of(List.of(Updates.user(BERT, "Bert"))))
                .build());
        world.deliver(Updates.direct(ANNA, "Anna", time + 4, "x")
                .with("chat", JsonObject.with("id", 5).with("type", "channel").build())
                .build());
        world.deliver(Updates.direct(ANNA, "Anna", time + 5, "from a program")
                .with(
                        "from",
                        Updates.user(ANNA, "Anna").toBuilder()
                                .with("is_bot", true)
                                .build())
                .build());
    }

    /// Telegram tells bots of nothing that is deleted.
    @Override
    public boolean takesBack(String person, long time) {
        return false;
    }

    @Override
    public List<String> sentTo(String id) {
        return world.sentTo(id);
    }

    @Override
    public boolean allReceived() {
        return world.allReceived();
    }

    @Override
    public void die() throws IOException {
        StandInTelegram running = server;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void start() throws IOException {
        StandInTelegram started = StandInTelegram.start(port, world);
        port = started.url().getPort();
        server = started;
    }

    @Override
    public void freeze(boolean frozen) {
        world.freeze(frozen);
    }

    @Override
    public void refuseNext() {
        world.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user", "");
    }

    @Override
    public void limitNext(Duration wait) {
        world.refuse(
                "sendMessage",
                429,
                "Too Many Requests: retry after " + wait.toSeconds(),
                "{\"retry_after\":" + wait.toSeconds() + "}");
    }

    @Override
    public void swallowNext() {
        world.swallow("sendMessage");
    }

    @Override
    public void close() throws IOException {
        opened.forEach(Egress::close);
        world.freeze(false);
        die();
    }
}
