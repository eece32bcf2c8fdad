package moltbot.systemtest.channel;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// Installs the stand-in for signal-cli as signal-cli is: a start script, and beside it its libraries.
public final class SignalProgram {
    private static final List<String> NEEDED = List.of("gateway", "contract", "jackson-core", "jspecify");

    private SignalProgram() {}

    /// The path of the start script.
    public static Path install(Path folder) throws IOException {
        Path libraries = Files.createDirectories(folder.resolve("lib"));
        StringBuilder path = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (NEEDED.stream().anyMatch(entry::contains)) {
                Path copy = libraries.resolve(Integer.toString(path.length()) + ".jar");
                copy(Path.of(entry), copy);
                path.append(copy).append(File.pathSeparator);
            }
        }
        Path script = Files.createDirectories(folder.resolve("bin")).resolve("signal-cli");
        Files.writeString(
                script,
                "#!/bin/sh\nexec \"$JAVA_HOME/bin/java\" $JAVA_OPTS -cp " + path
                        + " moltbot.gateway.testsignal.StandInSignal \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
