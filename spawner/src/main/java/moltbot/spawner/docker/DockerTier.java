package moltbot.spawner.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.spawner.task.AuthorizedTask;
import moltbot.spawner.task.RunOperation;
import moltbot.spawner.task.Stop;
import moltbot.spawner.task.TaskEnd;
import moltbot.spawner.task.TaskInput;
import moltbot.spawner.task.TaskOutput;
import moltbot.spawner.task.Tier;
import org.jspecify.annotations.Nullable;

/// Containers of a Docker engine, one for each task, ready before it comes; under gVisor where that is the engine's
/// runtime. See [Shape] for the walls and [Visit] for a task's course. Nothing of a task outlives it, and what a
/// spawner that was killed left is removed when the next one begins.
public final class DockerTier implements Tier, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("docker");
    private static final int GONE = 404;
    /// Of one image only: the tier works.
    private static final String NO_BROWSER = "no-browser";

    /// What an owner may choose.
    ///
    /// @param socket   the engine's
    /// @param image    a name, or an id
    /// @param browser  the image of a sandbox for a browser, likewise; empty for none
    /// @param pool     how many containers are kept ready
    public record Options(Path socket, String image, String browser, int pool) {}

    /// Which of the engine's runtimes.
    public enum Kernel {
        /// Its own choice; nearly always `runc`.
        ORDINARY("docker", ""),
        /// A kernel of the sandbox's own, in user space.
        GVISOR("gvisor", "runsc");

        private final String tier;
        private final String name;

        Kernel(String tier, String name) {
            this.tier = tier;
            this.name = name;
        }
    }

    private final Options options;
    private final Kernel kernel;
    private final String label;
    private final Images images;
    private final Engine engine;
    private final Container.Alive alive = new Container.Alive();
    private @Nullable Ready ready;
    private String noBrowser = "";

    /// What a look found: everything that is needed to run tasks.
    ///
    /// @param browser  what a container for a browser is, if there is an image for one
    private record Ready(Shape shape, Pool pool, Optional<Shape> browser) {}

    /// @param folder  where it keeps what it knows of images; only this process may reach it
    /// @param house   what tells this house's containers from those of others
    public DockerTier(Options options, Kernel kernel, Path folder, String house) {
        this.options = options;
        this.kernel = kernel;
        this.label = "moltbot.sandbox=" + house + "-" + kernel.tier;
        this.images = new Images(folder.resolve("images.json"));
        this.engine = new Engine(options.socket());
    }

    @Override
    public String name() {
        return kernel.tier;
    }

    @Override
    public synchronized String browser() {
        return noBrowser;
    }

    @Override
    public synchronized Optional<String> problem() {
        forget();
        if (!Files.exists(options.socket())) {
            return Optional.of("Docker is not running here: there is no " + options.socket() + ".");
        } else if (!Files.isWritable(options.socket())) {
            return Optional.of("Docker is not for this user: " + options.socket() + " cannot be written to.");
        }
        try {
            engine.agree();
            JsonObject info = engine.info();
            if (!kernel.name.isEmpty()
                    && !info.objectOr("Runtimes", JsonObject.EMPTY).has(kernel.name)) {
                return Optional.of("Docker has no runtime 'runsc'. gVisor's own pages say how to install it.");
            }
            JsonObject image = engine.image(options.image());
            String id = image.text("Id");
            if (!images.isTheSame(options.image(), id)) {
                return Optional.of(
                        "The image '" + options.image() + "' is not the one this house used until now. If you"
                                + " made it anew, remove spawner/images.json from the data folder and it is taken.");
            }
            removeLeftovers();
            return trial(shape(id, image, info), browser(info));
        } catch (EngineException e) {
            if (e.status() == GONE) {
                return Optional.of("Docker has no image '" + options.image() + "'. Make it: deploy/sandbox/build");
            }
            return failed(e);
        } catch (IOException | ContractException e) {
            return failed(e);
        }
    }

    /// A browser has an image of its own, which need not be there.
    private Optional<Shape> browser(JsonObject info) throws IOException {
        if (options.browser().isEmpty()) {
            noBrowser = "Web pages cannot be shown: the setting 'sandbox.browser-image' names no image.";
            return Optional.empty();
        }
        noBrowser = "";
        try {
            JsonObject image = engine.image(options.browser());
            String id = image.text("Id");
            if (images.isTheSame(options.browser(), id)) {
                return Optional.of(shape(id, image, info));
            }
            noBrowser = "Web pages cannot be shown: the image '" + options.browser() + "' is not the one this house"
                    + " used until now; if you made it anew, remove spawner/images.json from the data folder.";
        } catch (EngineException e) {
            if (e.status() != GONE) {
                throw e;
            }
            noBrowser = "Web pages cannot be shown: Docker has no image '" + options.browser()
                    + "'. Make it: deploy/sandbox/build --browser";
        }
        return Optional.empty();
    }

    private Optional<String> failed(Exception e) {
        LOG.log(System.Logger.Level.INFO, "Docker could not be used for sandboxes.", e);
        return Optional.of("Docker could not be used: " + e.getMessage());
    }

    private Shape shape(String id, JsonObject image, JsonObject info) {
        List<String> names = new ArrayList<>();
        JsonObject config = image.objectOr("Config", JsonObject.EMPTY);
        for (String variable : config.listOr("Env", JsonArray.EMPTY).texts()) {
            String name = variable.substring(0, Math.max(variable.indexOf('='), 0));
            if (!name.equals("PATH")) {
                names.add(name);
            }
        }
        boolean reaper = !info.textOr("InitBinary", "").isEmpty();
        return new Shape(id, names, kernel.name, label, reaper);
    }

    /// One container that does all that is done for a task.
    private Optional<String> trial(Shape shape, Optional<Shape> browser) throws IOException {
        try (Container container = make(shape, SandboxLimits.STANDARD)) {
            String said = Trial.of(engine, container);
            if (!said.isEmpty()) {
                return Optional.of(said);
            }
        }
        Pool pool = new Pool(options.pool(), limits -> make(shape, limits));
        pool.fill();
        ready = new Ready(shape, pool, browser);
        return Optional.empty();
    }

    private Container make(Shape shape, SandboxLimits limits) throws IOException {
        return Container.start(engine, shape, limits, alive);
    }

    /// What was left by one that was killed, or could not be removed while the engine did not answer.
    private void removeLeftovers() throws IOException {
        for (String id : engine.labelled(label)) {
            if (!alive.ids().contains(id)) {
                LOG.log(System.Logger.Level.INFO, "A sandbox that was left is removed: {0}", id);
                try {
                    engine.remove(id);
                } catch (EngineException e) {
                    LOG.log(System.Logger.Level.DEBUG, "It was being removed already.", e);
                }
            }
        }
    }

    @Override
    public TaskEnd run(AuthorizedTask task, TaskInput input, TaskOutput output, Stop stop) throws InterruptedException {
        Ready now = ready();
        boolean browses = task.isBrowser();
        Shape shape = browses ? now.browser().orElseThrow(this::noBrowser) : now.shape();
        Container container = browses ? made(shape, task.limits()) : container(now, task.limits());
        Visit visit = new Visit(engine, container, task);
        // On a thread of its own, since an interrupt would close every connection to the engine, those that clean up
        // too.
        FutureTask<TaskEnd> whole = new FutureTask<>(() -> {
            try (container) {
                return visit.stay(input, output, stop);
            } finally {
                now.pool().fill();
            }
        });
        Thread worker = Thread.ofVirtual().name("docker-task").start(whole);
        try {
            return whole.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.ofVirtual().start(() -> visit.end(Ending.CANCELLED, "It was cancelled."));
            outlast(worker);
            throw e;
        }
    }

    private static void outlast(Thread worker) {
        boolean gone = false;
        while (!gone) {
            try {
                worker.join();
                gone = true;
            } catch (InterruptedException again) {
                // It ends soon in any case, and nothing of it may be left when this returns.
                LOG.log(System.Logger.Level.DEBUG, "Interrupted again.", again);
            }
        }
    }

    private ContractException noBrowser() {
        return ContractException.refused(NO_BROWSER, browser() + " Nothing was run.");
    }

    private Container container(Ready now, SandboxLimits limits) {
        return now.pool().take(limits).orElseGet(() -> made(now.shape(), limits));
    }

    private Container made(Shape shape, SandboxLimits limits) {
        try {
            return make(shape, limits);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "A container could not be made.", e);
            throw ContractException.refused(
                    RunOperation.NO_TIER,
                    "The sandbox could not be set up, so nothing was run; the spawner's log says why.");
        }
    }

    private synchronized Ready ready() {
        Ready now = ready;
        if (now == null) {
            throw ContractException.refused(
                    RunOperation.NO_TIER, "Docker is not ready for sandboxes, so nothing was run.");
        }
        return now;
    }

    private synchronized void forget() {
        Ready before = ready;
        ready = null;
        if (before != null) {
            before.pool().close();
        }
    }

    /// Removes what is kept ready.
    @Override
    public void close() {
        forget();
    }
}
