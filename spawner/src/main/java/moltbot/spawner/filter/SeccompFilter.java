package moltbot.spawner.filter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import moltbot.spawner.filter.Syscall.Machine;

/// The program every task's system calls pass through: classic BPF over `struct seccomp_data` (seccomp(2)), as
/// bubblewrap's `--seccomp` takes it. It denies what [Syscall] lists, namespaces by `clone`, sockets other than Unix
/// ones and those of TCP and UDP, pairs other than Unix ones (the kernel makes both ends before it asks whether a
/// family has pairs), typing into a terminal, and shared memory without a file; sizes of sockets' buffers stay what
/// they are; calls of another processor kind end the process. `clone3` is said not to exist, since its flags lie in
/// memory where no filter can look; every C library then takes `clone`.
public final class SeccompFilter {
    private static final short LOAD = 0x20;
    private static final short JUMP_EQUAL = 0x15;
    private static final short JUMP_AT_LEAST = 0x35;
    private static final short JUMP_ANY_BIT = 0x45;
    private static final short RETURN = 0x06;
    private static final short AND = 0x54;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int SECOND_ARGUMENT = 24;
    private static final int THIRD_ARGUMENT = 32;
    private static final int FOURTH_ARGUMENT = 40;

    private static final int KILL = 0x80000000;
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOMEM = 12;
    private static final int ENOSYS = 38;
    private static final int EPROTONOSUPPORT = 93;
    private static final int EAFNOSUPPORT = 97;

    /// The x32 calls of x86_64: the same kernel by other numbers.
    private static final int X32 = 0x40000000;
    /// Every `CLONE_NEW…` flag: mount, cgroup, uts, ipc, user, pid, net.
    private static final int NEW_NAMESPACES = 0x7E020000;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    /// Others, such as SCTP, are seldom used and may be loaded into the kernel by whoever asks.
    private static final int ANY_PROTOCOL = 0;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;
    /// Of `mmap`'s flags: the kind of mapping, and `MAP_ANONYMOUS`.
    private static final int KIND_AND_ANONYMOUS = 0x2F;

    private static final int SHARED_ANONYMOUS = 0x21;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;

    private record Instruction(short code, int ifTrue, int ifFalse, int value) {}

    private final List<Instruction> program = new ArrayList<>();

    private SeccompFilter(Machine machine) {
        guardArchitecture(machine);
        for (Syscall call : Syscall.values()) {
            if (call.number(machine) >= 0) {
                deny(call.number(machine), EPERM);
            }
        }
        deny(machine.clone3, ENOSYS);
        denyNamespaces(machine);
        denyOtherSockets(machine);
        denyTyping(machine);
        denySharedMemory(machine);
        keepBuffers(machine);
        add(RETURN, 0, 0, ALLOW);
    }

    /// The filter for the kind of processor that Java's `os.arch` names, if there is one.
    public static Optional<byte[]> bytes(String osArch) {
        return machine(osArch).map(SeccompFilter::bytes);
    }

    /// The filter for a machine's processor.
    static byte[] bytes(Machine machine) {
        List<Instruction> program = new SeccompFilter(machine).program;
        ByteBuffer bytes = ByteBuffer.allocate(program.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction instruction : program) {
            bytes.putShort(instruction.code())
                    .put((byte) instruction.ifTrue())
                    .put((byte) instruction.ifFalse())
                    .putInt(instruction.value());
        }
        return bytes.array();
    }

