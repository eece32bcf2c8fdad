package moltbot.guardian.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import moltbot.guardian.fact.Listener;

/// Listeners on macOS: all of the machine from netstat, and once more our own user's from lsof where netstat names no
/// process. Starting a program costs more than reading a file, so it is done once a second at most.
final class MacSockets implements SocketTable {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Command command;
    private final LongSupplier nanos;
    private List<Listener> last = List.of();
    private long readAt;
    private boolean begun;

    MacSockets(Command command, LongSupplier nanos) {
        this.command = command;
        this.nanos = nanos;
    }

    @Override
    public List<Listener> listeners() throws IOException {
        long now = nanos.getAsLong();
        if (!begun || now - readAt >= AGAIN.toNanos()) {
            last = read();
            begun = true;
            readAt = now;
        }
        return last;
    }

    private List<Listener> read() throws IOException {
        List<Listener> told = Netstat.parse(command.output(Netstat.ARGV));
        List<Listener> found = new ArrayList<>();
        boolean nameless = false;
        for (Listener listener : told) {
            nameless |= listener.id() == 0;
            found.add(listener);
        }
        if (nameless) {
            found.addAll(Lsof.parse(command.output(Lsof.ARGV)));
        }
        return found;
    }
}
