package moltbot.runtime.link;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxResult;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.runtime.tool.Sandbox;
import moltbot.runtime.workspace.Spool;
import org.jspecify.annotations.Nullable;

/// The sandbox, behind the spawner's link.
public final class LinkSandbox implements Sandbox {
    private static final int PIECE_BYTES = 256 << 10;

    /// What is refused for other reasons was not started; after these nobody knows.
    private static final Set<String> UNKNOWN = Set.of("outcome-unknown", "internal", "failed");

    private static final System.Logger LOG = System.getLogger("sandbox");

    private final LinkClient spawner;
    private final SandboxWatch watch;

    public LinkSandbox(LinkClient spawner, SandboxWatch watch) {
        this.spawner = spawner;
        this.watch = watch;
    }

    @Override
    public Availability availability() throws InterruptedException {
        return watch.availability();
    }

    @Override
    public End run(SandboxSpec spec, String grant, Streams streams) throws InterruptedException {
        JsonObject head =
                JsonObject.with("spec", spec.toJson()).with("grant", grant).build();
        try (LinkCall call = spawner.open("sandbox.run", head)) {
            sendInputs(call, streams.inputs());
            return receive(call, streams);
        } catch (ContractException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("Cancelled.").initCause(e);
            }
            return failed(e);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "A workspace could not be sent or received.", e);
            return new End.Lost();
        }
    }

    /// A refusal may come while the archive is still being sent; then the link is gone for writing, and the refusal is
    /// what counts.
    private static void sendInputs(LinkCall call, Spool inputs) throws IOException {
        try (InputStream in = inputs.stream()) {
            byte[] piece = new byte[PIECE_BYTES];
            int count;
            while ((count = in.readNBytes(piece, 0, piece.length)) > 0) {
                call.send(Arrays.copyOf(piece, count));
            }
            call.end();
        }
    }

    private static End receive(LinkCall call, Streams streams) throws IOException {
        SandboxResult result = null;
        byte[] bytes;
        while ((bytes = call.next()) != null) {
            SandboxFrame frame = SandboxFrame.decode(bytes);
            switch (frame.kind()) {
                case OUTPUT, ERROR -> streams.output().append(frame.bytes());
                case RESULT -> result = frame.result();
                case ARCHIVE -> streams.archive().append(frame.bytes(), 0, frame.bytes().length);
                case INPUT, TAKEN -> throw ContractException.malformed("A task without input spoke of it.");
            }
        }
        return ended(result);
    }

    private static End ended(@Nullable SandboxResult result) {
        return result == null ? new End.Lost() : new End.Ran(result);
    }

    private static End failed(ContractException e) {
        if (e.code() == Code.REFUSED && !UNKNOWN.contains(e.reason())) {
            return new End.Refused(String.valueOf(e.getMessage()), e.reason().equals("busy"));
        }
        if (e.code() == Code.UNAVAILABLE) {
            return new End.Refused("The part that runs commands does not answer; the command was not run.", true);
        }
        LOG.log(System.Logger.Level.WARNING, "A sandbox was lost.", e);
        return new End.Lost();
    }
}
