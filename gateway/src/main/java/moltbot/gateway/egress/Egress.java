package moltbot.gateway.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.vault.Secret;
import moltbot.gateway.vault.SecretAccess;
import org.jspecify.annotations.Nullable;

/// The one way out. Sends only to the origins it was made for, follows no redirect, uses no proxy and keeps no cookies;
/// every answer has a bound on its size and on its silences. Safe for use by any number of threads.
///
/// The client is made at the first request: a house that only chats with its demo never loads it.
public final class Egress implements AutoCloseable {
    /// What can be nothing but one segment of a path.
    private static final Pattern PATH_KEY = Pattern.compile("[A-Za-z0-9:_-]{1,256}");

    /// Bytes a second that a slow line sends.
    private static final int SLOW_LINE = 64 << 10;

    private final Set<String> allowed;
    private final SecretAccess access;
    private final EgressLimits limits;
    private final IdleWatchdog watchdog = new IdleWatchdog();
    private volatile @Nullable HttpClient client;

    public Egress(Collection<Origin> allowed, SecretAccess access, EgressLimits limits) {
        this.allowed = allowed.stream().map(Origin::toString).collect(Collectors.toUnmodifiableSet());
        this.access = access;
        this.limits = limits;
    }

    /// Sends a request and waits for the head of its answer; interrupt to give up. The answer must be closed: before
    /// its end that ends the connection too.
    ///
    /// Fails as [Code#REFUSED] for what may not leave, [Code#UNAVAILABLE] where nobody answers, [Code#TIMEOUT] and
    /// [Code#LOST].
    public EgressAnswer post(EgressPost post) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(post.body().toBytes()));
        return send(complete(request, post.target(), post.headers(), post.credential()), post.credential());
    }

    /// As [#post], for what is no JSON.
    public EgressAnswer upload(EgressUpload upload) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("content-type", upload.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(upload.body()));
        HttpRequest _ = complete(request, upload.target(), upload.headers(), upload.credential());
        // The time for an answer begins with the first byte that is sent: a slow line needs more for many.
        Duration sending = Duration.ofSeconds(upload.body().length / SLOW_LINE);
        return send(request.timeout(limits.firstByte().plus(sending)).build(), upload.credential());
    }

    /// As [#upload], for what takes the place of what is there.
    public EgressAnswer put(EgressUpload put) throws InterruptedException {
        return send("PUT", put);
    }

    /// As [#upload], for what changes what is there.
    public EgressAnswer patch(EgressUpload patch) throws InterruptedException {
        return send("PATCH", patch);
    }

    private EgressAnswer send(String method, EgressUpload what) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("content-type", what.contentType())
                .method(method, HttpRequest.BodyPublishers.ofByteArray(what.body()));
        return send(complete(request, what.target(), what.headers(), what.credential()), what.credential());
    }

    /// As [#get], for what is to be there no more.
    public EgressAnswer delete(EgressGet what) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder().DELETE();
        return send(complete(request, what.target(), what.headers(), what.credential()), what.credential());
    }

    /// As [#post], for what is only asked.
    public EgressAnswer get(EgressGet get) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder().GET();
        return send(complete(request, get.target(), get.headers(), get.credential()), get.credential());
    }

    /// Opens a WebSocket to a `wss:` address, or a `ws:` one on this machine; nothing is sent yet.
    ///
    /// Fails as [#post] does.
    public EgressSocket socket(URI target) throws InterruptedException {
        Origin origin = permitted(URI.create(target.toString().replaceFirst("^ws", "http")));
        if (!origin.confidential()) {
            throw ContractException.refused("egress", "What is said to " + origin + " could be read on the way.");
        }
        EgressSocket socket = new EgressSocket(origin.host(), limits, this::withKey);
        CompletableFuture<WebSocket> opening =
                client().newWebSocketBuilder().connectTimeout(limits.connect()).buildAsync(target, socket.listener());
        try {
            socket.opened(opening.get(limits.firstByte().toNanos(), TimeUnit.NANOSECONDS));
            return socket;
        } catch (ExecutionException e) {
            throw new ContractException(Code.UNAVAILABLE, "Nobody answers at " + origin.host() + ".", e);
        } catch (TimeoutException e) {
            throw new ContractException(Code.TIMEOUT, origin.host() + " took too long to answer.", e);
        } finally {
            var _ = opening.whenComplete((opened, _) -> {
                if (opened != null && !socket.isOpen()) {
                    opened.abort();
                }
            });
        }
    }

    private String withKey(JsonObject message, EgressSocket.Key key) {
        JsonObject inner = message.object(key.object()).toBuilder()
                .with(key.field(), key.secret().reveal(access))
                .build();
        return message.toBuilder().with(key.object(), inner).build().toString();
    }

    private EgressAnswer send(HttpRequest request, Optional<Credential> key) throws InterruptedException {
        String host = request.uri().getHost();
        try {
            HttpResponse<InputStream> response = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            return new EgressAnswer(response, watchdog, limits);
        } catch (HttpConnectTimeoutException e) {
            throw failure(Code.UNAVAILABLE, "Nobody answers at " + host + ".", e, key);
        } catch (HttpTimeoutException e) {
            throw failure(Code.TIMEOUT, host + " took too long to answer.", e, key);
        } catch (java.net.ConnectException e) {
            throw failure(Code.UNAVAILABLE, "Nobody answers at " + host + ".", e, key);
        } catch (IOException e) {
            throw failure(Code.LOST, "The connection to " + host + " failed.", e, key);
        }
    }

    /// A cause may say which address was asked, and that may have the key in it.
    private static ContractException failure(Code code, String what, IOException e, Optional<Credential> key) {
        return key.filter(Credential.InPath.class::isInstance).isPresent()
                ? new ContractException(code, what)
                : new ContractException(code, what, e);
    }

    private HttpRequest complete(
            HttpRequest.Builder request, URI target, Map<String, String> headers, Optional<Credential> key) {
        Origin origin = permitted(target);
        request.timeout(limits.firstByte());
        if (origin.scheme().equals("http")) {
            // Else every new connection would ask for an upgrade to HTTP/2 first.
            request.version(HttpClient.Version.HTTP_1_1);
        }
        headers.forEach(request::setHeader);
        if (key.isPresent() && !origin.confidential()) {
            throw ContractException.refused(
                    "egress",
                    "The key was not sent: " + origin + " is plain HTTP to another machine, where anyone between"
                            + " could read it. Use an https address.");
        }
        request.uri(target);
        key.ifPresent(credential -> {
            switch (credential) {
                case Credential.InHeader(String header, String prefix, Secret secret) ->
                    request.setHeader(header, prefix + secret.reveal(access));
                case Credential.InPath path -> request.uri(withKey(target, path));
            }
        });
        return request.build();
    }

    private URI withKey(URI target, Credential.InPath path) {
        String key = path.secret().reveal(access);
        if (!PATH_KEY.matcher(key).matches()) {
            throw ContractException.refused(
                    "bad-key", "The key was not sent: it has signs in it that would change where it goes.");
        }
        return URI.create(target.toString().replaceAll("/+$", "") + path.before() + key + path.after());
    }

    private Origin permitted(URI target) {
        Origin origin = Origin.of(withoutQuery(target));
        if (!allowed.contains(origin.toString())
                && !allowed.contains(origin.anyBeside().toString())) {
            throw ContractException.refused("egress", "This house may not talk to " + origin + ".");
        }
        return origin;
    }

    private static URI withoutQuery(URI target) {
        String text = target.toString();
        int query = text.indexOf('?');
        return query < 0 ? target : URI.create(text.substring(0, query));
    }

    private HttpClient client() {
        HttpClient made = client;
        if (made != null) {
            return made;
        }
        synchronized (this) {
            made = client;
            if (made == null) {
                made = HttpClient.newBuilder()
                        .connectTimeout(limits.connect())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
                client = made;
            }
            return made;
        }
    }

    /// Ends every request at once.
    @Override
    public void close() {
        watchdog.close();
        HttpClient made = client;
        if (made != null) {
            made.shutdownNow();
        }
    }
}
