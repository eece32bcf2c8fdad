package moltbot.control.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.web.WebFetch;
import moltbot.control.ControlProcess;
import moltbot.control.Effects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The assistant as programs that speak chat completions meet it.
@Timeout(60)
class CompletionsTest {
    private ControlProcess control;
    private LinkClient breaker;

    private record Answer(int status, String body) {
        JsonObject json() {
            return JsonObject.parse(body);
        }
    }

    @BeforeEach
    void start(@TempDir Path root) throws Exception {
        control = new ControlProcess(root);
        breaker = control.as("breaker");
        control.house().runtime().script((message, turn) -> {
            String session = message.session();
            control.house().runtime().add(session, turn, new ChatFact.Draft("You said ", false));
            control.house().runtime().add(session, turn, new ChatFact.Draft(message.text(), false));
            control.house()
                    .runtime()
                    .add(session, turn, new ChatFact.AssistantText("You said " + message.text(), "demo", "scripted"));
            control.house().runtime().add(session, turn, new ChatFact.TurnFinished("done"));
        });
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private Answer ask(String principal, String method, String target, String body) {
        String nonce = UUID.randomUUID().toString();
        Assertion assertion =
                new Assertion(principal, "s", 1, method, target, nonce, System.nanoTime(), Assertion.NEVER_PROVED);
        JsonObject head = JsonObject.with("method", method)
                .with("target", target)
                .with("assertion", assertion.seal(control.key("assertion")))
                .with(
                        "headers",
                        JsonObject.with("content-type", "application/json").build())
                .build();
        try (LinkCall call = breaker.open("http", head)) {
            call.sendAll(body.getBytes(StandardCharsets.UTF_8));
            JsonObject reply = call.reply();
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            byte[] piece;
            while ((piece = call.next()) != null) {
                whole.writeBytes(piece);
            }
            return new Answer((int) reply.number("status"), whole.toString(StandardCharsets.UTF_8));
        }
    }

    private Answer complete(String principal, String more) {
        return ask(
                principal,
                "POST",
                "/v1/chat/completions",
                "{\"model\":\"moltbot\",\"temperature\":0.2,\"messages\":[{\"role\":\"system\",\"content\":\"x\"},"
                        + "{\"role\":\"user\",\"content\":\"old\"},{\"role\":\"assistant\",\"content\":\"y\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hello\"}]}]" + more + "}");
    }

    @Test
    void answersWholeAndInPieces() {
        JsonObject whole = complete("token:abc", "").json();
        assertThat(whole.list("choices").objects().getFirst().object("message").text("content"))
                .isEqualTo("You said hello");
        assertThat(whole.text("object")).isEqualTo("chat.completion");

        Answer pieces = complete("token:abc", ",\"stream\":true");
        assertThat(pieces.body())
                .contains("\"role\":\"assistant\"", "\"finish_reason\":\"stop\"")
                .endsWith("data: [DONE]\n\n");
        assertThat(pieces.body()
                        .lines()
                        .filter(line -> line.startsWith("data: {"))
                        .map(line -> JsonObject.parse(line.substring(6))
                                .list("choices")
                                .objects()
                                .getFirst())
                        .map(choice -> choice.object("delta").textOr("content", ""))
                        .reduce("", String::concat))
                .isEqualTo("You said hello");
    }

    @Test
    void saysNoCommand() {
        String said = "{\"messages\":[{\"role\":\"user\",\"content\":\"/model 2\"}]}";
        assertThat(ask("token:abc", "POST", "/v1/chat/completions", said).body())
                .contains("You said /model 2");
        assertThat(control.house().runtime().taken()).hasSize(1);
    }

    @Test
    void itsModelIsTheAssistantAndChoosesNothing() {
        String said = "{\"model\":\"openai/gpt-middle\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        assertThat(ask("token:abc", "POST", "/v1/chat/completions", said).body())
                .contains("model_not_found");
        assertThat(complete("token:abc", "").json().text("model")).isEqualTo("moltbot");
        assertThat(control.house().runtime().asked).isEmpty();
    }

    @Test
    void keepsTokensAndTheirUsersApartAndIsNotTheOwnersWord() {
        complete("token:abc", "");
        complete("token:abc", ",\"user\":\"ann\"");
        complete("token:def", "");

        assertThat(control.house().runtime().taken())
                .extracting(
                        message -> message.channel() + " " + message.session().replaceAll("-[0-9a-f]{16}$", "-user"))
                .containsExactly("api api-abc", "api api-abc-user", "api api-def");
        String message = "{\"messages\":[{\"role\":\"user\",\"content\":\"read https://a.example/ for me\"}]}";
        assertThat(ask("token:abc", "POST", "/v1/chat/completions", message).status())
                .isEqualTo(200);
        JsonObject fetch =
                Effects.request("c1", "web.fetch", new WebFetch("https://a.example/", WebFetch.Way.NAMED).toJson())
                        .toBuilder()
                        .with("session", "api-abc")
                        .build();
        assertThat(control.as("runtime").ask("gate.authorize", fetch).text("decision"))
                .as("an address that only a program wrote")
                .isEqualTo("ask");
    }

    @Test
    void isForTokensAndTheyAreForNothingElse() {
        assertThat(complete("owner", "").status()).isEqualTo(403);
        assertThat(ask("token:abc", "POST", "/api/approvals/a/approve", "{}").status())
                .isEqualTo(403);
        assertThat(ask("token:abc", "GET", "/api/sessions", "").status()).isEqualTo(403);
        assertThat(ask("token:abc", "GET", "/api/memory", "").status()).isEqualTo(403);
    }

    @Test
    void refusesInTheWordsOfThatInterface() {
        Answer tools = complete("token:abc", ",\"tools\":[{}]");
        assertThat(tools.status()).isEqualTo(400);
        assertThat(tools.json().object("error").text("type")).isEqualTo("invalid_request_error");
        assertThat(tools.json().object("error").text("message")).contains("has its own tools");
        assertThat(ask("token:abc", "POST", "/v1/chat/completions", "{\"model\":\"gpt\",\"messages\":[]}")
                        .json()
                        .object("error")
                        .text("code"))
                .isEqualTo("model_not_found");
        assertThat(control.house().runtime().taken()).isEmpty();
    }

    @Test
    void saysWhatWentWrongInASentence() {
        control.house().runtime().script((message, turn) -> {
            control.house()
                    .runtime()
                    .add(message.session(), turn, new ChatFact.Notice("model-unavailable", "The provider is down."));
            control.house().runtime().add(message.session(), turn, new ChatFact.TurnFinished("failed"));
        });
        Answer failed = complete("token:abc", "");
        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.json().object("error").text("message")).isEqualTo("The provider is down.");
        assertThat(complete("token:abc", ",\"stream\":true").body())
                .contains("\"error\":{\"message\":\"The provider is down.\"");
    }

    @Test
    void saysThatTheRuntimeWentAwayAlsoInTheMiddle() {
        control.house().runtime().script((message, turn) -> {
            while (control.house().runtime().watching(message.session()) == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            control.house().runtime().add(message.session(), turn, new ChatFact.Draft("You sa", false));
            control.house().runtime().hangUp();
        });
        assertThat(complete("token:abc", "").json().object("error").text("message"))
                .contains("was restarted before it had answered");
        assertThat(complete("token:abc", ",\"stream\":true").body())
                .contains("You sa", "was restarted before it had answered")
                .endsWith("data: [DONE]\n\n");
    }
}
