package moltbot.gateway.mcp;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.grant.VerifiedGrant;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.mcp.RemotePlace;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.egress.task.RequestLog;
import moltbot.gateway.egress.task.SecretName;
import moltbot.gateway.oauth.Tokens;
import moltbot.gateway.vault.Secrets;
import org.jspecify.annotations.Nullable;

/// `mcp.open`: a conversation with a server of tools that the owner configured, open as long as the runtime's
/// exchange is. The runtime sees what it sees of a server in a sandbox: a message a line, both ways. Where that is,
/// with which key, is the owner's settings; nothing is sent without a lease, nor before its record is in the audit.
public final class RemoteServers {
    private static final int MOST_OPEN = 32;
    private static final int MOST_AT_ONCE = 16;
    private static final int PIECE = 64 << 10;
    private static final int MOST_LINE = 1 << 20;
    private static final System.Logger LOG = System.getLogger("mcp");

    private final Map<String, RemotePlace> places = new LinkedHashMap<>();
    private final Egress egress;
    private final Secrets secrets;
    private final GrantVerifier grants;
    private final RequestLog log;
    private final BooleanSupplier permission;
    private final Tokens tokens;
    private final Rest rest;
    private final Semaphore open = new Semaphore(MOST_OPEN);

    /// What else it needs.
    ///
    /// @param permission  whether the guardian confirms that this machine is safe
    /// @param tokens      of servers that want a sign-in
    public record Around(BooleanSupplier permission, Tokens tokens, Rest rest) {}

    public RemoteServers(
            List<RemotePlace> places,
            Egress egress,
            Secrets secrets,
            GrantVerifier grants,
            RequestLog log,
            Around around) {
        places.forEach(place -> this.places.put(place.server(), place));
        this.egress = egress;
        this.secrets = secrets;
        this.grants = grants;
        this.log = log;
        this.permission = around.permission();
        this.tokens = around.tokens();
        this.rest = around.rest();
    }

    /// The owner's servers in this compartment's settings.
    public static List<RemotePlace> places(JsonObject settings) {
        return settings.listOr("servers", JsonArray.EMPTY).objects().stream()
                .map(RemotePlace::fromJson)
                .toList();
    }

    /// Where the gateway may go for them.
    public static List<Origin> origins(List<RemotePlace> places) {
        return places.stream().map(place -> Origin.of(URI.create(place.url()))).toList();
    }

    /// Serves one exchange.
    public void open(LinkExchange exchange) throws InterruptedException {
        RemotePlace place = places.get(exchange.head().text("server"));
        if (place == null) {
            throw ContractException.refused(
                    "no-server", "There is no server of tools of that name. Nothing was asked.");
        }
        VerifiedGrant grant = use(exchange, place);
        if (!open.tryAcquire()) {
            throw ContractException.refused("busy", "As many servers of tools as may be are open. Nothing was asked.");
        }
        try {
            // Where a sign-in is wanted first, that is said before anything is asked.
            var _ = pass(place).credential();
            exchange.reply(JsonObject.EMPTY);
            serve(exchange, place, grant.call());
        } finally {
            open.release();
        }
    }

    private VerifiedGrant use(LinkExchange exchange, RemotePlace place) {
        requirePermission();
        try {
            return grants.use(exchange.head().text("grant"), RemotePlace.EFFECT, place.digest());
        } catch (ContractException e) {
            ContractException refusal = ContractException.refused(
                    "bad-grant", "That is not what was allowed, or its permission was used or has run out.");
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private void requirePermission() {
        if (!permission.getAsBoolean()) {
            throw ContractException.refused(
                    "no-lease",
                    "Tools are off: the guardian has not confirmed that this machine is safe. Nothing was asked.");
        }
    }

    private void serve(LinkExchange exchange, RemotePlace place, String call) throws InterruptedException {
        Set<Thread> asking = ConcurrentHashMap.newKeySet();
        AtomicReference<@Nullable ContractException> over = new AtomicReference<>();
        Thread serving = Thread.currentThread();
        Consumer<ContractException> end = why -> {
            if (over.compareAndSet(null, why)) {
                serving.interrupt();
            }
        };
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (RemoteServer server = new RemoteServer(
                egress,
                URI.create(place.url()),
                () -> pass(place),
                () -> permitted("GET", "listen", place, call),
                rest,
                said -> tell(exchange, said))) {
            byte[] piece;
            while ((piece = exchange.next()) != null) {
                for (byte one : piece) {
                    if (one != '\n') {
                        line.write(one);
                    } else {
                        JsonObject message = JsonObject.parse(line.toByteArray());
                        line.reset();
                        permitted("POST", message.textOr("method", "answer"), place, call);
                        pass(message, server, asking, end);
                    }
                }
                if (line.size() > MOST_LINE) {
                    throw new ContractException(Code.TOO_LARGE, "A message to a server of tools is too long.");
                }
            }
        } catch (InterruptedException e) {
            ContractException why = over.get();
            if (why == null) {
                throw e;
            }
            throw why;
        } finally {
            asking.forEach(Thread::interrupt);
        }
    }

    /// Nothing is sent without a lease, nor before its record is in the audit.
    private void permitted(String method, String message, RemotePlace place, String call) {
        requirePermission();
        log.record(
                "request",
                call,
                JsonObject.with("method", method)
                        .with("origin", Origin.of(URI.create(place.url())).toString())
                        .with("way", "mcp")
                        .with("message", message)
                        .build());
    }

    /// Questions may take long, and are asked beside each other; what wants no answer keeps its place before the next.
    private static void pass(
            JsonObject message, RemoteServer server, Set<Thread> asking, Consumer<ContractException> end)
            throws InterruptedException {
        if (!message.has("id") || !message.has("method")) {
            server.send(message);
            return;
        }
        if (asking.size() >= MOST_AT_ONCE) {
            throw new ContractException(Code.TOO_LARGE, "Too much is asked of a server of tools at once.");
        }
        Thread thread = Thread.ofVirtual().name("mcp-ask").unstarted(() -> {
            try {
                server.send(message);
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.DEBUG, "A question to a server of tools was given up.");
            } catch (ContractException e) {
                LOG.log(System.Logger.Level.DEBUG, "A question to a server of tools has no answer.", e);
                if (e.reason().equals(Tokens.WANTED)) {
                    end.accept(e);
                }
            } finally {
                asking.remove(Thread.currentThread());
            }
        });
        asking.add(thread);
        thread.start();
    }

    private Pass pass(RemotePlace place) {
        return place.signIn().isPresent() ? Pass.of(tokens, place) : Pass.of(key(place));
    }

    private Optional<Credential> key(RemotePlace place) {
        if (place.key().isEmpty()) {
            return Optional.empty();
        }
        String name = SecretName.of(place.key());
        return Optional.of(new Credential.InHeader(
                "authorization",
                "Bearer ",
                secrets.find(name)
                        .orElseThrow(() -> ContractException.refused(
                                "no-key",
                                "There is no key '" + place.key() + "' yet: ./moltbot secret set " + name
                                        + ". Nothing was asked."))));
    }

    /// One message whole, whoever else is heard.
    private static void tell(LinkExchange exchange, JsonObject said) {
        byte[] bytes = (said + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (exchange) {
            for (int from = 0; from < bytes.length; from += PIECE) {
                exchange.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE)));
            }
        }
    }
}
