package moltbot.gateway.channel.whatsapp;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.hook.HookCall;
import moltbot.contract.hook.Taken;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.ChannelContract;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.testwhatsapp.StandInWhatsApp;
import moltbot.gateway.testwhatsapp.Webhooks;
import moltbot.gateway.testwhatsapp.WhatsAppWorld;
import moltbot.gateway.vault.Vault;
import org.jspecify.annotations.Nullable;

/// The stand-in as the contract wants it, and a house's side with its vault.
final class WhatsAppMessenger implements ChannelContract.Messenger {
    static final String ANNA = "491700000001";
    static final String BERT = "491700000002";
    static final String GROUP = "HBgNMTIwMzYzNDQ";

    private final WhatsAppWorld world = new WhatsAppWorld();
    private final List<Alarm.Trouble> rung = new CopyOnWriteArrayList<>();
    private final List<Alarm.Undelivered> undelivered = new CopyOnWriteArrayList<>();
    private final List<Egress> opened = new CopyOnWriteArrayList<>();
    private final Vault vault;
    private int port;
    private @Nullable StandInWhatsApp server;

    /// Keeps what the owner would be told.
    private final class Bell implements Alarm {
        @Override
        public void ring(String channel, Trouble trouble, long since) {
            rung.add(trouble);
        }

        @Override
        public void undelivered(Undelivered what) {
            undelivered.add(what);
        }
    }

    WhatsAppMessenger(Path folder) {
        this.vault = Vault.open(folder, Optional.empty());
        vault.set(WhatsAppChannel.SECRET, WhatsAppWorld.TOKEN);
    }

    WhatsAppWorld world() {
        return world;
    }

    Vault vault() {
        return vault;
    }

    List<Alarm.Trouble> rung() {
        return rung;
    }

    List<Alarm.Undelivered> undelivered() {
        return undelivered;
    }

    int port() {
        return port;
    }

    @Override
    public WhatsAppChannel channel(Duration patience) {
        Timing timing = new Timing(
                patience.dividedBy(2),
                Duration.ofMillis(50),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                patience.dividedBy(2),
                patience.multipliedBy(10));
        GraphApi.Place place = new GraphApi.Place(URI.create("http://127.0.0.1:" + port), "v24.0", Webhooks.NUMBER);
        Egress egress = new Egress(place.origins(), vault.access(), timing.limits());
        opened.add(egress);
        WhatsAppChannel channel =
                new WhatsAppChannel(new GraphApi(egress, vault, place), new Bell(), InstantSource.system(), timing);
        world.call(webhook -> deliver(channel, webhook) != Taken.LATER);
        return channel;
    }

    /// Brings one webhook, exactly as it is.
    static Taken deliver(WhatsAppChannel channel, byte[] webhook) throws InterruptedException {
        return channel.receive(new HookCall("whatsapp", "1", "application/json", ""), webhook);
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
        world.tell(Webhooks.messages(
                person, name, Webhooks.text(person, time, text).build()));
    }

    /// What the Cloud API tells of numbers that a WhatsApp app uses, too.
    @Override
    public boolean takesBack(String person, long time) {
        world.tell(Webhooks.messages(
                person, "Bert", Webhooks.revoke(person, 900 + time, time).build()));
        return true;
    }

    @Override
    public long answered(String id, String text) {
        return world.answered(id, text);
    }

    /// There the buttons stay; the code they say is good once.
    @Override
    public void tap(String person, long time, QuickReply reply) {
        world.tell(Webhooks.messages(person, "Anna", world.tap(person, time, reply.label())));
    }

    @Override
    public List<String> filesSentTo(String id) {
        return world.filesSentTo(id);
    }

    @Override
    public void file(String person, long time, String text, String name, byte[] bytes) {
        String id = Long.toString(9_000 + time);
        world.keep(id, bytes);
        JsonObject.Builder document = Webhooks.media(id, "application/pdf").with("filename", name);
        if (!text.isEmpty()) {
            document.with("caption", text);
        }
        world.tell(Webhooks.messages(
                person,
                "Anna",
                Webhooks.from(person, time)
                        .with("type", "document")
                        .with("document", document.build())
                        .build()));
    }

    @Override
    public void inGroup(String person, String group, long time, boolean mentioned, String text) {
        world.tell(Webhooks.messages(
                person,
                "Anna",
                Webhooks.text(person, time, text).with("group_id", group).build()));
    }

    @Override
    public void inThread(String person, String group, String thread, long time, String text) {
        throw new UnsupportedOperationException("No threads here.");
    }

    private static JsonObject anna(JsonObject.Builder message) {
        return Webhooks.messages(ANNA, "Anna", message.build());
    }

    @Override
    public void nonsense(long time) {
        world.tell(JsonObject.EMPTY);
        world.tell(JsonObject.with("object", "page").build());
        world.tell(JsonObject.with("object", "whatsapp_business_account")
                .with("entry", 5)
                .build());
        world.tell(Webhooks.of(JsonObject.with("x", 1).build(), "account_update"));
        world.tell(anna(Webhooks.text(ANNA, time, "x").with("text", 5)));
        world.tell(anna(Webhooks.text(ANNA, time + 1, "x").with("id", JsonValue.NULL)));
        world.tell(anna(Webhooks.text(ANNA, time + 2, "   ")));
        world.tell(anna(Webhooks.text(ANNA, time + 3, "x").with("from", "../../etc/passwd")));
        world.tell(anna(Webhooks.from(ANNA, time + 4)
                .with("type", "reaction")
                .with(
                        "reaction",
                        JsonObject.with("message_id", Webhooks.wamid(1))
                                .with("emoji", "😮")
                                .build())));
        world.tell(anna(Webhooks.from(ANNA, time + 5)
                .with("type", "system")
                .with(
                        "system",
                        JsonObject.with("body", "Anna changed from 1 to 2")
                                .with("type", "user_changed_number")
                                .build())));
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
        StandInWhatsApp running = server;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void start() throws IOException {
        StandInWhatsApp started = StandInWhatsApp.start(port, world);
        port = started.url().getPort();
        server = started;
    }

    @Override
    public void freeze(boolean frozen) {
        world.freeze(frozen);
    }

    @Override
    public void refuseNext() {
        world.refuse(400, 131_026, 0);
    }

    @Override
    public void limitNext(Duration wait) {
        world.refuse(429, Reply.Refused.PAIR, wait.toSeconds());
    }

    @Override
    public void swallowNext() {
        world.swallow();
    }

    @Override
    public void close() throws IOException {
        world.close();
        opened.forEach(Egress::close);
        world.freeze(false);
        die();
    }
}
