package moltbot.runtime.link;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxFrame.Kind;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxResult;
import moltbot.runtime.workspace.Spool;
import org.jspecify.annotations.Nullable;

/// A program that is held open in a sandbox, behind the spawner's link. One thread reads and one writes; writing waits
/// for the program, and goes on only while somebody reads. Closing it, from any thread, ends the program at once.
public final class HeldSandbox implements AutoCloseable {
    /// What comes from it.
    public sealed interface Word {
        /// Standard output.
        record Output(byte[] bytes) implements Word {}

        /// Standard error.
        record Errors(byte[] bytes) implements Word {}

        /// The last word: how it ended. The workspace came back if the result says so.
        record Ended(SandboxResult result) implements Word {}

        /// The last word where the link broke. The sandbox is gone and nothing of it is kept.
        record Lost() implements Word {}
    }

    private static final System.Logger LOG = System.getLogger("sandbox");
    private static final int ARCHIVE_PIECE_BYTES = 256 << 10;

    private final LinkCall call;
    private final Spool archive;
    private @Nullable SandboxResult result;
    private int underWay;
    private boolean over;

    private HeldSandbox(LinkCall call, Spool archive) {
        this.call = call;
        this.archive = archive;
    }

    /// Begins it. A refusal, with its reason, means that nothing was started.
    ///
    /// @param inputs   the workspace that goes in
    /// @param archive  where the changed workspace goes
    public static HeldSandbox open(LinkClient spawner, SandboxHold hold, String grant, Spool inputs, Spool archive)
            throws IOException {
        JsonObject head =
                JsonObject.with("hold", hold.toJson()).with("grant", grant).build();
        HeldSandbox held = new HeldSandbox(spawner.open("sandbox.hold", head), archive);
        boolean begun = false;
        try (InputStream in = inputs.stream()) {
            byte[] piece = new byte[ARCHIVE_PIECE_BYTES];
            int count;
            while ((count = in.readNBytes(piece, 0, piece.length)) > 0) {
                held.send(Kind.ARCHIVE, piece, count);
            }
            held.send(Kind.ARCHIVE, piece, 0);
            held.call.reply();
            begun = true;
            return held;
        } finally {
            if (!begun) {
                held.close();
            }
        }
    }

    private void send(Kind kind, byte[] bytes, int count) {
        call.send(SandboxFrame.of(kind, bytes, count).encode());
    }

    /// Writes to its standard input; waits while the program does not take what came before. Whoever interrupts this
    /// ends the program.
    ///
    /// @return false if it is over
    public boolean write(byte[] bytes) throws InterruptedException {
        for (int at = 0; at < bytes.length; at += SandboxHold.PIECE_BYTES) {
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + SandboxHold.PIECE_BYTES));
            if (!mayGo(piece.length)) {
                return false;
            }
            try {
                send(Kind.INPUT, piece, piece.length);
            } catch (ContractException e) {
                LOG.log(System.Logger.Level.DEBUG, "A held sandbox takes nothing any more: {0}", e.getMessage());
                return false;
            }
        }
        return true;
    }

    private synchronized boolean mayGo(int bytes) throws InterruptedException {
        while (!over && underWay + bytes > SandboxHold.WINDOW_BYTES) {
            wait();
        }
        underWay += bytes;
        return !over;
    }

    /// Ends its standard input; says nothing where it is over.
    public void endInput() {
        try {
            call.end();
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A held sandbox is over already: {0}", e.getMessage());
        }
    }

    /// The next word, which it waits for; none comes after the last one.
    public Word next() {
        try {
            byte[] bytes;
            while ((bytes = call.next()) != null) {
                SandboxFrame frame = SandboxFrame.decode(bytes);
                switch (frame.kind()) {
                    case OUTPUT -> {
                        return new Word.Output(frame.bytes());
                    }
                    case ERROR -> {
                        return new Word.Errors(frame.bytes());
                    }
                    case RESULT -> {
                        result = frame.result();
                        end();
                    }
                    case ARCHIVE -> archive.append(frame.bytes(), 0, frame.bytes().length);
                    case TAKEN -> taken(frame.taken());
                    case INPUT -> throw ContractException.malformed("A sandbox sends no input.");
                }
            }
        } catch (ContractException | IOException e) {
            System.Logger.Level level = e instanceof ContractException contract && contract.code() == Code.LOST
                    ? System.Logger.Level.DEBUG
                    : System.Logger.Level.WARNING;
            LOG.log(level, "A held sandbox was lost.", e);
            result = null;
        }
        end();
        SandboxResult how = result;
        return how == null ? new Word.Lost() : new Word.Ended(how);
    }

    private synchronized void taken(long count) {
        if (count <= 0 || count > underWay) {
            throw ContractException.malformed("More input was taken than was sent.");
        }
        underWay -= (int) count;
        notifyAll();
    }

    private synchronized void end() {
        over = true;
        notifyAll();
    }

    @Override
    public void close() {
        end();
        call.close();
    }
}
