package moltbot.spawner.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import moltbot.spawner.filter.Syscall.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs the filter's bytes as the kernel would, for both processors, whichever this one is.
final class SeccompFilterTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int DENY = 0x00050001;

    private static int verdict(Machine machine, int architecture, int number, long first, long second) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(architecture).putLong(0).putLong(first).putLong(second);
        return verdict(machine, data);
    }

    private static int verdict(Machine machine, ByteBuffer data) {
        ByteBuffer program = ByteBuffer.wrap(SeccompFilter.bytes(machine)).order(ByteOrder.LITTLE_ENDIAN);
        int loaded = 0;
        int at = 0;
        while (true) {
            short code = program.getShort(at * 8);
            int value = program.getInt(at * 8 + 4);
            int jump = 0;
            switch (code) {
                case 0x20 -> loaded = data.getInt(value);
                case 0x06 -> {
                    return value;
                }
                case 0x15 -> jump = program.get(at * 8 + (loaded == value ? 2 : 3));
                case 0x54 -> loaded &= value;
                case 0x35 -> jump = program.get(at * 8 + (Integer.compareUnsigned(loaded, value) >= 0 ? 2 : 3));
                case 0x45 -> jump = program.get(at * 8 + ((loaded & value) != 0 ? 2 : 3));
                default -> throw new AssertionError("An unknown instruction " + code);
            }
            at += 1 + jump;
        }
    }

    private static int verdict(Machine machine, int number, long first, long second) {
        return verdict(machine, machine.audit, number, first, second);
    }

    private static int called(Machine machine, int number, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(machine.audit).putLong(0);
        for (long argument : arguments) {
            data.putLong(argument);
        }
        return verdict(machine, data);
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void deniesEveryListedCallAndAllowsItsUnlistedNeighbours(Machine machine) {
        int[] listed = Arrays.stream(Syscall.values())
                .mapToInt(call -> call.number(machine))
                .filter(number -> number >= 0)
                .toArray();
        int allowed = 0;
        for (int number = 0; number < 460; number++) {
            int wanted = number;
            if (Arrays.stream(listed).anyMatch(other -> other == wanted)) {
                assertThat(verdict(machine, number, 0, 0)).as("call %d", number).isEqualTo(DENY);
            } else if (number != machine.socket && number != machine.socketpair && number != machine.clone3) {
                assertThat(verdict(machine, number, 0, 0)).as("call %d", number).isEqualTo(ALLOW);
                allowed++;
            }
        }
        assertThat(listed).doesNotHaveDuplicates();
        assertThat(allowed).isGreaterThan(300);
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void makesThreadsButNoNamespaces(Machine machine) {
        assertThat(verdict(machine, machine.clone, 0x3d0f00, 0)).isEqualTo(ALLOW);
        assertThat(verdict(machine, machine.clone, 0x11, 0)).isEqualTo(ALLOW);
        for (int bit : new int[] {17, 25, 26, 27, 28, 29, 30}) {
            assertThat(verdict(machine, machine.clone, (1L << bit) | 0x11, 0)).isEqualTo(DENY);
        }
        assertThat(verdict(machine, machine.clone3, 0, 0)).isEqualTo(0x00050000 | 38);
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void opensOnlyUnixAndInternetSockets(Machine machine) {
        for (int family = 0; family < 50; family++) {
            boolean usual = family == 1 || family == 2 || family == 10;
            assertThat(verdict(machine, machine.socket, family, 1)).isEqualTo(usual ? ALLOW : 0x00050000 | 97);
            assertThat(verdict(machine, machine.socketpair, family, 1))
                    .isEqualTo(family == 1 ? ALLOW : 0x00050000 | 97);
        }
        for (int protocol = 0; protocol < 300; protocol++) {
            boolean usual = protocol == 0 || protocol == 6 || protocol == 17;
            assertThat(called(machine, machine.socket, 2, 1, protocol)).isEqualTo(usual ? ALLOW : 0x00050000 | 93);
            assertThat(called(machine, machine.socket, 10, 2, protocol)).isEqualTo(usual ? ALLOW : 0x00050000 | 93);
        }
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void typesIntoNoTerminal(Machine machine) {
        assertThat(verdict(machine, machine.ioctl, 0, 0x5412)).isEqualTo(DENY);
        assertThat(verdict(machine, machine.ioctl, 0, 0x541C)).isEqualTo(DENY);
        assertThat(verdict(machine, machine.ioctl, 0, 0x5401)).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void givesSharedMemoryOfAFileOnly(Machine machine) {
        int noMemory = 0x00050000 | 12;
        assertThat(called(machine, machine.mmap, 0, 4096, 3, 0x21)).isEqualTo(noMemory);
        assertThat(called(machine, machine.mmap, 0, 4096, 3, 0x21 | 0x4000)).isEqualTo(noMemory);
        assertThat(called(machine, machine.mmap, 0, 4096, 3, 0x22)).isEqualTo(ALLOW);
        assertThat(called(machine, machine.mmap, 0, 4096, 3, 0x01)).isEqualTo(ALLOW);
        assertThat(called(machine, machine.mmap, 0, 4096, 3, 0x03)).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void letsNoBufferOfASocketGrow(Machine machine) {
        for (int option : new int[] {7, 8, 32, 33}) {
            assertThat(called(machine, machine.setsockopt, 3, 1, option)).isEqualTo(0x00050000);
            assertThat(called(machine, machine.setsockopt, 3, 6, option)).isEqualTo(ALLOW);
        }
        assertThat(called(machine, machine.setsockopt, 3, 1, 2)).isEqualTo(ALLOW);
        assertThat(called(machine, machine.setsockopt, 3, 1, 9)).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void endsAProcessThatCallsAsAnotherProcessor(Machine machine) {
        assertThat(verdict(machine, 0x40000003, 0, 0, 0)).isEqualTo(KILL);
        for (Machine other : Machine.values()) {
            assertThat(verdict(machine, other.audit, 3, 0, 0)).isEqualTo(other == machine ? ALLOW : KILL);
        }
    }

    @Test
    void endsAProcessThatUsesTheX32Calls() {
        assertThat(verdict(Machine.X86_64, 0x40000000 | 520, 0, 0)).isEqualTo(KILL);
    }

    @Test
    void knowsTheProcessorsItIsFor() {
        assertThat(SeccompFilter.machine("amd64")).contains(Machine.X86_64);
        assertThat(SeccompFilter.machine("aarch64")).contains(Machine.ARM_64);
        assertThat(SeccompFilter.machine("riscv64")).isEmpty();
    }
}
