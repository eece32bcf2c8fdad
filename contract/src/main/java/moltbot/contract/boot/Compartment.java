package moltbot.contract.boot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;

/// The life of one compartment's process: read the boot line, start, say `ready`, wait, stop in reverse order.
/// The compartment ends when it is told to (SIGTERM) or when its supervisor is gone (end of standard input), so that
/// none outlives the house. An error at the start is one plain sentence on standard output for the supervisor.
public final class Compartment {
    /// Builds a compartment; everything it must close when it stops goes to [Compartment#onStop].
    @FunctionalInterface
    public interface Start {
        void start(Boot boot, Compartment life) throws Exception;
    }

    private static final System.Logger LOG = System.getLogger("boot");
    private static final int MAX_BOOT_BYTES = 1 << 20;
    /// The whole house stops within five seconds.
    private static final int STOP_SECONDS = 4;

    private final Deque<AutoCloseable> stops = new ArrayDeque<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Compartment() {}

    /// Runs a compartment to its end, and the process with it, whatever threads are left. Called by each `Main`.
    public static void run(Start start) throws InterruptedException {
        PrintStream supervisor = System.out;
        Compartment life = new Compartment();
        try {
            Boot boot = Boot.fromJson(JsonObject.parse(readLine(System.in)));
            start.start(boot, life);
        } catch (Exception | Error e) {
            LOG.log(System.Logger.Level.ERROR, "This compartment could not start.", e);
            String why = e instanceof ContractException ? e.getMessage() : "It could not start; its log says why.";
            supervisor.println(JsonObject.with("failed", String.valueOf(why)).build());
            life.stop();
            System.exit(1);
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(life::askToStop));
        supervisor.println(JsonObject.with("ready", true).build());
        Thread.ofPlatform().daemon().name("supervisor-watch").start(life::awaitSupervisor);
        life.over.await();
        life.stop();
        life.stopped.countDown();
        System.exit(0);
    }

    /// Closes `resource` when the compartment stops, the last one given first.
    public void onStop(AutoCloseable resource) {
        synchronized (stops) {
            stops.push(resource);
        }
    }

    /// Ends the process as if it had been told to.
    public void end() {
        over.countDown();
    }

    private void askToStop() {
        over.countDown();
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "Something takes too long to stop; the process ends without it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSupervisor() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The supervisor's pipe broke.", e);
        }
        over.countDown();
    }

    private void stop() {
        synchronized (stops) {
            while (!stops.isEmpty()) {
                try {
                    stops.pop().close();
                } catch (Exception | Error e) {
                    LOG.log(System.Logger.Level.WARNING, "Something did not stop cleanly.", e);
                }
            }
        }
    }

    private static byte[] readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) >= 0 && next != '\n') {
            line.write(next);
            if (line.size() > MAX_BOOT_BYTES) {
                throw new ContractException(Code.TOO_LARGE, "The boot line is too long.");
            }
        }
        if (line.size() == 0) {
            throw ContractException.malformed("A compartment is started by './moltbot up', not by hand.");
        }
        return line.toByteArray();
    }
}
