package moltbot.spawner.docker;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.spawner.filter.SeccompProfile;
import moltbot.spawner.task.RunOperation;

/// What a container of ours is, whatever a task wants: only its limits vary. Nothing here comes from a task.
///
/// @param image    its id, never a name, which may mean something else tomorrow
/// @param imageEnv  the names that the image would put into every environment, and that are taken out of ours
/// @param runtime  which of the engine's runtimes, or empty for its own choice
/// @param label    what all containers of this house have, and none of another's
/// @param reaper   true where the engine brings a first process that collects what tasks leave
record Shape(String image, List<String> imageEnv, String runtime, String label, boolean reaper) {
    /// The first process: it waits, and cannot be reached by the task, which is another user. Its end is the end of
    /// the container, so that one whose spawner and whose engine died does not live on for ever.
    static final int LIFE_SECONDS = 24 * 60 * 60;

    static final String KEEPER = "65533:65533";
    private static final int TASK_GROUP = 65_534;

    /// Open files of one process; with unread sockets and pipes in them they are memory no other limit sees.
    private static final long FILES = 256;

    /// What a connection may hold: the kernel's memory, which control groups of version 1 do not count.
    private static final String BUFFER_BYTES = "4096 8192 16384";

    /// Where the task may write: each a file system of its own, for Docker cannot divide one. The workspace has all
    /// that the limits give; the others a part of that besides. Together they have [#INODES] files.
    private static final int INODES = 65_536;

    private static final int TMP_SHARE = 4;
    private static final int SHARED_MEMORY_SHARE = 8;
    /// The first process, the engine's collector, what forwards to the network, and what packs when the task has left
    /// no room.
    private static final int OUR_PROCESSES = 7;

    private static final long CPUS = 1_000_000_000;

    Shape {
        imageEnv = List.copyOf(imageEnv);
    }

    /// @param user  who the task will be, see [TaskUsers]
    JsonObject of(SandboxLimits limits, int user) {
        List<String> env = new ArrayList<>(imageEnv);
        env.add("HOSTNAME");
        env.add("PATH=/usr/local/bin:/usr/bin:/bin");
        return JsonObject.with("Image", image)
                .with("Entrypoint", JsonArray.ofTexts(List.of("sleep", Integer.toString(LIFE_SECONDS))))
                .with("Cmd", JsonArray.EMPTY)
                .with("User", KEEPER)
                .with("Env", JsonArray.ofTexts(env))
                .with("WorkingDir", "/workspace")
                .with("Hostname", "sandbox")
                .with("NetworkDisabled", true)
                .with("StopSignal", "SIGKILL")
                .with("Labels", labels())
                .with(
                        "Healthcheck",
                        JsonObject.with("Test", JsonArray.ofTexts(List.of("NONE")))
                                .build())
                .with("HostConfig", host(limits, user))
                .build();
    }

    private JsonObject labels() {
        int equals = label.indexOf('=');
        return JsonObject.with(label.substring(0, equals), label.substring(equals + 1))
                .build();
    }

    /// All that is written is memory, so one bound holds for both; there is no swap.
    private JsonObject host(SandboxLimits limits, int user) {
        long memory = limits.memoryBytes() + limits.diskBytes();
        JsonObject.Builder host = JsonObject.with("AutoRemove", true)
                .with("NetworkMode", "none")
                .with("IpcMode", "private")
                .with("CgroupnsMode", "private")
                .with("Privileged", false)
                .with("PublishAllPorts", false)
                .with("ReadonlyRootfs", true)
                .with("CapDrop", JsonArray.ofTexts(List.of("ALL")))
                .with(
                        "SecurityOpt",
                        JsonArray.ofTexts(List.of("no-new-privileges", "seccomp=" + SeccompProfile.json())))
                .with("RestartPolicy", JsonObject.with("Name", "no").build())
                .with("LogConfig", JsonObject.with("Type", "none").build())
                .with("PidsLimit", threads(limits))
                .with("Memory", memory)
                .with("MemorySwap", memory)
                .with("NanoCpus", CPUS)
                .with("OomScoreAdj", 1000)
                .with("Ulimits", ulimits(limits))
                .with("Tmpfs", tmpfs(limits, user));
        if (reaper) {
            host.with("Init", true);
        }
        if (runtime.isEmpty()) {
            host.with(
                    "Sysctls",
                    JsonObject.with("net.ipv4.tcp_rmem", BUFFER_BYTES)
                            .with("net.ipv4.tcp_wmem", BUFFER_BYTES)
                            .build());
        } else {
            host.with("Runtime", runtime);
        }
        return host.build();
    }

    /// gVisor's kernel is a process like any other here, with threads of its own for each of the task's.
    private long threads(SandboxLimits limits) {
        long processes = (long) limits.processes() + OUR_PROCESSES;
        return runtime.isEmpty() ? processes : processes * 8 + 128;
    }

    private static JsonArray ulimits(SandboxLimits limits) {
        return JsonArray.of(List.of(
                limit("nofile", FILES),
                limit("core", 0),
                limit("memlock", 0),
                limit("msgqueue", 0),
                limit("fsize", RunOperation.archiveBytes(limits))));
    }

    private static JsonValue limit(String name, long most) {
        return JsonObject.with("Name", name)
                .with("Soft", most)
                .with("Hard", most)
                .build();
    }

    private static JsonObject tmpfs(SandboxLimits limits, int user) {
        String owner = ",uid=" + user + ",gid=" + TASK_GROUP;
        return JsonObject.with("/workspace", writable(limits, 1) + ",exec,mode=700" + owner)
                .with("/tmp", writable(limits, TMP_SHARE) + ",exec,mode=1777")
                .with(Forwarder.FOLDER, "rw,nosuid,nodev,noexec,nr_inodes=4,size=65536,mode=755,uid=65533,gid=65533")
                .with("/dev/shm", writable(limits, SHARED_MEMORY_SHARE) + ",noexec,mode=1777")
                .build();
    }

    private static String writable(SandboxLimits limits, int share) {
        int files = share == 1 ? INODES - INODES / TMP_SHARE - INODES / SHARED_MEMORY_SHARE : INODES / share;
        return "rw,nosuid,nodev,nr_inodes=" + files + ",size=" + limits.diskBytes() / share;
    }

    /// Whom the engine is to run a task as.
    static String task(int user) {
        return user + ":" + TASK_GROUP;
    }

    /// A program to be run in such a container, with exactly this environment.
    JsonObject program(String user, String directory, List<String> env, List<String> argv, boolean input) {
        List<String> all = new ArrayList<>(imageEnv);
        all.add("HOSTNAME");
        all.addAll(env);
        return JsonObject.with("AttachStdin", input)
                .with("AttachStdout", true)
                .with("AttachStderr", true)
                .with("Tty", false)
                .with("User", user)
                .with("WorkingDir", directory)
                .with("Env", JsonArray.ofTexts(all))
                .with("Cmd", JsonArray.ofTexts(argv))
                .build();
    }
}
