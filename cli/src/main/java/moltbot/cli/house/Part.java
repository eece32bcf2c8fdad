package moltbot.cli.house;

import java.util.List;

/// One compartment as the supervisor knows it: who may call it, whom it may call, and how its Java is run.
/// These lines are the arrows of ARCHITECTURE.md; what is not here has no capability and so no link.
///
/// @param callers   who may call it
/// @param jvm       flags of its own
record Part(String name, List<String> callers, List<String> jvm) {
    private static final String C1 = "-XX:TieredStopAtLevel=1";

    static final List<Part> ALL = List.of(
            new Part(
                    "breaker",
                    List.of("guardian", "host", "supervisor"),
                    List.of("-Xms6m", "-Xmx40m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30", C1)),
            new Part("guardian", List.of(), List.of("-Xmx24m", C1, "--enable-native-access=moltbot.guardian")),
            new Part("control", List.of("breaker", "runtime", "host", "guardian", "gateway"), List.of("-Xmx48m", C1)),
            new Part(
                    "runtime",
                    List.of("control"),
                    List.of("-Xmx160m", C1, "--enable-native-access=org.xerial.sqlitejdbc,com.microsoft.onnxruntime")),
            new Part(
                    "gateway",
                    List.of("runtime", "control", "guardian", "host", "spawner", "breaker"),
                    List.of("-Xmx256m", C1)),
            new Part("spawner", List.of("runtime", "control", "guardian", "host"), List.of("-Xmx32m", C1)));

    /// The guard alone. Its breaker works for its living, so it has C2, pooled buffers and room; see ADR 0030.
    static final List<Part> GUARD = List.of(
            new Part(
                    "breaker",
                    List.of("guardian", "host", "supervisor"),
                    List.of(
                            "-Xms16m",
                            "-Xmx96m",
                            "-XX:MinHeapFreeRatio=20",
                            "-XX:MaxHeapFreeRatio=50",
                            "-Dio.netty.allocator.type=adaptive",
                            "-Dio.netty.noPreferDirect=false")),
            new Part("guardian", List.of(), List.of("-Xmx24m", C1, "--enable-native-access=moltbot.guardian")));

    /// Who may call the supervisor itself.
    static final List<String> SUPERVISOR_CALLERS = List.of("host", "control");

    /// Callers that are no compartment.
    static final String HOST = "host";

    static final String SUPERVISOR = "supervisor";

    static Part named(String name) {
        return ALL.stream().filter(part -> part.name().equals(name)).findFirst().orElseThrow();
    }

    Part {
        callers = List.copyOf(callers);
        jvm = List.copyOf(jvm);
    }
}
