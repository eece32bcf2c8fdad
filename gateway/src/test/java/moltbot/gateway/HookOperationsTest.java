package moltbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.assertion.AssertionVerifier;
import moltbot.contract.hook.HookCall;
import moltbot.contract.hook.Taken;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.WebhookReceiver;
import moltbot.gateway.channel.webhook.WebhookChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls of hooks arrive on the real link, each with the breaker's seal.
class HookOperationsTest {
    private static final byte[] KEY = new byte[32];
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private final Queue<String> service = new ConcurrentLinkedQueue<>();
    private final Queue<String> programs = new ConcurrentLinkedQueue<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final AtomicReference<Taken> next = new AtomicReference<>(Taken.DONE);
    private LinkServer server;
    private LinkClient breaker;

    /// A service's channel: notes what it is called with, and waits where a test holds it.
    private final class Service implements WebhookReceiver {
        @Override
        public String hook() {
            return "whatsapp";
        }

        @Override
        public Taken receive(HookCall call, byte[] body) throws InterruptedException {
            service.add(call.id() + " " + new String(body, StandardCharsets.UTF_8));
            CountDownLatch until = held.get(call.id());
            if (until != null) {
                until.await();
            }
            return next.get();
        }
    }

    @BeforeEach
    void start() {
        WebhookChannel channel = new WebhookChannel(InstantSource.system());
        Inbox inbox = message -> {
            programs.add(message.who().id() + " " + message.id() + " " + message.text());
            channel.seen(message);
        };
        channel.open(inbox);
        HookOperations hooks = new HookOperations(
                List.of(new Service()), Optional.of(channel), new AssertionVerifier(KEY, System::nanoTime));
        Capability capability = new Capability("breaker", new byte[32]);
        Path socket = folder.resolve("g").resolve("link.sock");
        server = LinkServer.start(
                socket,
                List.of(capability),
                new LinkRoutes().on("breaker", "hook.deliver", hooks::deliver),
                LinkLimits.DEFAULT);
        breaker = new LinkClient(socket, capability, LinkLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        held.values().forEach(CountDownLatch::countDown);
        breaker.close();
        server.close();
    }

    private static String seal(String principal, String id, String target, byte[] key) {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        return new Assertion(
                        principal,
                        id,
                        1,
                        "POST",
                        target,
                        HexFormat.of().formatHex(nonce),
                        System.nanoTime(),
                        Assertion.NEVER_PROVED)
                .seal(key);
    }

    private static JsonObject head(String hook, String id, String assertion) {
        return JsonObject.with("hook", hook)
                .with("id", id)
                .with("type", "text/plain")
                .with("query", "")
                .with("assertion", assertion)
                .build();
    }

    private static JsonObject call(String kind, String hook, String id) {
        return head(hook, id, seal("hook:" + kind + ":" + hook, id, "/hooks/" + hook, KEY));
    }

    private String deliver(JsonObject head) {
        return breaker.ask("hook.deliver", head, "hello".getBytes(StandardCharsets.UTF_8))
                .text("taken");
    }

    @Test
    void aServicesHookIsReadByThatServiceAndAProgramsByTheChannelOfPrograms() {
        assertThat(deliver(call("meta", "whatsapp", "1"))).isEqualTo("done");
        assertThat(deliver(call("bearer", "front-door", "2"))).isEqualTo("done");
        assertThat(deliver(call("hmac", "forge", "3"))).isEqualTo("done");

        assertThat(service).containsExactly("1 hello");
        assertThat(programs).containsExactly("front-door 2 front-door:\nhello", "forge 3 forge:\nhello");
    }

    @Test
    void aProgramCannotSpeakForAServiceNorAServiceAsAProgram() {
        deliver(call("bearer", "whatsapp", "1"));
        assertThat(service).isEmpty();
        assertThat(programs).containsExactly("whatsapp 1 whatsapp:\nhello");

        assertThatThrownBy(() -> deliver(call("meta", "front-door", "2")))
                .hasMessageContaining("No channel that is on");
        assertThat(programs).hasSize(1);
    }

    @Test
    void takesNobodysWordForWhoCalled() {
        String right = seal("hook:bearer:front-door", "1", "/hooks/front-door", KEY);
        byte[] another = new byte[32];
        another[0] = 1;
        List<JsonObject> wrong = List.of(
                head("front-door", "1", "none"),
                head("front-door", "1", seal("hook:bearer:front-door", "1", "/hooks/front-door", another)),
                head("other", "1", right),
                head("front-door", "2", seal("hook:bearer:front-door", "1", "/hooks/front-door", KEY)),
                head("front-door", "1", seal("hook:bearer:other", "1", "/hooks/front-door", KEY)),
                head("front-door", "1", seal("owner", "1", "/hooks/front-door", KEY)),
                head("front-door", "1", seal("hook:bearer:front-door", "1", "/hooks/front-door?a=b", KEY)));

        assertThat(wrong)
                .allSatisfy(head -> assertThatThrownBy(() -> deliver(head)).isInstanceOf(ContractException.class));
        assertThat(programs).isEmpty();
        JsonObject once = head("front-door", "1", right);
        deliver(once);
        assertThatThrownBy(() -> deliver(once)).isInstanceOf(ContractException.class);
        assertThat(programs).hasSize(1);
    }

    @Test
    void theSameDeliveryIsTakenOnceAndWhatWasNotTakenIsTriedAgain() {
        next.set(Taken.LATER);
        assertThat(deliver(call("meta", "whatsapp", "1"))).isEqualTo("later");
        next.set(Taken.DONE);
        assertThat(deliver(call("meta", "whatsapp", "1"))).isEqualTo("done");
        next.set(Taken.UNREADABLE);
        assertThat(deliver(call("meta", "whatsapp", "1"))).isEqualTo("done");
        assertThat(deliver(call("meta", "whatsapp", "2"))).isEqualTo("unreadable");

        assertThat(service).containsExactly("1 hello", "1 hello", "2 hello");
    }

    @Test
    void workGoesOnWhereNobodyWaitsForItAndWhoeverCallsAgainIsToldWhatCameOfIt() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        held.put("1", until);
        LinkCall left = breaker.open("hook.deliver", call("meta", "whatsapp", "1"));
        left.sendAll("hello".getBytes(StandardCharsets.UTF_8));
        await(() -> service.size() == 1);
        left.close();
        AtomicReference<String> again = new AtomicReference<>("");
        Thread caller = Thread.ofVirtual().start(() -> again.set(deliver(call("meta", "whatsapp", "1"))));
        until.countDown();
        assertThat(caller.join(java.time.Duration.ofSeconds(10))).isTrue();

        assertThat(again.get()).isEqualTo("done");
        assertThat(service).hasSize(1);
    }

    @Test
    void noMoreAreUnderWayThanThereIsRoomFor() {
        CountDownLatch until = new CountDownLatch(1);
        for (int i = 0; i < 16; i++) {
            held.put("held-" + i, until);
            JsonObject head = call("meta", "whatsapp", "held-" + i);
            Thread.ofVirtual().start(() -> deliver(head));
        }
        await(() -> service.size() == 16);

        assertThat(deliver(call("meta", "whatsapp", "one-more"))).isEqualTo("later");
        until.countDown();
        await(() -> deliver(call("meta", "whatsapp", "now")).equals("done"));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }
}
