package moltbot.runtime.outbox;

import java.util.List;
import java.util.Optional;

/// Where letters are kept. What a call here has returned from is on disk.
public interface Outbox {
    /// Where a letter stands, for people.
    ///
    /// @param state  `waiting`, `sending` or `dead`
    /// @param next   when it is tried again, in milliseconds of the epoch
    /// @param why    what the last try came to
    record Line(Letter letter, String state, long next, String why) {}

    /// Addresses that letters wait for.
    List<String> addresses();

    /// The first letter that waits for an address, and when it may go.
    Optional<Due> first(String address);

    /// A letter and the time from which it may be tried, in milliseconds of the epoch.
    record Due(Letter letter, long from) {}

    /// A try begins: to be kept before anything of it leaves.
    void sending(Letter letter);

    /// So many parts of it are there.
    void progress(long id, int parts);

    /// All of it is there.
    void sent(long id);

    /// It waits for another try.
    void again(long id, long from, String why);

    /// It is given up, until the owner says otherwise.
    void dead(long id, String why);

    /// It is given up because it may be there, until the owner says otherwise.
    default void doubtful(long id, String why) {
        dead(id, why);
    }

    /// All that wait or were given up, oldest first.
    List<Line> lines();

    /// How many were sent since the store was made.
    long sentSoFar();

    /// Has one that was given up tried anew, from its first part that was not sent; empty where there is none such.
    Optional<String> resend(long id);

    /// Forgets one that was given up.
    boolean drop(long id);
}
