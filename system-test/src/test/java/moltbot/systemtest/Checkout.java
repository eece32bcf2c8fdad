package moltbot.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The tree these tests look at.
final class Checkout {
    static final List<String> MODULES =
            List.of("contract", "breaker", "control", "gateway", "runtime", "spawner", "guardian", "cli");
    /// The compartments: processes that never import each other.
    static final List<String> PROCESSES =
            List.of("breaker", "control", "gateway", "runtime", "spawner", "guardian", "cli");
    static final Path ROOT =
            Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();

    private Checkout() {}

    /// Every file below a folder that ends so; none where there is no such folder.
    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> mainSources() {
        return sources("main", MODULES);
    }

    static List<Path> testSources() {
        return Stream.of(
                        sources("test", MODULES),
                        sources("test", List.of("system-test")),
                        files(ROOT.resolve("testing").resolve("java"), ".java"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Path> sources(String kind, List<String> modules) {
        return modules.stream()
                .flatMap(module ->
                        files(ROOT.resolve(module).resolve("src").resolve(kind).resolve("java"), ".java").stream())
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}
