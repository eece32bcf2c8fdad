package moltbot.control.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import moltbot.contract.ContractException;

/// The folder a file lies in.
public final class Folder {
    private Folder() {}

    static Path of(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw ContractException.malformed("A record must lie in a folder.");
        }
        return folder;
    }

    /// Flushes a new or changed name: it survives a power cut only once its folder is flushed too.
    public static void keepName(Path file) throws IOException {
        try (FileChannel names = FileChannel.open(of(file), StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
