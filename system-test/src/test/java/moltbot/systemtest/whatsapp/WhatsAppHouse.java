package moltbot.systemtest.whatsapp;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testwhatsapp.StandInWhatsApp;
import moltbot.gateway.testwhatsapp.Webhooks;
import moltbot.gateway.testwhatsapp.WhatsAppWorld;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;

/// A house with WhatsApp turned on, and WhatsApp in the test's hands: it signs what it calls the house's own listener
/// with, and calls again until that is taken.
final class WhatsAppHouse implements AutoCloseable {
    /// What Meta signs with.
    static final String APP_SECRET = "0123456789abcdef0123456789abcdef";

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WhatsAppWorld world = new WhatsAppWorld();
    private final StandInWhatsApp graph;
    private final String hooks;
    private final HttpClient meta =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TestHouse house;
    private String password = "";

    private WhatsAppHouse(Path data, ModelServer model, String more) throws Exception {
        this.graph = StandInWhatsApp.start(0, world);
        this.hooks = "127.0.0.1:" + TestHouse.freePort();
        TestHouse.settings(
                data,
                "model:\n  provider: anthropic\n  anthropic-url: " + model.url()
                        + "\nwhatsapp:\n  enabled: true\n  phone-number-id: \"" + Webhooks.NUMBER + "\"\n  url: "
                        + graph.url()
                        + "\nhooks:\n  listen: " + hooks
                        + "\nbudget:\n  turn-dollars: 1000\n  day-dollars: 1000\n  month-dollars: 1000\n" + more);
        this.house = TestHouse.up(
                data,
                "127.0.0.1:" + TestHouse.freePort(),
                Map.of("ANTHROPIC_API_KEY", "sk-ant-test", "WHATSAPP_TOKEN", WhatsAppWorld.TOKEN));
    }

    /// Up to the point where Meta has verified the hook.
    ///
    /// @param more  settings
    static WhatsAppHouse up(Path data, ModelServer model, String more) throws Exception {
        WhatsAppHouse house = new WhatsAppHouse(data, model, more);
        house.awaitState("connected");
        house.house.awaitState("CLOSED");
        house.password = house.house.claim();
        house.subscribe();
        return house;
    }

    private void subscribe() throws Exception {
        TestHouse.Ran made =
                house.runWith(APP_SECRET.getBytes(StandardCharsets.UTF_8), "hook", "add", "whatsapp", "--meta");
        String question = "/hooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
                + made.out().strip();
        String answer = meta.send(HttpRequest.newBuilder(at(question)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        if (!answer.equals("1158201444")) {
            throw new AssertionError("Meta was not answered: " + answer + made.err());
        }
        world.call(webhook ->
                List.of(200, 400).contains(calls(new String(webhook, StandardCharsets.UTF_8), APP_SECRET)));
    }

    /// Somebody calls, signed with a secret.
    ///
    /// @return the status of the answer
    int calls(String webhook, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal(webhook.getBytes(StandardCharsets.UTF_8)));
        HttpRequest call = HttpRequest.newBuilder(at("/hooks/whatsapp"))
                .header("content-type", "application/json")
                .header("x-hub-signature-256", "sha256=" + signature)
                .POST(HttpRequest.BodyPublishers.ofString(webhook))
                .build();
        return meta.send(call, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private URI at(String target) {
        return URI.create("http://" + hooks + target);
    }

    /// The owner's.
    String password() {
        return password;
    }

    /// Lets a person in by the code they get.
    void letIn(String person, long time, boolean owner) {
        int before = world.sentTo(person).size();
        writes(person, time, "hello?");
        String code = got(person, before + 1).getLast().replaceAll("(?s).*: ", "");
        try (LinkClient control = house.link("control")) {
            control.ask(
                    "pairing.approve",
                    JsonObject.with("code", code).with("owner", owner).build());
        }
    }

    /// Taps the button of the latest question, once there are so many of them.
    void taps(String person, long time, int questions, String label) {
        Await.until(
                questions + " questions",
                PATIENCE,
                () -> world.sent().stream()
                                .filter(message ->
                                        message.textOr("to", "").equals(person) && message.has("interactive"))
                                .count()
                        == questions);
        world.tell(Webhooks.messages(person, "Anna", world.tap(person, time, label)));
    }

    TestHouse house() {
        return house;
    }

    WhatsAppWorld world() {
        return world;
    }

    JsonObject state() {
        try (LinkClient gateway = house.link("gateway")) {
            return gateway.ask("channel.state", JsonObject.EMPTY).list("channels").objects().stream()
                    .filter(channel -> channel.text("channel").equals("whatsapp"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    void awaitState(String wanted) {
        Await.until(
                "WhatsApp to be " + wanted,
                PATIENCE,
                () -> state().text("state").equals(wanted));
    }

    void writes(String person, long time, String text) {
        world.tell(Webhooks.messages(
                person, "Anna", Webhooks.text(person, time, text).build()));
    }

    /// The texts a person got, once there are so many.
    List<String> got(String person, int count) {
        Await.until(count + " answers", PATIENCE, () -> world.sentTo(person).size() >= count);
        return world.sentTo(person);
    }

    @Override
    public void close() {
        world.close();
        house.close();
        try {
            graph.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
