package moltbot.runtime.held;

/// A program that is held open in a sandbox. One thread reads and one writes; writing waits for the program, and only
/// goes on while somebody reads. Closing it, from any thread, ends the program at once.
public interface Program extends AutoCloseable {
    /// What comes from it.
    sealed interface Word {
        record Output(byte[] bytes) implements Word {}

        record Errors(byte[] bytes) implements Word {}

        /// The last word: it is over and its sandbox is gone.
        ///
        /// @param why       a sentence, or empty where it ended by itself
        /// @param exitCode  its own; -1 where it has none or none is known
        record Over(String why, int exitCode) implements Word {
            public Over(String why) {
                this(why, -1);
            }
        }
    }

    /// False if it is over.
    boolean write(byte[] bytes) throws InterruptedException;

    /// The next word, which it waits for; none comes after the last one.
    Word next();

    @Override
    void close();
}
