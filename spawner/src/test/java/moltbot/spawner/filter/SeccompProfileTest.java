package moltbot.spawner.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.spawner.filter.Syscall.Machine;
import org.junit.jupiter.api.Test;

/// Decides by the profile's rules as libseccomp does: the first that matches, else its default.
class SeccompProfileTest {
    private static final int EPERM = 1;
    private static final int EAFNOSUPPORT = 97;

    private static Optional<Long> errno(String call, long... arguments) {
        JsonObject profile = SeccompProfile.json();
        assertThat(profile.text("defaultAction")).isEqualTo("SCMP_ACT_ALLOW");
        for (JsonObject rule : profile.list("syscalls").objects()) {
            assertThat(rule.text("action")).isEqualTo("SCMP_ACT_ERRNO");
            if (rule.list("names").texts().contains(call)
                    && rule.list("args").objects().stream().allMatch(wanted -> matches(wanted, arguments))) {
                return Optional.of(rule.number("errnoRet"));
            }
        }
        return Optional.empty();
    }

    private static boolean matches(JsonObject wanted, long[] arguments) {
        int index = (int) wanted.number("index");
        long given = index < arguments.length ? arguments[index] : 0;
        long value = wanted.number("value");
        return switch (wanted.text("op")) {
            case "SCMP_CMP_MASKED_EQ" -> (given & value) == wanted.number("valueTwo");
            case "SCMP_CMP_GT" -> Long.compareUnsigned(given, value) > 0;
            default -> throw new AssertionError(wanted);
        };
    }

    @Test
    void deniesEveryCallThatBubblewrapsFilterDenies() {
        for (Syscall call : Syscall.values()) {
            assertThat(errno(call.word())).as(call.word()).contains((long) EPERM);
        }
        assertThat(errno("clone3")).contains(38L);
        assertThat(List.of("read", "openat", "execve", "futex", "mmap"))
                .allMatch(name -> errno(name).isEmpty());
        // One name in the kernel's header, another in libseccomp; a name that it does not know is no rule at all.
        assertThat(Syscall.SYSCTL.word()).isEqualTo("_sysctl");
    }

    @Test
    void deniesNamespacesAndAllSocketsButUnixAndInternetOnes() {
        long thread = 0x3D0F00;
        assertThat(errno("clone", thread)).isEmpty();
        for (long flag : List.of(0x20000L, 0x2000000L, 0x4000000L, 0x8000000L, 0x10000000L, 0x20000000L, 0x40000000L)) {
            assertThat(errno("clone", thread | flag)).contains((long) EPERM);
        }
        List<Long> allowed = new ArrayList<>();
        for (long family = 0; family < 100; family++) {
            if (errno("socket", family).isEmpty()) {
                allowed.add(family);
            } else {
                assertThat(errno("socket", family)).contains((long) EAFNOSUPPORT);
            }
        }
        assertThat(allowed).containsExactly(1L, 2L, 10L);
        for (long family = 0; family < 100; family++) {
            assertThat(errno("socketpair", family).isEmpty()).isEqualTo(family == 1);
        }
        List<Long> protocols = new ArrayList<>();
        for (long protocol = 0; protocol < 300; protocol++) {
            if (errno("socket", 2, 1, protocol).isEmpty()) {
                protocols.add(protocol);
            }
        }
        assertThat(protocols).containsExactly(0L, 6L, 17L);
    }

    /// The kernel takes an `int` where a caller may hand over twice as much.
    @Test
    void isNotPassedByWithWhatTheKernelDoesNotLookAt() {
        long above = 0xABCDL << 32;
        assertThat(errno("socket", above | 40)).contains((long) EAFNOSUPPORT);
        assertThat(errno("socket", above | 3)).contains((long) EAFNOSUPPORT);
        assertThat(errno("ioctl", 0, above | 0x5412)).contains((long) EPERM);
        assertThat(errno("ioctl", 0, 0x541C)).contains((long) EPERM);
        assertThat(errno("ioctl", 0, 0x5401)).isEmpty();
        assertThat(errno("setsockopt", 3, above | 1, above | 8)).contains(0L);
        assertThat(errno("setsockopt", 3, 1, 2)).isEmpty();
        assertThat(errno("setsockopt", 3, 6, 8)).isEmpty();
    }

    /// Numbers differ by processor and names do not: both tables say the same.
    @Test
    void namesWhatTheFilterNumbers() {
        assertThat(Syscall.values()).allMatch(call -> call.number(Machine.X86_64) >= 0);
        assertThat(SeccompProfile.json().has("architectures")).isFalse();
    }
}
