package moltbot.spawner.bubblewrap;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// What keeps a sandbox alive where its standard input is the task's: a named pipe that this process holds open and
/// nobody writes to. Its end is the sandbox's, whether it was closed or this process has died. Opening it both ways
/// waits for nobody, here and in [Scripts#LAUNCH].
final class Lifeline implements Closeable {
    private final FileChannel held;

    private Lifeline(FileChannel held) {
        this.held = held;
    }

    static Lifeline at(Path path) throws IOException, InterruptedException {
        Process made = Launch.begin(List.of("mkfifo", "-m", "600", path.toString()));
        try {
            if (made.waitFor() != 0) {
                throw new IOException("A lifeline could not be made.");
            }
        } finally {
            // Whoever is interrupted removes the folder, and nothing may come into it then.
            made.destroyForcibly().onExit().join();
        }
        return new Lifeline(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