    /// The kind of processor that Java's `os.arch` names, if there is a filter for it.
    static Optional<Machine> machine(String osArch) {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> Optional.of(Machine.X86_64);
            case "aarch64", "arm64" -> Optional.of(Machine.ARM_64);
            default -> Optional.empty();
        };
    }

    private void guardArchitecture(Machine machine) {
        add(LOAD, 0, 0, ARCHITECTURE);
        add(JUMP_EQUAL, 1, 0, machine.audit);
        add(RETURN, 0, 0, KILL);
        add(LOAD, 0, 0, NUMBER);
        if (machine == Machine.X86_64) {
            add(JUMP_AT_LEAST, 0, 1, X32);
            add(RETURN, 0, 0, KILL);
        }
    }

    private void deny(int number, int errno) {
        add(JUMP_EQUAL, 0, 1, number);
        add(RETURN, 0, 0, ERRNO | errno);
    }

    private void denyNamespaces(Machine machine) {
        add(JUMP_EQUAL, 0, 4, machine.clone);
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        add(JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES);
        add(RETURN, 0, 0, ERRNO | EPERM);
        add(RETURN, 0, 0, ALLOW);
    }

    private void denyOtherSockets(Machine machine) {
        add(JUMP_EQUAL, 0, 4, machine.socketpair);
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        add(JUMP_EQUAL, 1, 0, AF_UNIX);
        add(RETURN, 0, 0, ERRNO | EAFNOSUPPORT);
        add(RETURN, 0, 0, ALLOW);
        add(JUMP_EQUAL, 0, 11, machine.socket);
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        add(JUMP_EQUAL, 3, 0, AF_UNIX);
        add(JUMP_EQUAL, 2, 0, AF_INET);
        add(JUMP_EQUAL, 1, 0, AF_INET6);
        add(RETURN, 0, 0, ERRNO | EAFNOSUPPORT);
        add(LOAD, 0, 0, THIRD_ARGUMENT);
        add(JUMP_EQUAL, 3, 0, ANY_PROTOCOL);
        add(JUMP_EQUAL, 2, 0, TCP);
        add(JUMP_EQUAL, 1, 0, UDP);
        add(RETURN, 0, 0, ERRNO | EPROTONOSUPPORT);
        add(RETURN, 0, 0, ALLOW);
    }

    private void denyTyping(Machine machine) {
        add(JUMP_EQUAL, 0, 4, machine.ioctl);
        add(LOAD, 0, 0, SECOND_ARGUMENT);
        add(JUMP_EQUAL, 1, 0, TIOCSTI);
        add(JUMP_EQUAL, 0, 1, TIOCLINUX);
        add(RETURN, 0, 0, ERRNO | EPERM);
    }

    /// It belongs to no process once it was given out of hand, so that bubblewrap's counting could not see it, and to
    /// no file system that bounds it. Shared memory of a file has both. (`/dev/zero` would give the same, so
    /// bubblewrap does not let it be mapped.)
    private void denySharedMemory(Machine machine) {
        add(JUMP_EQUAL, 0, 5, machine.mmap);
        add(LOAD, 0, 0, FOURTH_ARGUMENT);
        add(AND, 0, 0, KIND_AND_ANONYMOUS);
        add(JUMP_EQUAL, 0, 1, SHARED_ANONYMOUS);
        add(RETURN, 0, 0, ERRNO | ENOMEM);
        add(RETURN, 0, 0, ALLOW);
    }

    /// Bubblewrap counts each for what it can hold by default. A program that asks for more is told that it has it.
    private void keepBuffers(Machine machine) {
        add(JUMP_EQUAL, 0, 9, machine.setsockopt);
        add(LOAD, 0, 0, SECOND_ARGUMENT);
        add(JUMP_EQUAL, 0, 6, SOL_SOCKET);
        add(LOAD, 0, 0, THIRD_ARGUMENT);
        add(JUMP_EQUAL, 3, 0, SO_SNDBUF);
        add(JUMP_EQUAL, 2, 0, SO_RCVBUF);
        add(JUMP_EQUAL, 1, 0, SO_SNDBUFFORCE);
        add(JUMP_EQUAL, 0, 1, SO_RCVBUFFORCE);
        add(RETURN, 0, 0, ERRNO);
        add(RETURN, 0, 0, ALLOW);
    }

    private void add(short code, int ifTrue, int ifFalse, int value) {
        program.add(new Instruction(code, ifTrue, ifFalse, value));
    }
}
