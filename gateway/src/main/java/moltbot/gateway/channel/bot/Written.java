package moltbot.gateway.channel.bot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;

/// Who wrote what, for messengers that say that a message is gone and neither whose it was nor what the house calls it.
/// Only what the house has is known, nothing of those who are not let in; no words, and not for ever. Safe for several
/// threads.
public final class Written {
    private static final int MOST = 1_000;

    /// Each edit of a message was handed over as one of its own.
    private static final int MOST_EDITS = 50;

    private final Function<Incoming, Optional<String>> names;
    private final Map<String, List<Incoming.Withdrawn>> written = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Incoming.Withdrawn>> eldest) {
            return size() > MOST;
        }
    };

    /// Messages that are gone, which may be told of before they are themselves.
    private final LinkedHashSet<String> gone = new LinkedHashSet<>();

    /// @param names  what the messenger calls a message, the same for each edit of it; empty for what is none there
    public Written(Function<Incoming, Optional<String>> names) {
        this.names = names;
    }

    /// The house has it.
    public void keep(Incoming message) {
        Optional<String> name = names.apply(message);
        if (name.isEmpty()) {
            return;
        }
        Incoming.Withdrawn one = new Incoming.Withdrawn(message.id(), message.who(), message.place());
        synchronized (this) {
            List<Incoming.Withdrawn> all = written.computeIfAbsent(name.get(), _ -> new ArrayList<>());
            if (!all.contains(one) && all.size() < MOST_EDITS) {
                all.add(one);
            }
        }
    }

    /// Whether it was said before that this message is gone.
    public synchronized boolean isGone(String name) {
        return gone.contains(name);
    }

    /// The messenger says that a message is gone: all that was handed over of it is taken back, and what of it comes
    /// later is not to be handed over.
    public void goes(String name, Inbox inbox) throws InterruptedException {
        List<Incoming.Withdrawn> all;
        synchronized (this) {
            gone.add(name);
            if (gone.size() > MOST) {
                gone.removeFirst();
            }
            all = List.copyOf(written.getOrDefault(name, List.of()));
        }
        for (Incoming.Withdrawn one : all) {
            inbox.withdraw(one);
        }
        synchronized (this) {
            written.remove(name);
        }
    }
}
