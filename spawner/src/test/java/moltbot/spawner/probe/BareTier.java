package moltbot.spawner.probe;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.spawner.task.AuthorizedTask;
import moltbot.spawner.task.Stop;
import moltbot.spawner.task.TaskEnd;
import moltbot.spawner.task.TaskInput;
import moltbot.spawner.task.TaskOutput;
import moltbot.spawner.task.Tier;

/// No sandbox, so that a probe that is harmless can be seen to get out: this machine itself, or namespaces without a
/// filter, without limits and with all of the machine's files. The workspace goes in and out as by somebody who has not
/// thought of anything.
///
/// @param words  what comes before the command
record BareTier(String name, List<String> words, Path planted) implements Tier {
    private static final System.Logger LOG = System.getLogger("bare");

    static BareTier host(Path planted) {
        return new BareTier("host", List.of(), planted);
    }

    static BareTier weak(Path planted) {
        return new BareTier("weak", List.of("unshare", "--user", "--map-root-user", "--mount", "--uts", "--"), planted);
    }

    @Override
    public String browser() {
        return "No page is shown without a sandbox.";
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public TaskEnd run(AuthorizedTask task, TaskInput input, TaskOutput output, Stop stop) throws InterruptedException {
        try {
            return run(task, output);
        } catch (IOException e) {
            throw new AssertionError("A bare task could not be run.", e);
        }
    }

    private TaskEnd run(AuthorizedTask task, TaskOutput output) throws IOException, InterruptedException {
        File workspace =
                Files.createDirectory(task.folder().resolve("workspace")).toFile();
        if (task.inputBytes() > 0) {
            new ProcessBuilder("tar", "-xPf", task.inputs().toString())
                    .directory(workspace)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
        List<String> command = new ArrayList<>(words);
        command.addAll(List.of("python3", Resources.path("bare.py").toString(), planted.toString()));
        command.addAll(task.spec().argv());
        ProcessBuilder builder = new ProcessBuilder(command).directory(workspace);
        builder.environment().putAll(task.spec().env());
        Process process = builder.start();
        process.getOutputStream().close();
        Thread out = pump(process.getInputStream(), SandboxFrame.Kind.OUTPUT, output);
        Thread errors = pump(process.getErrorStream(), SandboxFrame.Kind.ERROR, output);
        boolean ended = process.waitFor(task.limits().time().toNanos(), TimeUnit.NANOSECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        if (ended) {
            // What it left may hold its outputs open for long.
            out.join(1_000);
            errors.join(1_000);
        }
        process.destroyForcibly().waitFor();
        Path archive = task.folder().resolve("out.tar");
        new ProcessBuilder("sh", "-c", "tar -chPf ../out.tar * 2>/dev/null")
                .directory(workspace)
                .start()
                .waitFor(20, TimeUnit.SECONDS);
        return new TaskEnd(
                ended ? Ending.EXITED : Ending.TIMED_OUT,
                ended ? process.exitValue() : -1,
                false,
                Files.exists(archive) ? Optional.of(archive) : Optional.empty(),
                "");
    }

    private static Thread pump(InputStream from, SandboxFrame.Kind kind, TaskOutput to) {
        return Thread.ofVirtual().start(() -> {
            byte[] piece = new byte[8 << 10];
            try (from) {
                int count;
                while ((count = from.read(piece)) > 0) {
                    to.write(kind, piece, count);
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A bare task that was ended has no more to say.", e);
            }
        });
    }
}
