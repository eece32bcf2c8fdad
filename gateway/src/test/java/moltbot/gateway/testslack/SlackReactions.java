package moltbot.gateway.testslack;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the bot put to messages and took away again.
public final class SlackReactions {
    private final List<String> put = new CopyOnWriteArrayList<>();
    private final Set<String> there = new LinkedHashSet<>();

    private static String name(String channel, String number, String name) {
        return channel + " " + number + " " + name;
    }

    synchronized boolean add(String channel, String number, String name) {
        boolean added = there.add(name(channel, number, name));
        if (added) {
            put.add(name(channel, number, name));
        }
        return added;
    }

    synchronized boolean remove(String channel, String number, String name) {
        return there.remove(name(channel, number, name));
    }

    /// What was ever put, as channel, number and name, in order.
    public List<String> put() {
        return List.copyOf(put);
    }

    /// What is there now.
    public synchronized List<String> there() {
        return new ArrayList<>(there);
    }
}
