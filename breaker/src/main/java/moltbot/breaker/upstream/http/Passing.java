package moltbot.breaker.upstream.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.exchange.Line;
import moltbot.breaker.exchange.Passage;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.upstream.Errand;
import moltbot.breaker.upstream.Forwarded;
import moltbot.breaker.upstream.socket.Handshake;
import org.jspecify.annotations.Nullable;

/// One exchange on its way to the other panel and back. Whoever is slow slows the other down: a piece is read
/// from one side only while the other has room. On its event loop, but for [#cut].
final class Passing implements Live, Passage, Pool.Taker, Wire.User {
    static final Duration HEAD_PATIENCE = Duration.ofMinutes(2);
    static final Duration PIECE_PATIENCE = Duration.ofSeconds(30);
    /// What may be asked twice without harm, where a kept connection turns out to have ended.
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS");

    private final HttpUpstream home;
    private final Exchange exchange;
    private final Errand errand;
    private final Line line;
    private @Nullable Wire wire;
    private boolean reused;
    private boolean bodyOpen;
    private long bodyBytes;
    private boolean begun;
    private boolean over;
    private volatile boolean cut;
    private final boolean socket;
    private @Nullable HttpHeaders agreed;
    private long waitingSince;
    private Duration patience = HEAD_PATIENCE;

    Passing(HttpUpstream home, Exchange exchange, Errand errand) {
        this.home = home;
        this.exchange = exchange;
        this.errand = errand;
        this.line = exchange.pass(this);
        this.bodyOpen = exchange.declaredBytes() != 0;
        this.waitingSince = home.terms().nanos().getAsLong();
        this.socket = Handshake.wanted(errand.request());
    }

    @Override
    public SignedIn who() {
        return errand.who();
    }

    @Override
    public EventLoop loop() {
        return line.loop();
    }

    void start() {
        if (socket && !line.upgradable()) {
            finish(Failures.noSockets());
            return;
        }
        home.pool(line.loop()).take(this, socket);
    }

    @Override
    public void connected(Wire found, boolean fromBefore) {
        if (over) {
            found.close();
            return;
        }
        wire = found;
        reused = fromBefore;
        if (!home.mayGoOn(errand)) {
            finish(new Forwarded.Cut());
            return;
        }
        HttpRequest head = RequestHead.of(errand, exchange.declaredBytes(), home.terms());
        found.begin(head, this);
        if (bodyOpen) {
            patience = PIECE_PATIENCE;
            line.readMore();
        } else {
            found.sendLast();
        }
        found.read();
    }

    @Override
    public void refused(boolean full) {
        finish(full ? Failures.full() : Failures.unreachable());
    }

    @Override
    public void body(ByteBuf piece, boolean last) {
        Wire up = wire;
        if (over || up == null) {
            piece.release();
            return;
        }
        bodyBytes += piece.readableBytes();
        if (bodyBytes > home.terms().maxBodyBytes()) {
            piece.release();
            finish(Failures.tooLarge(home.terms().maxBodyBytes()));
            return;
        }
        waitingSince = home.terms().nanos().getAsLong();
        if (piece.isReadable()) {
            up.send(piece);
        } else {
            piece.release();
        }
        if (last) {
            bodyOpen = false;
            patience = HEAD_PATIENCE;
            up.sendLast();
        } else if (up.writable()) {
            line.readMore();
        }
    }

    @Override
    public void broken() {
        finish(Failures.brokenBody());
    }

    /// The panel has room again for more of the body.
    @Override
    public void writability() {
        Wire up = wire;
        if (over || up == null) {
            return;
        }
        if (bodyOpen && up.writable()) {
            line.readMore();
        }
        if (begun && line.writable()) {
            waitingSince = home.terms().nanos().getAsLong();
            up.read();
        }
    }

    @Override
    public void head(HttpResponse head) {
        if (over) {
            return;
        }
        int status = head.status().code();
        if (status == 101) {
            if (!socket || !Socket.answers(errand.request(), head, home.offersDeflate(errand.request()))) {
                finish(Failures.malformed());
            }
            agreed = head.headers();
            return;
        }
        begun = true;
        waitingSince = home.terms().nanos().getAsLong();
        line.begin(
                status,
                ResponseHead.of(
                        head.headers(),
                        home.target(),
                        errand.origin(),
                        home.terms().ownCookies()));
    }

    @Override
    public void piece(ByteBuf piece) {
        if (over) {
            piece.release();
        } else {
            line.write(piece);
        }
    }

    @Override
    public void pause() {
        if (over) {
            return;
        }
        line.flush();
        Wire up = wire;
        if (up != null && line.writable()) {
            waitingSince = home.terms().nanos().getAsLong();
            up.read();
        }
    }

    @Override
    public void complete() {
        if (over) {
            return;
        }
        over = true;
        home.forget(this);
        Wire up = wire;
        HttpHeaders handshake = agreed;
        if (up != null && handshake != null) {
            Socket.begin(home, errand, line, up, handshake);
            errand.done().accept(new Forwarded.Done());
            return;
        }
        if (up != null) {
            home.pool(line.loop()).giveBack(up);
        }
        line.end();
        errand.done().accept(new Forwarded.Done());
    }

    @Override
    public void lost(boolean malformed) {
        if (over) {
            return;
        }
        wire = null;
        if (malformed) {
            finish(Failures.malformed());
        } else if (reused && !begun && bodyBytes == 0 && !bodyOpen && REPEATABLE.contains(method())) {
            home.pool(line.loop()).take(this, true);
        } else {
            boolean mayBeTaken = !REPEATABLE.contains(method());
            finish(Failures.lost(mayBeTaken));
        }
    }

    private String method() {
        return errand.request().method();
    }

    @Override
    public void gone() {
        finish(new Forwarded.Done());
    }

    /// Ends it at once: an answer that has begun ends with its connection, one that has not is the breaker's to give.
    @Override
    public void cut() {
        if (cut) {
            return;
        }
        cut = true;
        if (line.loop().inEventLoop()) {
            finish(new Forwarded.Cut());
        } else {
            line.loop().execute(() -> finish(new Forwarded.Cut()));
        }
    }

    /// Ends what waits for somebody for too long.
    @Override
    public void judgePatience(long now) {
        if (over) {
            return;
        }
        boolean waits = !begun || !line.writable();
        if (waits && now - waitingSince > patience.toNanos()) {
            finish(bodyOpen ? Failures.slowBody() : Failures.slow(!REPEATABLE.contains(method())));
        }
    }

    private void finish(Forwarded outcome) {
        if (over) {
            return;
        }
        over = true;
        home.forget(this);
        Wire up = wire;
        if (up != null) {
            up.close();
        }
        if (begun) {
            line.abort();
            errand.done().accept(new Forwarded.Done());
        } else {
            errand.done().accept(outcome);
        }
    }
}
