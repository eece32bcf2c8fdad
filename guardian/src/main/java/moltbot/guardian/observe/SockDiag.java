package moltbot.guardian.observe;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;

/// Listeners of this network namespace from the kernel's own interface, sock_diag(7): it is asked for sockets in state
/// LISTEN only and looks at no other, so that asking costs microseconds. Numbers are in the machine's byte order,
/// addresses and ports in the network's. For use by one thread.
final class SockDiag implements SocketTable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short REQUEST_DUMP = 0x301;
    private static final short NLMSG_ERROR = 2;
    private static final short NLMSG_DONE = 3;
    private static final byte TCP = 6;
    private static final int LISTEN_STATES = 1 << 10;
    private static final int HEADER_BYTES = 16;
    private static final int REQUEST_BYTES = HEADER_BYTES + 56;
    private static final int MESSAGE_BYTES = 72;
    private static final int BUFFER_BYTES = 32 << 10;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt NET_INT = INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NET_LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort NET_SHORT = SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment request = arena.allocate(REQUEST_BYTES);
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);
    private final MethodHandle send;
    private final MethodHandle receive;
    private final MethodHandle closeHandle;
    private final int socket;
    private int sequence;

    /// Opens the kernel's interface; [IOException] where this kernel or container does not offer it.
    SockDiag() throws IOException {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor transfer = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT);
        send = handle(linker, "send", transfer);
        receive = handle(linker, "recv", transfer);
        closeHandle = handle(linker, "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        MethodHandle open = handle(
                linker,
                "socket",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            socket = (int) open.invokeExact(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
        } catch (Throwable e) {
            throw new IOException("No netlink socket could be made.", e);
        }
        if (socket < 0) {
            throw new IOException("No netlink socket could be made.");
        }
    }

    private static MethodHandle handle(Linker linker, String name, FunctionDescriptor type) throws IOException {
        MemorySegment address = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new IOException("This system has no function " + name + "."));
        return linker.downcallHandle(address, type);
    }

    @Override
    public List<Listener> listeners() throws IOException {
        List<Listener> found = new ArrayList<>();
        ask(AF_INET, found);
        ask(AF_INET6, found);
        return found;
    }

    private void ask(int family, List<Listener> found) throws IOException {
        sequence++;
        request.fill((byte) 0);
        request.set(INT, 0, REQUEST_BYTES);
        request.set(SHORT, 4, SOCK_DIAG_BY_FAMILY);
        request.set(SHORT, 6, REQUEST_DUMP);
        request.set(INT, 8, sequence);
        request.set(ValueLayout.JAVA_BYTE, 16, (byte) family);
        request.set(ValueLayout.JAVA_BYTE, 17, TCP);
        request.set(INT, 20, LISTEN_STATES);
        if (transfer(send, request) != REQUEST_BYTES) {
            throw new IOException("The kernel did not take the question for its listeners.");
        }
        boolean more = true;
        while (more) {
            long length = transfer(receive, buffer);
            if (length < HEADER_BYTES) {
                throw new IOException("The kernel did not tell its listeners.");
            }
            more = messages(buffer.asSlice(0, length), sequence, found);
        }
    }

    private long transfer(MethodHandle function, MemorySegment bytes) throws IOException {
        try {
            return (long) function.invokeExact(socket, bytes, bytes.byteSize(), 0);
        } catch (Throwable e) {
            throw new IOException("The kernel could not be asked.", e);
        }
    }

    /// Reads what one answer holds; true where more follows.
    static boolean messages(MemorySegment bytes, int sequence, List<Listener> found) throws IOException {
        long at = 0;
        while (at + HEADER_BYTES <= bytes.byteSize()) {
            int length = bytes.get(INT, at);
            short type = bytes.get(SHORT, at + 4);
            if (length < HEADER_BYTES || at + length > bytes.byteSize() || type == NLMSG_ERROR) {
                throw new IOException("The kernel refused to tell its listeners.");
            }
            if (bytes.get(INT, at + 8) == sequence) {
                if (type == NLMSG_DONE) {
                    return false;
                }
                if (type == SOCK_DIAG_BY_FAMILY) {
                    found.add(listener(bytes.asSlice(at + HEADER_BYTES, length - HEADER_BYTES)));
                }
            }
            at += (length + 3) & ~3;
        }
        return true;
    }

    /// A `struct inet_diag_msg` of linux/inet_diag.h.
    private static Listener listener(MemorySegment message) throws IOException {
        if (message.byteSize() < MESSAGE_BYTES) {
            throw new IOException("The kernel told a listener in too few bytes.");
        }
        IpAddress address = message.get(ValueLayout.JAVA_BYTE, 0) == AF_INET
                ? IpAddress.v4(message.get(NET_INT, 8))
                : new IpAddress(message.get(NET_LONG, 8), message.get(NET_LONG, 16));
        Endpoint endpoint = new Endpoint(address, Short.toUnsignedInt(message.get(NET_SHORT, 4)));
        return new Listener(
                endpoint, Integer.toUnsignedLong(message.get(INT, 64)), Integer.toUnsignedLong(message.get(INT, 68)));
    }

    @Override
    public void close() {
        try {
            int result = (int) closeHandle.invokeExact(socket);
            if (result != 0) {
                System.getLogger("watch").log(System.Logger.Level.DEBUG, "A netlink socket did not close.");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("close(2) cannot fail to be called.", e);
        } finally {
            arena.close();
        }
    }
}
