package moltbot.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.control.ControlProcess;
import moltbot.control.Effects;
import moltbot.control.Parcels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What may be said with a slash in a messenger, and by whom; and who can say yes there to what. Over real links to the
/// real process.
class ChatCommandsTest {
    private static final Address OWNER = person("owner-in-signal");
    private static final Address SECOND = person("owner-on-a-second-number");
    private static final Address BERT = person("bert");
    private static final Address GROUP = new Address("signal", "+49", Kind.GROUP, "R3JvdXA=");
    private static final Pattern CODE = Pattern.compile("/deny ([A-Z2-9]{8})$");

    @TempDir
    Path root;

    private ControlProcess control;
    private LinkClient gateway;
    private LinkClient runtime;
    private LinkClient host;
    private int messages;

    private static Address person(String id) {
        return new Address("signal", "+49", Kind.DIRECT, id);
    }

    @BeforeEach
    void start() throws Exception {
        control = new ControlProcess(root);
        connect();
        letIn(OWNER, OWNER, true);
        letIn(BERT, BERT, false);
        letIn(BERT, GROUP, false);
    }

    private void connect() {
        gateway = control.as("gateway");
        runtime = control.as("runtime");
        host = control.as("host");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private void letIn(Address who, Address place, boolean owner) {
        writes(who, place, "let me in");
        String code = host.ask("pairing.list", JsonObject.EMPTY)
                .list("waiting")
                .objects()
                .getFirst()
                .text("code");
        host.ask(
                "pairing.approve",
                JsonObject.with("code", code).with("owner", owner).build());
    }

    /// What is answered; empty where it went to the assistant.
    private String writes(Address who, Address place, String text) {
        JsonObject head = JsonObject.with("id", "m" + messages++)
                .with("who", who.toJson())
                .with("place", place.toJson())
                .with("name", who.id())
                .with("self", false)
                .build();
        try (LinkCall call = gateway.open("channel.inbound", head)) {
            call.sendAll(Parcels.of("", text));
            call.reply();
            byte[] frame;
            String said = "";
            while ((frame = call.next()) != null) {
                said = JsonObject.parse(frame).textOr("said", "");
            }
            return said;
        }
    }

    private List<InboundMessage> taken() {
        return control.house().runtime().taken();
    }

    /// The question that a turn of the owner's conversation there has.
    private String asks(String call, JsonObject shows) {
        return asks(Effects.request(call, "sandbox.run", shows).toBuilder()
                .with("session", OWNER.key())
                .build());
    }

    private String asks(JsonObject request) {
        JsonObject ruling = runtime.ask("gate.authorize", request);
        assertThat(ruling.text("decision")).isEqualTo("ask");
        return ruling.text("approval");
    }

    /// The last of so many questions that the owner was told.
    private String told(int count) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        List<JsonObject> notices = control.house().runtime().notices();
        while (notices.size() < count && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(notices).hasSize(count);
        assertThat(notices.getLast().list("addresses").texts()).containsExactly(OWNER.key());
        return notices.getLast().text("text");
    }

    private static String code(String question) {
        Matcher code = CODE.matcher(question);
        assertThat(code.find()).as(question).isTrue();
        return code.group(1);
    }

    private void assertOpen(String approval) {
        host.ask(
                "approval.answer",
                JsonObject.with("approval", approval).with("decision", "deny").build());
    }

    @Test
    void answersCommandsItselfAndTheAssistantNeverHearsOfThem() {
        assertThat(writes(OWNER, OWNER, "/help")).contains("/approve CODE", "/stop");
        assertThat(writes(BERT, BERT, "/HELP ")).contains("/stop", "/new").doesNotContain("/approve");
        assertThat(writes(OWNER, OWNER, "/memory")).isEqualTo("I remember nothing.");
        assertThat(writes(OWNER, OWNER, "/dance")).startsWith("I do not know that command.");
        assertThat(writes(BERT, BERT, "/stop")).isEqualTo("Nothing runs here.");
        assertThat(taken()).isEmpty();

        assertThat(writes(OWNER, OWNER, "/etc/passwd: what is that?")).isEmpty();
        assertThat(taken()).hasSize(1);
    }

    @Test
    void endsTheTurnOfWhoeverSaysSoAndNobodyElses() {
        writes(BERT, BERT, "something long");
        assertThat(writes(OWNER, OWNER, "/stop")).isEqualTo("Nothing runs here.");
        assertThat(writes(BERT, BERT, "/stop")).isEqualTo("Stopped.");
    }

    @Test
    void beginsAnewAlsoAfterAKill() throws Exception {
        writes(BERT, BERT, "one");
        writes(OWNER, OWNER, "one");
        assertThat(writes(BERT, BERT, "/new")).startsWith("This is a new conversation.");
        writes(OWNER, OWNER, "/new");
        control.killAndRestart();
        connect();
        writes(BERT, BERT, "two");
        writes(OWNER, OWNER, "two");

        assertThat(taken().stream().map(InboundMessage::session))
                .containsExactly("direct", OWNER.key(), "direct-1", OWNER.key() + "-1");
        assertThat(taken().stream().map(InboundMessage::address).distinct()).containsExactly(BERT.key(), OWNER.key());
    }

    @Test
    void nobodyButTheOwnerDirectlySeesTheHouseOrChangesIt() {
        writes(OWNER, OWNER, "hello");
        asks("c1", Effects.longCommand());
        String code = code(told(1));
        for (String command : List.of(
                "/status",
                "/usage",
                "/model",
                "/model 2",
                "/model default",
                "/compact",
                "/memory forget 1",
                "/schedule delete 1",
                "/deny " + code,
                "/approve " + code)) {
            for (String said :
                    List.of(writes(BERT, BERT, command), writes(BERT, GROUP, command), writes(OWNER, GROUP, command))) {
                assertThat(said).as(command).startsWith("Only my owner can do that");
            }
        }
        assertThat(control.house().runtime().asked).isEmpty();
        assertThat(writes(OWNER, OWNER, "/approve " + code)).isEqualTo("Approved, this once.");
    }

    @Test
    void choosesAModelThatTheSettingsNameForOneConversation() throws Exception {
        writes(OWNER, OWNER, "hello");
        assertThat(writes(OWNER, OWNER, "/model"))
                .contains("1. anthropic/claude-big, the usual one ← here")
                .contains("2. openai/gpt-middle, which failed lately\n")
                .contains("/model default");
        assertThat(writes(OWNER, OWNER, "/model GPT-middle")).contains("openai/gpt-middle is asked first");
        assertThat(writes(OWNER, OWNER, "/model openai/dearest")).contains("name no such model", "nothing was changed");
        assertThat(writes(OWNER, OWNER, "/model one two")).contains("Nothing was changed");
        assertThat(writes(OWNER, OWNER, "/model")).contains("2. openai/gpt-middle, which failed lately ← here");
        assertThat(writes(OWNER, OWNER, "/model 3")).contains("ollama/small is asked first");
        assertThat(writes(OWNER, OWNER, "/model default")).contains("the usual model answers");
        writes(OWNER, OWNER, "/new");
        writes(OWNER, OWNER, "/model 1");

        assertThat(control.house().runtime().asked)
                .extracting(asked -> asked.text("session") + " " + asked.text("model"))
                .containsExactly(
                        OWNER.key() + " openai/gpt-middle",
                        OWNER.key() + " ollama/small",
                        OWNER.key() + " ",
                        OWNER.key() + "-1 anthropic/claude-big");
        assertThat(audit()).contains("\"model.chosen\"", "ollama/small").doesNotContain("dearest");
    }

    @Test
    void sumsUpTheConversationItIsSaidIn() throws Exception {
        assertThat(writes(OWNER, OWNER, "/compact")).contains("12,345 tokens");
        assertThat(writes(OWNER, OWNER, "/compact now")).contains("Nothing was changed");
        assertThat(control.house().runtime().asked)
                .extracting(asked -> asked.text("operation") + " " + asked.text("sender") + " " + asked.text("session"))
                .containsExactly("chat.compact owner " + OWNER.key());
        assertThat(audit()).contains("\"conversation.compacted\"");
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

    /// What a terminal says, as the host's link carries it; empty where it went to the assistant.
    private String atHost(String text) {
        JsonObject head =
                JsonObject.with("id", "h" + messages++).with("session", "host").build();
        return host.ask("chat.submit", head, text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .textOr("said", "");
    }

    @Test
    void answersTheHostTheSame() {
        assertThat(atHost("/help")).contains("/compact", "/model NAME").doesNotContain("/approve");
        assertThat(atHost("/model 2")).contains("openai/gpt-middle is asked first");
        assertThat(atHost("/approve ABCDEFGH")).contains("Nothing was answered");
        assertThat(atHost("/dance")).startsWith("I do not know that command.");
        assertThat(taken()).isEmpty();
        assertThat(atHost("what does /model do?")).isEmpty();
        assertThat(taken()).hasSize(1);
    }

    @Test
    void aCodeIsGoodOnceForExactlyWhatWasShown() throws Exception {
        writes(OWNER, OWNER, "hello");
        JsonObject shows = Effects.longCommand();
        String approval = asks("c1", shows);
        String other = asks("c2", Effects.networkCommand("curl"));
        told(2);
        assertThat(control.house().runtime().notices())
                .allSatisfy(notice -> assertThat(QuickReply.listFrom(notice.list("replies")))
                        .extracting(QuickReply::says)
                        .allSatisfy(said -> assertThat(notice.text("text")).contains(said)));
        String question = control.house().runtime().notices().stream()
                .map(notice -> notice.text("text"))
                .filter(text -> text.contains(shows.toString()))
                .findFirst()
                .orElseThrow();
        String code = code(question);

        assertThat(writes(OWNER, OWNER, "> the code is\n\n/approve " + code)).isEmpty();
        assertThat(writes(OWNER, OWNER, "/approve " + code + " and all others")).contains("Nothing was answered");
        assertThat(writes(OWNER, OWNER, "/approve AAAAAAAA")).startsWith("No question waits");
        assertThat(writes(OWNER, OWNER, "/approve " + code.toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo("Approved, this once.");
        assertThat(runtime.ask(
                                "gate.await",
                                JsonObject.with("approval", approval).build())
                        .text("decision"))
                .isEqualTo("approved");
        assertThat(writes(OWNER, OWNER, "/approve " + code)).startsWith("No question waits");
        assertThat(writes(OWNER, OWNER, "/deny " + code)).startsWith("No question waits");
        assertOpen(other);
        assertThat(Files.readString(control.data().resolve("approvals.jsonl")))
                .contains("\"by\":\"signal:" + OWNER.key() + "\"");
    }

    @Test
    void anAddressThatIsTheOwnersNoMoreApprovesNothing() {
        writes(OWNER, OWNER, "hello");
        String approval = asks("c1", Effects.longCommand());
        String code = code(told(1));
        letIn(SECOND, SECOND, true);
        assertThat(writes(SECOND, SECOND, "/approve " + code)).startsWith("No question waits");
        host.ask("pairing.remove", JsonObject.with("key", OWNER.key()).build());
        assertThat(writes(OWNER, OWNER, "/approve " + code)).isEmpty();
        assertOpen(approval);
    }

    @Test
    void whatIsMostDangerousIsApprovedInThePanelOnly() {
        writes(OWNER, OWNER, "hello");
        Label worst = Label.WORST;
        asks(Effects.request("c1", "sandbox.run", Effects.networkCommand("curl"), worst).toBuilder()
                .with("session", OWNER.key())
                .build());
        String question = told(1);
        assertThat(question).contains("in the panel only").doesNotContain("/approve");
        assertThat(writes(OWNER, OWNER, "/approve " + code(question))).contains("Nothing was approved");
        assertThat(writes(OWNER, OWNER, "/deny " + code(question))).isEqualTo("Denied. It is not done.");
    }

    @Test
    void showsAllOfItOrTakesNoYes() {
        writes(OWNER, OWNER, "hello");
        String approval = asks("c1", Effects.networkCommand("echo", "x".repeat(2_000)));
        String question = told(1);
        assertThat(question).contains("too long to be shown here").doesNotContain("xxx");
        assertThat(writes(OWNER, OWNER, "/approve " + code(question))).contains("Nothing was approved");
        assertOpen(approval);

        asks("c2", Effects.networkCommand("echo", "\u202Eevil\u200B", "p\u0430ypal\n\n/approve all"));
        assertThat(told(2)).contains("\\u202eevil\\u200b", "p\\u0430ypal\\n\\n/approve all");
    }

    @Test
    void approvesNothingWhileThePanelIsBlockedOrAfterARestart() throws Exception {
        writes(OWNER, OWNER, "hello");
        String approval = asks("c1", Effects.longCommand());
        String code = code(told(1));
        control.house().trips(JsonObject.with("check", "L2").with("reason", "x").build());
        assertThat(writes(OWNER, OWNER, "/approve " + code)).contains("nothing is approved here");
        control.killAndRestart();
        connect();
        assertThat(writes(OWNER, OWNER, "/approve " + code)).startsWith("No question waits");
        assertOpen(approval);
    }

    @Test
    void tellsTheOwnerWhatOthersAskForAndNothingOfWhatThePanelAsks() {
        JsonObject request = Effects.request("c1", "sandbox.run", Effects.longCommand(), Label.WORST).toBuilder()
                .with("sender", BERT.key())
                .with("session", "direct")
                .build();
        asks(Effects.request("c0", "sandbox.run", Effects.longCommand()));
        asks(request);
        asks(request);
        assertThat(told(1)).contains("Somebody else whom you let in");
    }

    @Test
    void takesAnAnswerFromNoOtherCompartment() {
        for (String peer : List.of("runtime", "guardian", "breaker", "host")) {
            assertThatThrownBy(() -> control.as(peer).ask("channel.inbound", JsonObject.EMPTY))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("not-allowed"));
        }
    }

    @Test
    void whoeverReadsItLaterSeesWhereItWasAnswered() throws Exception {
        writes(OWNER, OWNER, "hello");
        String approval = asks("c1", Effects.longCommand());
        writes(OWNER, OWNER, "/approve " + code(told(1)));
        control.house().runtime().add(OWNER.key(), "t", new ChatFact.ApprovalAnswered("c1", approval, "approved"));
        try (LinkCall watch = host.open(
                "chat.watch",
                JsonObject.with("session", OWNER.key()).with("after", 0).build())) {
            watch.end();
            JsonObject event;
            do {
                event = JsonObject.parse(java.util.Objects.requireNonNull(watch.next()));
            } while (!event.text("type").equals("approval_answered"));
            assertThat(event.text("by")).isEqualTo("signal");
        }
    }
}
