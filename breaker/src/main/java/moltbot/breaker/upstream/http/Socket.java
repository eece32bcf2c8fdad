package moltbot.breaker.upstream.http;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import moltbot.breaker.exchange.Line;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.upstream.Errand;
import moltbot.breaker.upstream.socket.FirstMessage;
import moltbot.breaker.upstream.socket.Handshake;
import moltbot.breaker.upstream.socket.Relay;
import org.jspecify.annotations.Nullable;

/// A WebSocket that the panel has agreed to: judges its answer (RFC 6455 §4.1), and lets the frames begin.
final class Socket implements Live {
    private final SignedIn who;
    private final EventLoop loop;
    private final Relay relay;

    private Socket(SignedIn who, EventLoop loop, Relay relay) {
        this.who = who;
        this.loop = loop;
        this.relay = relay;
    }

    /// True where a `101` answers this request and no other.
    static boolean answers(Request request, HttpResponse head, boolean deflateOffered) {
        HttpHeaders headers = head.headers();
        String key = request.one("sec-websocket-key").orElse("");
        return headers.getAll("sec-websocket-accept").size() == 1
                && Handshake.accept(key).equals(headers.get("sec-websocket-accept"))
                && "websocket".equalsIgnoreCase(headers.get("upgrade"))
                && headers.containsValue("connection", "upgrade", true)
                && Handshake.offered(request, headers.getAll("sec-websocket-protocol"))
                && Handshake.readable(headers.getAll("sec-websocket-extensions"), deflateOffered);
    }

    /// Joins the two ends.
    static void begin(HttpUpstream home, Errand errand, Line line, Wire wire, HttpHeaders theirs) {
        boolean compressed = theirs.contains("sec-websocket-extensions");
        Credential credential = home.terms().credential();
        @Nullable
        FirstMessage first = credential.speaksOpenClaw()
                ? new OpenClawConnect(credential, home.terms().device())::replace
                : null;
        Socket[] self = new Socket[1];
        Relay relay = new Relay(
                new Relay.Limits(
                        compressed, home.terms().maxMessageBytes(), home.terms().nanos()),
                first,
                () -> home.forget(self[0]));
        self[0] = new Socket(errand.who(), line.loop(), relay);
        home.add(self[0]);
        HttpHeaders ours = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        ours.set("upgrade", "websocket").set("connection", "Upgrade");
        for (String name :
                new String[] {"sec-websocket-accept", "sec-websocket-protocol", "sec-websocket-extensions"}) {
            if (theirs.contains(name)) {
                ours.set(name, theirs.get(name));
            }
        }
        line.upgrade(ours, relay.browser());
        wire.upgrade(relay.panel());
        if (!home.mayGoOn(errand)) {
            relay.cut();
        }
    }

    @Override
    public SignedIn who() {
        return who;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void judgePatience(long now) {
        relay.judge(now);
    }

    @Override
    public void cut() {
        relay.cut();
    }
}
