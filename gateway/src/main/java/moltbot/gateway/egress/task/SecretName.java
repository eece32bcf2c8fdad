package moltbot.gateway.egress.task;

import java.util.regex.Pattern;

/// What the keys of tasks are called where they are kept: apart from the keys of the house itself.
public final class SecretName {
    private static final Pattern NAME = Pattern.compile("task-[a-z][a-z0-9-]{0,40}");

    private SecretName() {}

    /// The name in the vault of what a rule calls `credential`.
    public static String of(String credential) {
        return "task-" + credential;
    }

    /// True for a name that a task's key can have.
    public static boolean isOne(String name) {
        return NAME.matcher(name).matches();
    }
}
