package moltbot.control.journal;

import java.io.IOException;

/// Where a journal's bytes go. Used by one thread.
interface LineFile extends AutoCloseable {
    /// Adds whole lines and returns when they are on disk; when it throws, none of them is in the file.
    void append(byte[] lines) throws IOException;

    long tornBytes();

    @Override
    void close() throws IOException;
}
