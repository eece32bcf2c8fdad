package moltbot.contract.link;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The server's view of one exchange: a head, a body of frames coming in, a head and a body of frames going out.
/// Both directions may run at once. Used by its handler's thread; [#send] may be called by several,
/// and is refused once the handler is done: the connection is the next exchange's then.
public final class LinkExchange {
    private static final int QUEUED_FRAMES = 16;

    /// What arrives from the caller: a frame, the end of its body, or the caller's own end.
    private enum Kind {
        BODY,
        END,
        GONE
    }

    private record Arrival(Kind kind, byte[] frame) {
        static final Arrival END = new Arrival(Kind.END, new byte[0]);
        static final Arrival GONE = new Arrival(Kind.GONE, new byte[0]);
    }

    private final String peer;
    private final String operation;
    private final JsonObject head;
    private final FrameChannel frames;
    private final int maxHeadBytes;
    private final BlockingQueue<Arrival> arriving = new ArrayBlockingQueue<>(QUEUED_FRAMES);
    private volatile boolean finished;
    private volatile boolean cancelled;
    private boolean bodyEnded;
    private boolean replied;

    LinkExchange(String peer, String operation, JsonObject head, FrameChannel frames, int maxHeadBytes) {
        this.peer = peer;
        this.operation = operation;
        this.head = head;
        this.frames = frames;
        this.maxHeadBytes = maxHeadBytes;
    }

    /// Who asks, as proved by the link's capability.
    public String peer() {
        return peer;
    }

    public String operation() {
        return operation;
    }

    public JsonObject head() {
        return head;
    }

    /// The next frame of the request's body, or null at its end. A caller that went away is [Code#LOST].
    public byte @Nullable [] next() throws InterruptedException {
        if (bodyEnded) {
            return null;
        }
        if (cancelled) {
            throw gone();
        }
        Arrival arrival = arriving.take();
        return switch (arrival.kind()) {
            case BODY -> arrival.frame();
            case END -> {
                bodyEnded = true;
                yield null;
            }
            case GONE -> throw gone();
        };
    }

    private static ContractException gone() {
        return new ContractException(Code.LOST, "The caller went away.");
    }

    /// The whole body, at most `maxBytes` of it.
    public byte[] readBody(int maxBytes) throws InterruptedException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] frame;
        while ((frame = next()) != null) {
            if (whole.size() + frame.length > maxBytes) {
                throw new ContractException(
                        Code.TOO_LARGE, "too-large", "That is more than the " + maxBytes + " bytes allowed here.");
            }
            whole.writeBytes(frame);
        }
        return whole.toByteArray();
    }

    /// The body as a stream.
    public InputStream body() {
        return new FrameInputStream(this::next);
    }

    /// Answers. Once, before the first [#send].
    public synchronized void reply(JsonObject replyHead) {
        if (replied) {
            throw new IllegalStateException("Two replies to " + operation);
        }
        byte[] bytes = replyHead.toBytes();
        if (bytes.length > maxHeadBytes) {
            throw new ContractException(Code.TOO_LARGE, "The head of an answer is too long.");
        }
        requireOpen();
        frames.write(Frame.Type.REPLY, bytes);
        replied = true;
    }

    /// The empty head, unless there was one. Under the lock, so that no body gets ahead of it.
    synchronized void ensureReply() {
        if (!replied) {
            reply(JsonObject.EMPTY);
        }
    }

    /// Sends one frame of the reply's body; waits while the caller does not read. After the end it is [Code#LOST].
    public synchronized void send(byte[] frame) {
        ensureReply();
        requireOpen();
        frames.write(Frame.Type.BODY, frame);
    }

    private void requireOpen() {
        if (finished) {
            throw new ContractException(Code.LOST, "The exchange " + operation + " is over.");
        }
    }

    /// The last frame, after every [#send] that came before [#finish]; none comes after it.
    synchronized void end(Frame.Type type, byte[] payload) {
        frames.write(type, payload);
    }

    public void send(JsonObject event) {
        send(event.toBytes());
    }

    /// Ends the connection, whatever waits on it: for a caller that does not read.
    public void abandon() {
        frames.close();
    }

    /// True once the caller has gone.
    public boolean cancelled() {
        return cancelled;
    }

    void offer(byte[] frame) throws InterruptedException {
        deliver(new Arrival(Kind.BODY, frame));
    }

    private void deliver(Arrival arrival) throws InterruptedException {
        while (!finished && !arriving.offer(arrival, 100, TimeUnit.MILLISECONDS)) {
            continue;
        }
    }

    void endBody() throws InterruptedException {
        deliver(Arrival.END);
    }

    void lose() {
        cancelled = true;
        arriving.clear();
        if (!arriving.offer(Arrival.GONE)) {
            throw new IllegalStateException("A cleared queue is full.");
        }
    }

    /// The handler is done: what still arrives is dropped, whoever waits to deliver it waits no more, and nothing more
    /// is sent but the [#end].
    void finish() {
        finished = true;
        arriving.clear();
    }

    boolean finished() {
        return finished;
    }
}
