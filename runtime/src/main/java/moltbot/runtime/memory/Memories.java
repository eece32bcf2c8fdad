package moltbot.runtime.memory;

import java.util.List;
import java.util.Optional;
import moltbot.contract.label.Label;

/// Where memories are kept. What a call here has returned from is on disk. Refuses with `storage` where the disk does,
/// [#FULL] where there are too many, `unknown-memory` and `bad-memory`. Safe for several threads.
public interface Memories {
    /// Most memories of one sender.
    int MAX = 2_000;

    String FULL = "memory-full";

    /// Keeps something, once: the same text of the same sender again is the same memory.
    ///
    /// @param label  where anybody but the owner had a hand in it, it waits for the owner
    Memory remember(String sender, String text, Label label, String source);

    /// What fits these words best and does not wait, best first; the newest where there are no words.
    List<Memory> search(String sender, String words, int most);

    /// One of a sender's, whether it waits or not.
    Optional<Memory> find(String sender, long id);

    /// The owner's view of everybody's: what waits first, then the newest.
    ///
    /// @param words  what they must hold; all where there are none
    List<Memory> all(String words, int most);

    /// The owner has seen it, and lets it count as their own.
    Memory approve(long id);

    /// The owner puts it in other words, and lets them count as their own.
    Memory edit(long id, String text);

    /// Takes one away for good; false where it is not there.
    boolean forget(long id);
}
