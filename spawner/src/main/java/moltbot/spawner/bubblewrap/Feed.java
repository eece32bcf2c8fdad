package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.io.OutputStream;
import moltbot.contract.ContractException;
import moltbot.spawner.task.TaskInput;

/// Carries what a task is told on its standard input. A task that does not read is waited for; one that is over makes
/// the write fail, since then nobody is left who could read.
final class Feed {
    private static final System.Logger LOG = System.getLogger("bubblewrap");

    private final TaskInput from;
    private final OutputStream to;
    private final Thread thread;

    private Feed(TaskInput from, OutputStream to) {
        this.from = from;
        this.to = to;
        // A pipe's write would hold a virtual thread's carrier; these are few.
        this.thread = Thread.ofPlatform().daemon().name("task-input").unstarted(this::carry);
    }

    static Feed start(TaskInput from, OutputStream to) {
        Feed feed = new Feed(from, to);
        feed.thread.start();
        return feed;
    }

    private void carry() {
        byte[] piece;
        try (to) {
            while ((piece = from.next()) != null) {
                to.write(piece);
                to.flush();
            }
        } catch (IOException | ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A task''s input ended early: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The task is over: waits for the thread, which nothing holds any more.
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
