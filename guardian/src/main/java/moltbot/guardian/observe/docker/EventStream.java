package moltbot.guardian.observe.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Follows an engine's events: whatever it says is a reason to look. Where the stream ends it is opened again, after a
/// wait that doubles up to half a minute, and that is a reason to look too.
final class EventStream implements AutoCloseable {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String EVENTS =
            "/events?filters=%7B%22type%22%3A%5B%22container%22%2C%22network%22%2C%22daemon%22%5D%7D";

    private final UnixHttp http;
    private final Runnable news;
    private final Thread thread;
    private volatile boolean closed;
    private volatile UnixHttp.@Nullable Connection connection;

    EventStream(Path socket, Runnable news) {
        this.http = new UnixHttp(socket, Duration.ofSeconds(5));
        this.news = news;
        this.thread = Thread.ofVirtual().name("docker-events").start(this::follow);
    }

    private void follow() {
        Duration wait = FIRST;
        while (!closed) {
            if (read()) {
                wait = FIRST;
            }
            news.run();
            LockSupport.parkNanos(wait.toNanos());
            wait = wait.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : wait.multipliedBy(2);
        }
    }

    /// True where anything came.
    private boolean read() {
        boolean came = false;
        try (UnixHttp.Connection open = http.open(EVENTS)) {
            connection = open;
            UnixHttp.Answer answer = open.answer();
            if (closed || answer.status() != 200) {
                return false;
            }
            news.run();
            InputStream body = answer.body();
            byte[] piece = new byte[8192];
            while (body.read(piece) >= 0) {
                came = true;
                news.run();
            }
            return came;
        } catch (IOException e) {
            return came;
        }
    }

    @Override
    public void close() {
        closed = true;
        UnixHttp.Connection open = connection;
        if (open != null) {
            open.close();
        }
        LockSupport.unpark(thread);
    }
}
