package moltbot.breaker;

/// Netty's switches that have to be set before its first class is loaded: small, quiet, no native code.
final class Netty {
    private Netty() {}

    static void prepare() {
        System.setProperty("io.netty.noUnsafe", "true");
        System.setProperty("io.netty.allocator.type", "unpooled");
        System.setProperty("io.netty.noPreferDirect", "true");
        System.setProperty("io.netty.leakDetection.level", "disabled");
        System.setProperty("io.netty.recycler.maxCapacityPerThread", "0");
        System.setProperty("io.netty.machineId", "00:00:00:00:00:00:00:00");
        System.setProperty("io.netty.processId", "1");
    }
}
