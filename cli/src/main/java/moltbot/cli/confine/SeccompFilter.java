package moltbot.cli.confine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A seccomp filter as classic BPF (`linux/filter.h`, `linux/seccomp.h`): refuses foreign machine kinds, a list of
/// calls nothing here needs, and sockets of every family that is not named. Refused calls fail with EPERM or, for
/// sockets, EAFNOSUPPORT, which programs know how to take.
final class SeccompFilter {
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_AT_LEAST = 0x35;
    private static final int RETURN = 0x06;
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int EAFNOSUPPORT = 97;
    private static final int OFFSET_NUMBER = 0;
    private static final int OFFSET_ARCH = 4;
    private static final int OFFSET_FIRST_ARGUMENT = 16;
    /// x86-64 processes can also make x32 calls, which carry this bit; no other kind has numbers this high.
    private static final int X32_BIT = 0x40000000;

    private static final List<String> NEVER = List.of(
            "ptrace",
            "kexec_load",
            "add_key",
            "request_key",
            "keyctl",
            "perf_event_open",
            "process_vm_readv",
            "process_vm_writev",
            "bpf",
            "userfaultfd",
            // Or the spawner could leave the network of its own.
            "setns");

    private record Instruction(int code, int ifTrue, int ifFalse, int value) {}

    private final List<Instruction> program = new ArrayList<>();

    private SeccompFilter() {}

    /// The program, as an array of `struct sock_filter`.
    ///
    /// @param families  socket families that stay allowed (AF_UNIX is 1, AF_INET 2, AF_INET6 10, AF_NETLINK 16)
    static byte[] program(Calls calls, List<Integer> families) {
        SeccompFilter filter = new SeccompFilter();
        filter.load(OFFSET_ARCH);
        filter.unlessEqual(calls.auditArch(), ERRNO | EPERM);
        filter.load(OFFSET_NUMBER);
        filter.add(JUMP_AT_LEAST, 0, 1, X32_BIT);
        filter.add(RETURN, 0, 0, ERRNO | ENOSYS);
        NEVER.forEach(name -> filter.ifEqual(calls.number(name), ERRNO | EPERM));
        // io_uring makes sockets without the call that is judged below.
        filter.ifEqual(Calls.IO_URING_SETUP, ERRNO | ENOSYS);
        filter.add(JUMP_EQUAL, 1, 0, calls.number("socket"));
        filter.add(RETURN, 0, 0, ALLOW);
        filter.load(OFFSET_FIRST_ARGUMENT);
        families.forEach(family -> filter.ifEqual(family, ALLOW));
        filter.add(RETURN, 0, 0, ERRNO | EAFNOSUPPORT);
        return filter.bytes();
    }

    private void load(int offset) {
        add(LOAD_WORD, 0, 0, offset);
    }

    private void ifEqual(int value, int verdict) {
        add(JUMP_EQUAL, 0, 1, value);
        add(RETURN, 0, 0, verdict);
    }

    private void unlessEqual(int value, int verdict) {
        add(JUMP_EQUAL, 1, 0, value);
        add(RETURN, 0, 0, verdict);
    }

    private void add(int code, int ifTrue, int ifFalse, int value) {
        program.add(new Instruction(code, ifTrue, ifFalse, value));
    }

    private byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(program.size() * 8).order(ByteOrder.nativeOrder());
        for (Instruction instruction : program) {
            bytes.putShort((short) instruction.code())
                    .put((byte) instruction.ifTrue())
                    .put((byte) instruction.ifFalse())
                    .putInt(instruction.value());
        }
        return bytes.array();
    }
}
