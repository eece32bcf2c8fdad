package moltbot.contract.link;

import java.io.InputStream;
import java.util.Arrays;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient.ClientConnection;
import org.jspecify.annotations.Nullable;

/// The caller's view of one exchange. One thread reads; another may send; [#close] may come from any thread and,
/// before the end, cancels: the other side's handler is interrupted.
public final class LinkCall implements AutoCloseable {
    private final LinkClient client;
    private final ClientConnection connection;
    private final LinkLimits limits;
    private @Nullable JsonObject reply;
    private boolean requestEnded;
    private volatile boolean ended;
    private volatile boolean expired;

    LinkCall(LinkClient client, ClientConnection connection, LinkLimits limits) {
        this.client = client;
        this.connection = connection;
        this.limits = limits;
    }

    /// Sends one frame of the request's body.
    public void send(byte[] frame) {
        connection.frames().write(Frame.Type.BODY, frame);
    }

    public void send(JsonObject event) {
        send(event.toBytes());
    }

    /// Says that the request's body is complete.
    public void end() {
        requestEnded = true;
        connection.frames().write(Frame.Type.END, new byte[0]);
    }

    /// A whole body, cut into frames, and its end.
    public void sendAll(byte[] body) {
        int step = Math.min(limits.maxFrameBytes(), 256 << 10);
        for (int from = 0; from < body.length; from += step) {
            send(Arrays.copyOfRange(body, from, Math.min(body.length, from + step)));
        }
        end();
    }

    /// The head of the reply; waits for it. A refusal is thrown as [Code#REFUSED], with its reason.
    public JsonObject reply() {
        if (reply == null) {
            Frame frame = read();
            if (frame.type() != Frame.Type.REPLY) {
                throw failed(frame);
            }
            reply = JsonObject.parse(frame.payload());
        }
        return reply;
    }

    /// The next frame of the reply's body, or null at its end.
    public byte @Nullable [] next() {
        reply();
        if (ended) {
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
        try {
            Frame frame = connection.frames().read();
            if (frame != null) {
                return frame;
            }
        } catch (ContractException e) {
            if (!expired) {
                throw e;
            }
        }
        throw expired
                ? new ContractException(Code.TIMEOUT, "timeout", "The other side took too long to answer.")
                : new ContractException(Code.LOST, "The link ended before the answer was complete.");
    }

    private ContractException failed(Frame frame) {
        if (frame.type() != Frame.Type.ERROR) {
            return ContractException.malformed("A frame came out of order.");
        }
        JsonObject error = JsonObject.parse(frame.payload());
        ended = requestEnded;
        return ContractException.refused(error.text("reason"), error.text("message"));
    }

    void expire() {
        expired = true;
        connection.close();
    }

    /// Ends the exchange: keeps the connection if all was said, else cancels.
    @Override
    public void close() {
        if (ended && requestEnded && !expired) {
            client.giveBack(connection);
        } else {
            connection.close();
        }
    }
}
