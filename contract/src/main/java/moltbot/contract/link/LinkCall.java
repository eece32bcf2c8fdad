package moltbot.contract.link;

import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient.ClientConnection;
import org.jspecify.annotations.Nullable;

/// The caller's view of one exchange. One thread reads; another may send; [#close] may come from any thread and,
/// before the end, cancels: the other side's handler is interrupted.
public final class LinkCall implements AutoCloseable {
    /// Leaves OPEN once: what is given back or closed belongs to this exchange no more.
    private enum State {
        OPEN,
        EXPIRED,
        CLOSED
    }

    private final LinkClient client;
    private final ClientConnection connection;
    private final LinkLimits limits;
    private @Nullable JsonObject reply;
    private @Nullable ContractException refusal;
    private volatile boolean requestEnded;
    private volatile boolean ended;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    LinkCall(LinkClient client, ClientConnection connection, LinkLimits limits) {
        this.client = client;
        this.connection = connection;
        this.limits = limits;
    }

    /// Sends one frame of the request's body.
    public void send(byte[] frame) {
        write(Frame.Type.BODY, frame);
    }

    public void send(JsonObject event) {
        send(event.toBytes());
    }

    /// Says that the request's body is complete; once is enough.
    public void end() {
        if (requestEnded) {
            return;
        }
        write(Frame.Type.END, new byte[0]);
        requestEnded = true;
    }

    private void write(Frame.Type type, byte[] payload) {
        requireOpen();
        try {
            connection.frames().write(type, payload);
        } catch (ContractException e) {
            requireOpen();
            throw e;
        }
    }

    private void requireOpen() {
        switch (state.get()) {
            case EXPIRED ->
                throw new ContractException(Code.TIMEOUT, "timeout", "The other side took too long to answer.");
            case CLOSED -> throw new ContractException(Code.LOST, "This exchange was closed on this side.");
            case OPEN -> {}
        }
    }

    /// A whole body, cut into frames, and its end.
    public void sendAll(byte[] body) {
        sendPieces(body);
        end();
    }

    /// A part of a body, cut into frames.
    public void sendPieces(byte[] body) {
        int step = Math.min(limits.maxFrameBytes(), 256 << 10);
        for (int from = 0; from < body.length; from += step) {
            send(Arrays.copyOfRange(body, from, Math.min(body.length, from + step)));
        }
    }

    /// The head of the reply; waits for it. A refusal is thrown as [Code#REFUSED], with its reason.
    public JsonObject reply() {
        if (reply == null) {
            Frame frame = read();
            if (frame.type() != Frame.Type.REPLY) {
                throw failed(frame);
            }
            if (frame.payload().length > limits.maxHeadBytes()) {
                throw new ContractException(Code.TOO_LARGE, "The head of an answer is too long.");
            }
            reply = JsonObject.parse(frame.payload());
        }
        return reply;
    }

    /// The next frame of the reply's body, or null at its end.
    public byte @Nullable [] next() {
        reply();
        if (ended && refusal == null) {
            return null;
        }
        Frame frame = read();
        return switch (frame.type()) {
            case BODY -> frame.payload();
            case END -> {
                ended = true;
                yield null;
            }
            case HELLO, PROOF, WELCOME, REQUEST, REPLY, ERROR -> throw failed(frame);
        };
    }

    /// The reply's body as a stream.
    public InputStream body() {
        return new FrameInputStream(this::next);
    }

    private Frame read() {
        requireOpen();
        if (refusal != null) {
            throw refusal;
        }
        Frame frame;
        try {
            frame = connection.frames().read();
        } catch (ContractException e) {
            requireOpen();
            throw e;
        }
        if (frame == null) {
            requireOpen();
            throw new ContractException(Code.LOST, "The link ended before the answer was complete.");
        }
        return frame;
    }

    private ContractException failed(Frame frame) {
        if (frame.type() != Frame.Type.ERROR) {
            return ContractException.malformed("A frame came out of order.");
        }
        JsonObject error = JsonObject.parse(frame.payload());
        ended = true;
        refusal = ContractException.refused(error.text("reason"), error.text("message"));
        return refusal;
    }

    void expire() {
        if (state.compareAndSet(State.OPEN, State.EXPIRED)) {
            connection.close();
        }
    }

    /// Ends the exchange: keeps the connection if all was said, else cancels.
    @Override
    public void close() {
        if (!state.compareAndSet(State.OPEN, State.CLOSED)) {
            return;
        }
        if (ended && requestEnded) {
            client.giveBack(connection);
        } else {
            connection.close();
        }
    }
}
