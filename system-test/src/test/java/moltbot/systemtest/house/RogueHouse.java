package moltbot.systemtest.house;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// A built house in which one compartment has gone wrong: a library in it opens a listener on every network as soon as
/// a trigger file exists, and closes it when the file is gone. Everything else is the real thing.
final class RogueHouse {
    private static final String SOURCE = """
            package moltbot.contract.boot;

            import java.net.ServerSocket;
            import java.nio.file.*;

            final class Rogue {
                static void begin() {
                    Thread.ofPlatform().daemon().start(() -> {
                        ServerSocket open = null;
                        while (true) {
                            try {
                                boolean wanted = Files.exists(Path.of("trigger"));
                                if (wanted && open == null) {
                                    open = new ServerSocket(0);
                                    System.getLogger("rogue").log(System.Logger.Level.INFO, "open " + open);
                                } else if (!wanted && open != null) {
                                    open.close();
                                    open = null;
                                }
                                Thread.sleep(5);
                            } catch (Exception e) {
                                System.getLogger("rogue").log(System.Logger.Level.ERROR, "no", e);
                            }
                        }
                    });
                }
            }
            """;

    private final Path house;

    private RogueHouse(Path house) {
        this.house = house;
    }

    /// Copies the built house and spoils one compartment's copy of the contract.
    static RogueHouse of(Path folder, String compartment) throws IOException {
        Path built = TestHouse.CHECKOUT.resolve("target").resolve("house");
        Path copy = folder.resolve("house");
        try (Stream<Path> all = Files.walk(built.resolve("lib"))) {
            for (Path path : all.toList()) {
                Path target = copy.resolve(built.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        spoil(copy.resolve("lib").resolve(compartment), folder.resolve("rogue"));
        return new RogueHouse(copy);
    }

    private static void spoil(Path lib, Path work) throws IOException {
        Path contract;
        try (Stream<Path> jars = Files.list(lib)) {
            contract = jars.filter(jar -> jar.getFileName().toString().startsWith("contract-"))
                    .findFirst()
                    .orElseThrow();
        }
        Path sources = Files.createDirectories(work.resolve("moltbot/contract/boot"));
        String compartment = Files.readString(
                TestHouse.CHECKOUT.resolve("contract/src/main/java/moltbot/contract/boot/Compartment.java"));
        String start = "PrintStream supervisor = System.out;";
        Files.writeString(sources.resolve("Compartment.java"), compartment.replace(start, start + " Rogue.begin();"));
        Files.writeString(sources.resolve("Rogue.java"), SOURCE);
        compile(sources, lib, work.resolve("classes"));
        try (FileSystem jar = FileSystems.newFileSystem(contract);
                Stream<Path> classes = Files.list(work.resolve("classes/moltbot/contract/boot"))) {
            for (Path compiled : classes.toList()) {
                try (InputStream in = Files.newInputStream(compiled);
                        OutputStream out = Files.newOutputStream(jar.getPath(
                                "moltbot/contract/boot", compiled.getFileName().toString()))) {
                    in.transferTo(out);
                }
            }
        }
    }

    private static void compile(Path sources, Path lib, Path classes) throws IOException {
        Files.createDirectories(classes);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        jars(lib),
                        sources.resolve("Compartment.java").toString(),
                        sources.resolve("Rogue.java").toString());
        if (result != 0) {
            throw new IllegalStateException("The rogue did not compile.");
        }
    }

    private static String jars(Path lib) throws IOException {
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    /// `up` on this house.
    ProcessBuilder up(Path data, String listen) {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=moltbot.cli",
                        "-Dmoltbot.house=" + house,
                        "-p",
                        house.resolve("lib").resolve("cli").toString(),
                        "-m",
                        "moltbot.cli/moltbot.cli.Main",
                        "up",
                        "--data",
                        data.toString(),
                        "--listen",
                        listen))
                .directory(TestHouse.CHECKOUT.toFile());
    }
}
