package moltbot.systemtest.network;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// A thread in another network, for as long as it takes to open sockets there: a socket stays in the network it was
/// made in (network_namespaces(7)), so the rest of this process may use it.
final class Entered {
    private static final int NETWORK = 0x40000000;

    private static final MethodHandle OPEN =
            handle("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle SETNS =
            handle("setns", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Entered() {}

    private static MethodHandle handle(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    /// What `work` gives, called on a thread of its own in that network; the thread ends with it.
    static <T> T during(Path network, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter(network);
            return work.call();
        });
        Thread.ofPlatform().start(task);
        return task.get();
    }

    private static void enter(Path network) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(network.toString());
            int file = (int) OPEN.invokeExact(path, 0);
            int entered = (int) SETNS.invokeExact(file, NETWORK);
            int closed = (int) CLOSE.invokeExact(file);
            if (entered != 0 || closed != 0) {
                throw new IOException("The network " + network + " cannot be entered.");
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
