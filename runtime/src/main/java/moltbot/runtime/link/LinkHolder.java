package moltbot.runtime.link;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.link.LinkClient;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxResult;
import moltbot.runtime.held.Holder;
import moltbot.runtime.held.Program;
import moltbot.runtime.workspace.Spool;

/// Holds programs open behind the spawner's link.
public final class LinkHolder implements Holder {
    /// What such a program leaves in its workspace is read and thrown away.
    private static final long MOST_LEFT = 512L << 20;

    private final LinkClient spawner;
    private final Path temporary;

    /// @param temporary  this compartment's own folder for archives on their way
    public LinkHolder(LinkClient spawner, Path temporary) {
        this.spawner = spawner;
        this.temporary = temporary;
    }

    @Override
    public Program open(SandboxHold hold, String grant, Optional<Spool> files) {
        try {
            Spool left = Spool.create(temporary, MOST_LEFT);
            boolean begun = false;
            try (Spool none = Spool.create(temporary, 1)) {
                Spool inputs = files.orElse(none);
                Program program = new HeldProgram(HeldSandbox.open(spawner, hold, grant, inputs, left), left);
                begun = true;
                return program;
            } finally {
                if (!begun) {
                    left.close();
                }
            }
        } catch (IOException e) {
            ContractException full =
                    ContractException.refused("storage", "Its files could not be read or kept on their way.");
            full.initCause(e);
            throw full;
        }
    }

    private record HeldProgram(HeldSandbox held, Spool left) implements Program {
        @Override
        public boolean write(byte[] bytes) throws InterruptedException {
            return held.write(bytes);
        }

        @Override
        public Word next() {
            return switch (held.next()) {
                case HeldSandbox.Word.Output(byte[] bytes) -> new Word.Output(bytes);
                case HeldSandbox.Word.Errors(byte[] bytes) -> new Word.Errors(bytes);
                case HeldSandbox.Word.Ended(SandboxResult result) -> new Word.Over(result.detail(), result.exitCode());
                case HeldSandbox.Word.Lost() -> new Word.Over("Its sandbox is gone.");
            };
        }

        @Override
        public void close() {
            held.close();
            try {
                left.close();
            } catch (IOException e) {
                System.getLogger("sandbox").log(System.Logger.Level.WARNING, "A temporary file stayed behind.", e);
            }
        }
    }
}
