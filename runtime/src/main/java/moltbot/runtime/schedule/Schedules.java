package moltbot.runtime.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where schedules are kept. What a call here has returned from is on disk. Refuses with `storage` where the disk does,
/// `schedules-full` and `unknown-schedule`. Safe for several threads.
public interface Schedules {
    /// Most schedules that are not over, of one sender and of all.
    int MAX_OF_SENDER = 32;

    int MAX = 256;

    /// Keeps one. Where the same is there and not over, it is that one.
    ///
    /// @param wanted  its number does not matter
    Schedule make(Schedule wanted);

    /// A sender's, in the order they were made; those that are over last.
    List<Schedule> of(String sender);

    /// Everybody's, the same way.
    List<Schedule> all();

    Optional<Schedule> find(long id);

    /// Has nothing come of it until it is resumed.
    Schedule pause(long id);

    /// Has it come again, next at that time; with none it is over.
    Schedule resume(long id, Optional<Instant> next);

    /// Takes it away. A run that is under way is not told of.
    boolean delete(long id);

    /// What is due by now and has no run under way.
    List<Schedule> due(Instant now);

    /// When the next is due that is not by now.
    Optional<Instant> next(Instant now);

    /// Begins the run that is due, with the message that begins its turn and the next time, all or nothing: it is begun
    /// once, however often this is called. `busy` where too many wait.
    ///
    /// @param due  as it was found
    void begin(Schedule due, Begin begin);

    /// How a run begins.
    ///
    /// @param said    what the model is told
    /// @param missed  how often it would have been due until now, beside this
    /// @param next    when the next is due
    record Begin(String said, int missed, Instant at, Optional<Instant> next) {}

    /// Runs that are over and not told of.
    List<Run> over();

    /// Tells of a run in the conversation that asked for it, and where that is answered, all or nothing and once.
    void tell(Run run, String text);
}
