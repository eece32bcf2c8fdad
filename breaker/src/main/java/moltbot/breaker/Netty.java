package moltbot.breaker;

import java.util.Map;

/// Netty's switches that have to be set before its first class is loaded: small, quiet, no native code. Buffers are not
/// pooled, for a house with one owner would only keep arenas it does not use. What the command line says stands.
final class Netty {
    private static final Map<String, String> SWITCHES = Map.of(
            "io.netty.noUnsafe", "true",
            "io.netty.allocator.type", "unpooled",
            "io.netty.noPreferDirect", "true",
            "io.netty.leakDetection.level", "disabled",
            "io.netty.recycler.maxCapacityPerThread", "0",
            // Else it looks through the network interfaces and the process table for an id nobody asks for.
            "io.netty.machineId", "00:00:00:00:00:00:00:00",
            "io.netty.processId", "1");

    private Netty() {}

    static void prepare() {
        SWITCHES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
