package moltbot.contract.link;

import java.util.Map;
import java.util.concurrent.Future;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The server's end of one connection: handshake, then exchanges one after another. This thread only reads, so that a
/// caller that goes away is noticed while its handler works.
final class ServedConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("link");

    private final FrameChannel frames;
    private final Map<String, Capability> accepted;
    private final LinkHandler handler;
    private final LinkLimits limits;
    private @Nullable LinkExchange exchange;
    private boolean bodyOver = true;
    private @Nullable Thread working;
    private volatile @Nullable Thread reading;

    ServedConnection(FrameChannel frames, Map<String, Capability> accepted, LinkHandler handler, LinkLimits limits) {
        this.frames = frames;
        this.accepted = accepted;
        this.handler = handler;
        this.limits = limits;
    }

    void run() {
        reading = Thread.currentThread();
        try {
            Capability capability = handshake();
            Frame frame;
            while ((frame = frames.read()) != null) {
                receive(capability, frame);
            }
        } catch (ContractException e) {
            if (e.code() != Code.LOST) {
                LOG.log(System.Logger.Level.WARNING, "A link was ended: {0}", e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            abandon();
        }
    }

    private Capability handshake() {
        Future<?> deadline = Deadlines.after(limits.handshake(), frames::close);
        try {
            return Handshake.accept(frames, accepted);
        } finally {
            deadline.cancel(false);
        }
    }

    private void receive(Capability capability, Frame frame) throws InterruptedException {
        switch (frame.type()) {
            case REQUEST -> begin(capability, frame);
            case BODY -> wanted().offer(frame.payload());
            case END -> {
                wanted().endBody();
                bodyOver = true;
            }
            case HELLO, PROOF, WELCOME, REPLY, ERROR ->
                throw ContractException.malformed("A caller sent a frame that is not its to send.");
        }
    }

    private LinkExchange wanted() {
        LinkExchange current = exchange;
        if (current == null || bodyOver) {
            throw ContractException.malformed("A body came without its request.");
        }
        return current;
    }

    private void begin(Capability capability, Frame frame) throws InterruptedException {
        if (frame.payload().length > limits.maxHeadBytes()) {
            throw new ContractException(Code.TOO_LARGE, "A request's head is too long.");
        }
        awaitLast();
        JsonObject request = JsonObject.parse(frame.payload());
        LinkExchange next = new LinkExchange(
                capability.peer(),
                request.text("operation"),
                request.objectOr("head", JsonObject.EMPTY),
                frames,
                limits.maxHeadBytes());
        exchange = next;
        bodyOver = false;
        working = Thread.ofVirtual().name("link-" + next.operation()).start(() -> work(next));
    }

    /// One exchange after another, never two at once: while this thread waited for the first to end, it would not
    /// notice its caller leave.
    private void awaitLast() throws InterruptedException {
        LinkExchange last = exchange;
        Thread thread = working;
        if (last == null || thread == null) {
            return;
        }
        if (!bodyOver || !last.finished()) {
            throw ContractException.malformed("A request came before the last one was over.");
        }
        thread.join();
    }

    private void work(LinkExchange next) {
        try {
            handler.handle(next);
            next.ensureReply();
            next.finish();
            next.end(Frame.Type.END, new byte[0]);
        } catch (ContractException e) {
            next.finish();
            String reason = e.reason().isEmpty() ? "failed" : e.reason();
            refuse(next, reason, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            next.finish();
            Thread.currentThread().interrupt();
            frames.close();
        } catch (Throwable e) { // an Error too: whoever waits for the answer must not wait for ever
            next.finish();
            LOG.log(System.Logger.Level.ERROR, "The operation " + next.operation() + " failed.", e);
            refuse(next, "internal", "Something went wrong inside; the log of this compartment says what.");
        }
    }

    private void refuse(LinkExchange next, String reason, String message) {
        if (next.cancelled()) {
            return;
        }
        try {
            JsonObject error =
                    JsonObject.with("reason", reason).with("message", message).build();
            next.end(Frame.Type.ERROR, error.toBytes());
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A refusal could not be sent: {0}", e.getMessage());
            frames.close();
        }
    }

    private void abandon() {
        LinkExchange current = exchange;
        if (current != null) {
            current.lose();
        }
        Thread thread = working;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /// Ends this connection from outside, whatever its thread waits for.
    void end() {
        frames.close();
        Thread thread = reading;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        frames.close();
    }
}
