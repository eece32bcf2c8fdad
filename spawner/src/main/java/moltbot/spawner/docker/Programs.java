package moltbot.spawner.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;

/// What is run in a container: the task, and before and after it constant programs of ours, all as the same powerless
/// user, one after the other; beside a task with a network what forwards for it, as another.
///
/// @param shape  of the container they run in
/// @param user   who the task is in it
record Programs(Shape shape, int user) {
    private static final List<String> OUR_ENV = List.of("LC_ALL=C", "PATH=/usr/local/bin:/usr/bin:/bin");

    private static final String END_ALL = "exec </dev/null; kill -s KILL -- -1 2>/dev/null";

    /// Ends what is left, then packs regular files and folders.
    private static final String PACK = END_ALL + """

            cd /workspace || exit 1
            find . -mindepth 1 \\( -type d ! -perm -0700 -o -type f ! -perm -0400 \\) -exec chmod u+rwX {} \\; || exit 1
            [ -z "$(find . ! -type d ! -type f -print -quit)" ] || echo special >&2
            find . -mindepth 1 \\( -type d -o -type f \\) -printf '%P\\0' |
                tar -c -f - --format=posix --pax-option=delete=atime,delete=ctime,delete=mtime \\
                    --owner=0 --group=0 --numeric-owner --hard-dereference --no-recursion --null -T - 2>/dev/null
            case $? in 0 | 1) exit 0 ;; *) exit 1 ;; esac
            """;

    JsonObject unpack() {
        return shape.program(
                Shape.task(user), "/workspace", OUR_ENV, List.of("tar", "-x", "-f", "-", "--no-same-owner"), true);
    }

    JsonObject task(SandboxSpec spec, boolean input) {
        SortedMap<String, String> all = new TreeMap<>(spec.env());
        all.putAll(spec.network().environment());
        List<String> env = new ArrayList<>();
        all.forEach((name, value) ->
                env.add(name + "=" + (value.equals(SandboxNetwork.AUTHORITY_FILE) ? Forwarder.AUTHORITY : value)));
        String directory = spec.directory().equals(".") ? "/workspace" : "/workspace/" + spec.directory();
        return shape.program(Shape.task(user), directory, env, spec.argv(), input);
    }

    /// For a task with a network, beside it and out of its reach.
    JsonObject forward() {
        return shape.program(Shape.KEEPER, "/", OUR_ENV, Forwarder.command(), true);
    }

    /// Ends whatever the task left running: the signal goes to every process of this user but the sender, all at once,
    /// so none can flee by making another.
    JsonObject endAll() {
        return shape.program(Shape.task(user), "/", OUR_ENV, List.of("sh", "-c", END_ALL), false);
    }

    JsonObject pack() {
        return shape.program(Shape.task(user), "/workspace", OUR_ENV, List.of("sh", "-c", PACK), false);
    }
}
