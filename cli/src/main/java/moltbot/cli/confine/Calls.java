package moltbot.cli.confine;

import java.util.Map;
import java.util.Optional;

/// Numbers of the system calls this package makes or forbids, for one machine kind (Linux UAPI `unistd.h`).
///
/// @param auditArch  the machine kind as seccomp names it (AUDIT_ARCH_…)
record Calls(int auditArch, Map<String, Integer> numbers) {
    private static final int AUDIT_ARCH_X86_64 = 0xC000003E;
    private static final int AUDIT_ARCH_AARCH64 = 0xC00000B7;

    static final Calls X86_64 = new Calls(
            AUDIT_ARCH_X86_64,
            Map.ofEntries(
                    Map.entry("socket", 41),
                    Map.entry("ptrace", 101),
                    Map.entry("prctl", 157),
                    Map.entry("kexec_load", 246),
                    Map.entry("add_key", 248),
                    Map.entry("request_key", 249),
                    Map.entry("keyctl", 250),
                    Map.entry("openat", 257),
                    Map.entry("close", 3),
                    Map.entry("wait4", 61),
                    Map.entry("umask", 95),
                    Map.entry("setns", 308),
                    Map.entry("perf_event_open", 298),
                    Map.entry("process_vm_readv", 310),
                    Map.entry("process_vm_writev", 311),
                    Map.entry("seccomp", 317),
                    Map.entry("bpf", 321),
                    Map.entry("userfaultfd", 323)));

    static final Calls AARCH64 = new Calls(
            AUDIT_ARCH_AARCH64,
            Map.ofEntries(
                    Map.entry("socket", 198),
                    Map.entry("ptrace", 117),
                    Map.entry("prctl", 167),
                    Map.entry("kexec_load", 104),
                    Map.entry("add_key", 217),
                    Map.entry("request_key", 218),
                    Map.entry("keyctl", 219),
                    Map.entry("openat", 56),
                    Map.entry("close", 57),
                    Map.entry("wait4", 260),
                    Map.entry("umask", 166),
                    Map.entry("setns", 268),
                    Map.entry("perf_event_open", 241),
                    Map.entry("process_vm_readv", 270),
                    Map.entry("process_vm_writev", 271),
                    Map.entry("seccomp", 277),
                    Map.entry("bpf", 280),
                    Map.entry("userfaultfd", 282)));

    /// The same on every machine kind.
    static final int IO_URING_SETUP = 425;

    static final int LANDLOCK_CREATE_RULESET = 444;
    static final int LANDLOCK_ADD_RULE = 445;
    static final int LANDLOCK_RESTRICT_SELF = 446;

    /// This machine's, or empty where this package knows nothing of it.
    static Optional<Calls> ofThisMachine() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> Optional.of(X86_64);
            case "aarch64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }

    int number(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException(name);
        }
        return number;
    }
}
