package moltbot.control.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.skill.Skill;
import moltbot.control.ControlProcess;
import moltbot.control.Effects;
import moltbot.control.Front;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of schedules, people, skills and models, and commands in the panel, as the owner's browser asks for them.
class PagesTest {
    private static final Skill PINNED = new Skill("plan-trip", "Plans a trip.", "a".repeat(64), List.of("read_file"));
    private static final Skill GONE = new Skill("gone", "Is gone.", "b".repeat(64), List.of("read_file"));

    private ControlProcess control;
    private LinkClient breaker;

    private record Answer(int status, JsonObject json) {
        String reason() {
            return json.object("error").text("reason");
        }
    }

    @BeforeEach
    void start(@TempDir Path root) throws Exception {
        control = new ControlProcess(
                root,
                JsonObject.with("skills", JsonArray.of(List.of(PINNED.toJson(), GONE.toJson())))
                        .build());
        breaker = control.as("breaker");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private Answer get(String target) {
        return answer(Front.request(control, "GET", target), new byte[0]);
    }

    private Answer post(String target, String body) {
        return answer(Front.request(control, "POST", target), body.getBytes(StandardCharsets.UTF_8));
    }

    /// As by somebody whose proof is so old.
    private Answer postProvedBefore(long seconds, String target, String body) {
        String nonce = UUID.randomUUID().toString();
        Assertion old = new Assertion("owner", "s", 1, "POST", target, nonce, System.nanoTime(), seconds);
        return answer(
                JsonObject.with("method", "POST")
                        .with("target", target)
                        .with("assertion", old.seal(control.key("assertion"))),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private Answer answer(JsonObject.Builder request, byte[] body) {
        JsonObject headers = JsonObject.with("content-type", "application/json").build();
        try (LinkCall call =
                breaker.open("http", request.with("headers", headers).build())) {
            call.sendAll(body);
            JsonObject reply = call.reply();
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            byte[] piece;
            while ((piece = call.next()) != null) {
                whole.writeBytes(piece);
            }
            return new Answer((int) reply.number("status"), JsonObject.parse(whole.toByteArray()));
        }
    }

    private String knocks(Address who, Address place, String name) {
        JsonObject head = JsonObject.with("id", "k-" + UUID.randomUUID())
                .with("who", who.toJson())
                .with("place", place.toJson())
                .with("name", name)
                .with("self", false)
                .build();
        try (LinkCall call = control.as("gateway").open("channel.inbound", head)) {
            call.sendAll(new byte[0]);
            call.reply();
        }
        return get("/api/people").json().list("waiting").objects().getLast().text("code");
    }

    private static Address person(String id) {
        return new Address("signal", "+49", Address.Kind.DIRECT, id);
    }

    private List<String> asked() {
        return control.house().runtime().asked.stream()
                .map(asked -> asked.text("operation") + " " + asked.numberOr("id", asked.numberOr("letter", 0)))
                .toList();
    }

    private String audit() throws Exception {
        try (var files = Files.walk(control.data().resolve("audit"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    @Test
    void letsTheOwnerSeeAndChangeWhatIsDoneLaterAndWritesItDown() throws Exception {
        Address anna = person("anna");
        assertThat(post("/api/pairing/" + knocks(anna, anna, "Anna") + "/approve", "{}")
                        .status())
                .isEqualTo(200);
        for (String sender : List.of("owner", anna.key(), "signal.unknown")) {
            control.house()
                    .runtime()
                    .schedules
                    .add(JsonObject.with("id", 7).with("sender", sender).build());
        }
        assertThat(get("/api/schedules").json().list("schedules").objects())
                .extracting(one -> one.text("whose"))
                .containsExactly("", "Anna", "signal.unknown");
        assertThat(post("/api/schedules/7/pause", "{}").status()).isEqualTo(200);
        assertThat(post("/api/schedules/7/resume", "{}").status()).isEqualTo(200);
        assertThat(post("/api/schedules/7/delete", "{}").status()).isEqualTo(200);
        assertThat(post("/api/schedules/404/delete", "{}").status()).isEqualTo(404);
        assertThat(post("/api/schedules/..%2f/delete", "{}").reason()).isEqualTo("unknown-schedule");

        assertThat(asked()).containsExactly("schedule.pause 7", "schedule.resume 7", "schedule.delete 7");
        assertThat(audit()).contains("schedule.deleted", "\"by\":\"panel\"");
    }

    @Test
    void letsInByCodeWhoeverTheOwnerProvedThemselvesFor() throws Exception {
        Address anna = person("anna");
        String code = knocks(anna, anna, "Anna");
        assertThat(postProvedBefore(301, "/api/pairing/" + code + "/approve", "{\"owner\":true}")
                        .reason())
                .isEqualTo("step-up");
        assertThat(get("/api/people").json().list("guests").objects()).isEmpty();

        assertThat(post("/api/pairing/" + code + "/approve", "{\"owner\":false}")
                        .status())
                .isEqualTo(200);
        assertThat(post("/api/pairing/" + code + "/approve", "{}").reason()).isEqualTo("unknown-code");
        JsonObject guest = get("/api/people").json().list("guests").objects().getFirst();
        assertThat(guest.text("name") + guest.flag("owner") + guest.text("by")).isEqualTo("Annafalsepanel");

        assertThat(post("/api/pairing/" + anna.key() + "/remove", "{}").status())
                .isEqualTo(200);
        assertThat(get("/api/people").json().list("guests").objects()).isEmpty();
        Address bert = person("bert");
        assertThat(post("/api/pairing/" + knocks(bert, bert, "Bert") + "/deny", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(get("/api/people").json().list("waiting").objects()).isEmpty();
        assertThat(audit()).contains("pairing.approved", "pairing.removed", "pairing.denied");
    }

    @Test
    void givesToolsToWhoeverIsLetInWithAFreshProof() throws Exception {
        Address anna = person("anna");
        post("/api/pairing/" + knocks(anna, anna, "Anna") + "/approve", "{}");
        String tools = "/api/pairing/" + anna.key() + "/tools";
        assertThat(postProvedBefore(301, tools, "{\"tools\":[]}").reason()).isEqualTo("step-up");
        assertThat(post(tools, "{\"tools\":[\"web\",\"everything\"]}").reason()).isEqualTo("unknown-tools");
        assertThat(post(tools, "{\"tools\":[\"everything\"]}").status()).isEqualTo(400);
        assertThat(guest().has("tools")).isFalse();

        assertThat(post(tools, "{\"tools\":[\"web\",\"files\"]}").status()).isEqualTo(200);
        assertThat(guest().list("tools").texts()).containsExactly("files", "web");
        assertThat(post(tools, "{\"tool\":\"all\"}").status())
                .as("nothing said")
                .isEqualTo(400);
        assertThat(guest().has("tools")).isTrue();
        assertThat(post(tools, "{\"tools\":\"all\"}").status()).isEqualTo(200);
        assertThat(guest().has("tools")).isFalse();
        assertThat(audit()).contains("pairing.tools");
    }

    private JsonObject guest() {
        return get("/api/people").json().list("guests").objects().getFirst();
    }

    @Test
    void aGroupIsNeverTheOwner() {
        Address group = new Address("signal", "+49", Address.Kind.GROUP, "R3JvdXA=");
        String code = knocks(person("anna"), group, "Family");
        assertThat(post("/api/pairing/" + code + "/approve", "{\"owner\":true}").reason())
                .isEqualTo("group");
        assertThat(get("/api/people").json().list("guests").objects()).isEmpty();
    }

    @Test
    void showsHowMessengersFareAndWhatCouldNotBeDelivered() throws Exception {
        control.house()
                .channels
                .add(JsonObject.with("channel", "signal")
                        .with("state", "connected")
                        .build());
        control.house()
                .runtime()
                .letters
                .add(JsonObject.with("letter", 5).with("address", "signal.x").build());
        JsonObject people = get("/api/people").json();
        assertThat(people.list("channels").objects()).hasSize(1);
        assertThat(people.list("letters").objects().getFirst().text("name")).isEmpty();
        assertThat(post("/api/outbox/5/resend", "{}").status()).isEqualTo(200);
        assertThat(post("/api/outbox/5/drop", "{}").status()).isEqualTo(200);
        assertThat(asked()).containsExactly("outbox.resend 5", "outbox.drop 5");
        assertThat(audit()).contains("outbox.resend", "outbox.drop");

        control.house().stopRuntime();
        assertThat(get("/api/people").json().has("letters")).isFalse();
    }

    @Test
    void showsWhatIsPinnedAndWhetherThisHouseUsesIt() {
        control.house()
                .skills
                .add(PINNED.toJson().toBuilder().with("problem", "").build());
        control.house()
                .skills
                .add(new Skill("fresh", "Is new.", "c".repeat(64), List.of("read_file"))
                        .toJson().toBuilder().with("problem", "").build());
        JsonObject skills = get("/api/skills").json();
        assertThat(skills.list("skills").objects())
                .extracting(one -> one.text("name") + " " + one.flag("used"))
                .containsExactly("plan-trip true", "fresh false");
        assertThat(skills.list("left").texts()).containsExactly("gone");
        assertThat(post("/api/skills", "{}").status()).isEqualTo(405);
    }

    @Test
    void choosesAModelForAConversation() throws Exception {
        assertThat(get("/api/models").json().list("models").objects()).hasSize(3);
        assertThat(post("/api/sessions/c-1/model", "{\"model\":\"ollama/small\"}")
                        .json()
                        .text("model"))
                .isEqualTo("ollama/small");
        assertThat(get("/api/sessions/c-1/model").json().text("model")).isEqualTo("ollama/small");
        assertThat(post("/api/sessions/c-1/model", "{\"model\":\"openai/dearest\"}")
                        .reason())
                .isEqualTo("unknown-model");
        assertThat(post("/api/sessions/c-1/model", "{\"model\":\"\"}").status()).isEqualTo(200);
        assertThat(control.house().runtime().asked)
                .extracting(asked -> asked.text("model"))
                .containsExactly("ollama/small", "");
        assertThat(audit()).contains("model.chosen").doesNotContain("dearest");
    }

    @Test
    void answersCommandsItselfAndTheAssistantNeverHearsOfThem() {
        String at = "/api/sessions/c-1/messages";
        Answer help = post(at, "{\"id\":\"m1\",\"text\":\" /help \"}");
        assertThat(help.status()).isEqualTo(200);
        assertThat(help.json().text("said")).contains("/compact", "/model NAME").doesNotContain("/approve");
        assertThat(post(at, "{\"id\":\"m2\",\"text\":\"/compact\"}").json().text("said"))
                .contains("12,345");
        assertThat(control.house().runtime().taken()).isEmpty();
        assertThat(post(at, "{\"id\":\"m3\",\"text\":\"/etc/hosts is short\"}").status())
                .isEqualTo(202);
        assertThat(control.house().runtime().taken()).hasSize(1);
    }

    /// A yes wants a fresh proof here, which a message has none of.
    @Test
    void takesNoYesAsAMessage() {
        JsonObject shows = Effects.longCommand();
        String approval = control.as("runtime")
                .ask("gate.authorize", Effects.request("c1", "sandbox.run", shows))
                .text("approval");
        assertThat(post("/api/sessions/c-1/messages", "{\"id\":\"m1\",\"text\":\"/approve " + approval + "\"}")
                        .json()
                        .text("said"))
                .contains("Nothing was answered");
        control.as("host")
                .ask(
                        "approval.answer",
                        JsonObject.with("approval", approval)
                                .with("decision", "deny")
                                .build());
    }

    @Test
    void isForNoMachine() {
        for (String target : List.of("/api/people", "/api/schedules", "/api/skills", "/api/models")) {
            String nonce = UUID.randomUUID().toString();
            Assertion machine = new Assertion("token:x", "s", 1, "GET", target, nonce, System.nanoTime(), 10);
            JsonObject.Builder head = JsonObject.with("method", "GET")
                    .with("target", target)
                    .with("assertion", machine.seal(control.key("assertion")));
            assertThat(answer(head, new byte[0]).reason()).isEqualTo("scope");
        }
    }

    /// What the panel may do of this is done over the panel's own way, not by a compartment.
    @Test
    void takesNothingOfItFromAnotherCompartment() {
        for (String peer : List.of("runtime", "gateway", "guardian", "breaker")) {
            for (String operation : List.of("pairing.approve", "outbox.resend", "schedule.resume", "chat.submit")) {
                assertThat(refusal(control.as(peer), operation)).isEqualTo("not-allowed");
            }
        }
    }

    private static String refusal(LinkClient link, String operation) {
        try {
            link.ask(operation, JsonObject.EMPTY);
            return "taken";
        } catch (ContractException e) {
            return e.reason();
        }
    }
}
