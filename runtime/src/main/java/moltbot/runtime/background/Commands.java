package moltbot.runtime.background;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import moltbot.contract.label.Label;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.runtime.held.Holder;
import moltbot.runtime.tool.InBackground;
import moltbot.runtime.tool.MoreTools;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.workspace.Spool;
import moltbot.runtime.workspace.Workspace;

/// The commands that conversations have in the background, each conversation its own: no other sees or ends them. They
/// end by themselves, with their life or in silence, with the guardian's lease and with this process; the spawner sees
/// to that. Safe for several threads.
public final class Commands implements InBackground, MoreTools, AutoCloseable {
    static final int MOST_OF_ONE = 2;

    /// Browsers and servers of tools want places of the spawner's, too.
    static final int MOST = 4;

    /// How many of a conversation are remembered, ended ones too, and how many conversations' are: each keeps what it
    /// printed.
    private static final int REMEMBERED = 3;

    private static final int MOST_CONVERSATIONS = 16;

    private final Holder holder;

    /// By which one that an earlier process began is not taken for one of these.
    private final String tag;

    private final Map<String, Deque<Running>> all = new LinkedHashMap<>();
    private int begun;

    public Commands(Holder holder) {
        this(holder, HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
    }

    Commands(Holder holder, String tag) {
        this.holder = holder;
        this.tag = tag;
    }

    @Override
    public Tool.Prepared prepare(SandboxHold hold, Spool inputs, Workspace workspace) {
        return new StartCall(this, holder, hold, inputs, workspace.name());
    }

    /// A place for one more; empty where there is none.
    synchronized Optional<Running> reserve(String conversation, Label label) {
        Deque<Running> mine = all.getOrDefault(conversation, new ArrayDeque<>());
        if (running(mine) >= MOST_OF_ONE
                || all.values().stream().mapToLong(Commands::running).sum() >= MOST) {
            return Optional.empty();
        }
        Running reserved = new Running(tag + "-" + ++begun, label);
        mine.addLast(reserved);
        while (mine.size() > REMEMBERED) {
            mine.remove(mine.stream().filter(Running::isOver).findFirst().orElseThrow());
        }
        all.remove(conversation);
        all.put(conversation, mine);
        forgetOld();
        return Optional.of(reserved);
    }

    private static long running(Deque<Running> some) {
        return some.stream().filter(one -> !one.isOver()).count();
    }

    /// Of conversations that have nothing running only the latest are remembered.
    private void forgetOld() {
        List<String> still = all.keySet().stream()
                .filter(name -> running(all.getOrDefault(name, new ArrayDeque<>())) == 0)
                .toList();
        still.subList(0, Math.max(0, Math.min(still.size(), all.size() - MOST_CONVERSATIONS)))
                .forEach(all::remove);
    }

    /// It never began.
    synchronized void forget(String conversation, Running never) {
        Deque<Running> mine = all.getOrDefault(conversation, new ArrayDeque<>());
        mine.remove(never);
        if (mine.isEmpty()) {
            all.remove(conversation);
        }
    }

    synchronized Optional<Running> find(String conversation, String id) {
        return all.getOrDefault(conversation, new ArrayDeque<>()).stream()
                .filter(one -> one.id().equals(id))
                .findFirst();
    }

    /// Whether that is the name of one that this process could have begun.
    boolean isOurs(String id) {
        return id.startsWith(tag + "-");
    }

    /// The tool for them is there once there is something to look at.
    @Override
    public List<Tool> of(Workspace workspace) {
        synchronized (this) {
            return all.containsKey(workspace.name()) ? List.of(new BackgroundTool(this)) : List.of();
        }
    }

    @Override
    public void end(Workspace workspace) {
        List<Running> mine;
        synchronized (this) {
            mine = List.copyOf(all.getOrDefault(workspace.name(), new ArrayDeque<>()));
        }
        mine.forEach(one -> one.end("It was ended because the turn was stopped or cut short."));
    }

    @Override
    public void close() {
        List<Running> every;
        synchronized (this) {
            every = all.values().stream().flatMap(Deque::stream).toList();
        }
        every.forEach(one -> one.end("The house was stopped."));
    }
}
