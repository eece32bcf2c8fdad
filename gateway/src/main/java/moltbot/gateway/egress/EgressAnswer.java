package moltbot.gateway.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;

/// An answer from outside, read by one thread. Its body fails as [Code#TIMEOUT] when it falls silent, [Code#LOST] when
/// it breaks off, [Code#TOO_LARGE] beyond its bounds; an interrupt ends it as [InterruptedException].
public final class EgressAnswer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("egress");
    private static final int MAX_EXPLANATION_BYTES = 64 << 10;
    private static final Duration LAST_BYTES = Duration.ofMillis(250);

    private final HttpResponse<InputStream> response;
    private final IdleWatchdog watchdog;
    private final EgressLimits limits;
    private final IdleWatchdog.Watch watch;
    private long bytes;
    private boolean ended;

    EgressAnswer(HttpResponse<InputStream> response, IdleWatchdog watchdog, EgressLimits limits) {
        this.response = response;
        this.watchdog = watchdog;
        this.limits = limits;
        this.watch = watchdog.watch(limits.idle(), this::abort);
    }

    public int status() {
        return response.statusCode();
    }

    /// A header's first value.
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /// A header that may be there several times: all its values.
    public List<String> headers(String name) {
        return response.headers().allValues(name);
    }

    /// Whole seconds the server asks to be left alone, where it says so as a number (RFC 9110 §10.2.3).
    public OptionalLong retryAfterSeconds() {
        return response.headers()
                .firstValue("retry-after")
                .filter(text ->
                        text.length() < 8 && text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.isEmpty())
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    /// The body, line by line.
    public BodyLines lines() {
        return new BodyLines(this::read, limits.maxLineBytes());
    }

    /// The whole body.
    ///
    /// @throws ContractException  [Code#TOO_LARGE] where it is longer than that
    public byte[] body(int most) throws InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[16 << 10];
        int count;
        while ((count = read(piece, 0, piece.length)) >= 0) {
            body.write(piece, 0, count);
            if (body.size() > most) {
                throw new ContractException(Code.TOO_LARGE, "An answer is longer than is accepted here.");
            }
        }
        return body.toByteArray();
    }

    /// The beginning of a body that explains a failure; empty where it cannot be read.
    public String explanation() throws InterruptedException {
        byte[] text = new byte[MAX_EXPLANATION_BYTES];
        int length = 0;
        try {
            int count;
            while (length < text.length && (count = read(text, length, text.length - length)) >= 0) {
                length += count;
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "An explanation broke off: {0}", e.getMessage());
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private int read(byte[] target, int offset, int length) throws InterruptedException {
        int count;
        try {
            count = response.body().read(target, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
        if (count < 0) {
            ended = true;
            watch.stop();
            return count;
        }
        watch.heard();
        bytes += count;
        if (bytes > limits.maxResponseBytes()) {
            throw new ContractException(Code.TOO_LARGE, "An answer is longer than is accepted here.");
        }
        return count;
    }

    /// Reads what is left after all that matters has come, so that the connection can be used again; a server that
    /// keeps it open for longer loses it.
    public void finish() throws InterruptedException {
        byte[] rest = new byte[512];
        IdleWatchdog.Watch soon = watchdog.watch(LAST_BYTES, this::abort);
        try {
            while (!ended) {
                read(rest, 0, rest.length);
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection was not kept: {0}", e.getMessage());
        } finally {
            soon.stop();
        }
    }

    private ContractException failed(IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw (InterruptedException) new InterruptedException("Given up.").initCause(e);
        }
        return watch.expired()
                ? new ContractException(Code.TIMEOUT, "An answer fell silent.", e)
                : new ContractException(Code.LOST, "An answer broke off.", e);
    }

    private void abort() {
        try {
            response.body().close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "An answer did not close cleanly.", e);
        }
    }

    @Override
    public void close() {
        watch.stop();
        abort();
    }
}
