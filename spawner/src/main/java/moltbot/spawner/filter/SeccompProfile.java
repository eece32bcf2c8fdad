package moltbot.spawner.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What [SeccompFilter] is for bubblewrap, in the words of Docker's profiles
/// (https://docs.docker.com/engine/security/seccomp/; their rules are libseccomp's, `seccomp_rule_add(3)`): what
/// [Syscall] lists, namespaces by `clone`, sockets other than Unix ones and those of TCP and UDP, pairs other than Unix
/// ones, typing into a terminal, and larger buffers. It names no architecture, so that a call of any but the machine's
/// own ends who makes it. Shared
/// memory without a file is allowed here: a container's control group counts it.
public final class SeccompProfile {
    private static final int TOLD_DONE = 0;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int EPROTONOSUPPORT = 93;
    private static final int EAFNOSUPPORT = 97;

    /// Flags of `clone`, each a kind of namespace: mount, cgroup, uts, ipc, user, pid, net.
    private static final List<Long> NEW_NAMESPACES =
            List.of(0x20000L, 0x2000000L, 0x4000000L, 0x8000000L, 0x10000000L, 0x20000000L, 0x40000000L);

    /// All but `AF_UNIX` (1), `AF_INET` (2) and `AF_INET6` (10).
    private static final List<Long> OTHER_FAMILIES = List.of(0L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);

    private static final List<Long> INTERNET = List.of(2L, 10L);

    private static final long LAST_FAMILY = 10;

    private static final long TCP = 6;
    private static final long UDP = 17;
    /// Below `UDP`; 0 is whichever the family has.
    private static final List<Long> OTHER_PROTOCOLS =
            LongStream.range(1, UDP).filter(protocol -> protocol != TCP).boxed().toList();

    /// `TIOCSTI`, `TIOCLINUX`
    private static final List<Long> TYPING = List.of(0x5412L, 0x541CL);

    private static final long SOL_SOCKET = 1;
    /// `SO_SNDBUF`, `SO_RCVBUF`, and what forces them.
    private static final List<Long> BUFFERS = List.of(7L, 8L, 32L, 33L);

    private SeccompProfile() {}

    /// What follows `seccomp=` in a container's `SecurityOpt`.
    public static JsonObject json() {
        List<JsonObject> rules = new ArrayList<>();
        rules.add(rule(Arrays.stream(Syscall.values()).map(Syscall::word).toList(), EPERM));
        rules.add(rule(List.of("clone3"), ENOSYS));
        NEW_NAMESPACES.forEach(flag -> rules.add(rule(List.of("clone"), EPERM, bits(0, flag, flag))));
        OTHER_FAMILIES.forEach(family -> rules.add(rule(List.of("socket"), EAFNOSUPPORT, low(0, family))));
        OTHER_FAMILIES.forEach(family -> rules.add(rule(List.of("socketpair"), EAFNOSUPPORT, low(0, family))));
        INTERNET.forEach(family -> rules.add(rule(List.of("socketpair"), EAFNOSUPPORT, low(0, family))));
        rules.add(rule(List.of("socket", "socketpair"), EAFNOSUPPORT, argument(0, "SCMP_CMP_GT", LAST_FAMILY, 0)));
        OTHER_PROTOCOLS.forEach(other -> rules.add(rule(List.of("socket"), EPROTONOSUPPORT, low(2, other))));
        rules.add(rule(List.of("socket"), EPROTONOSUPPORT, argument(2, "SCMP_CMP_GT", UDP, 0)));
        TYPING.forEach(typing -> rules.add(rule(List.of("ioctl"), EPERM, low(1, typing))));
        BUFFERS.forEach(
                buffer -> rules.add(rule(List.of("setsockopt"), TOLD_DONE, low(1, SOL_SOCKET), low(2, buffer))));
        return JsonObject.with("defaultAction", "SCMP_ACT_ALLOW")
                .with("syscalls", JsonArray.of(rules))
                .build();
    }

    private static JsonObject rule(List<String> names, int errno, JsonObject... arguments) {
        return JsonObject.with("names", JsonArray.ofTexts(names))
                .with("action", "SCMP_ACT_ERRNO")
                .with("errnoRet", errno)
                .with("args", JsonArray.of(List.of(arguments)))
                .build();
    }

    /// The kernel looks at no more of an `int` than its lower half, and a caller may put anything into the other.
    private static JsonObject low(int index, long value) {
        return bits(index, 0xFFFFFFFFL, value);
    }

    private static JsonObject bits(int index, long mask, long value) {
        return argument(index, "SCMP_CMP_MASKED_EQ", mask, value);
    }

    private static JsonObject argument(int index, String comparison, long value, long other) {
        return JsonObject.with("index", index)
                .with("value", value)
                .with("valueTwo", other)
                .with("op", comparison)
                .build();
    }
}
