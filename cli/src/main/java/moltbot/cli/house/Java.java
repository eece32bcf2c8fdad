package moltbot.cli.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a compartment's Java is run: this JDK, the compartment's own folder of jars as its module path, small heaps, and
/// its AOT cache where one was made.
///
/// @param home   the JDK or run-time image
/// @param house  `target/house` of a checkout, or the installed house
/// @param training  true while the AOT caches are being made
record Java(Path home, Path house, boolean training) {
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            // A handshake costs a signature: who wants another opens another connection.
            "-Djdk.tls.rejectClientInitiatedRenegotiation=true",
            "-Xss512k",
            "-Dstdin.encoding=UTF-8",
            "-Dfile.encoding=UTF-8",
            "-Djava.awt.headless=true");

    static Java current(boolean training) {
        Path jar = Path.of(System.getProperty("moltbot.house", "target/house"));
        return new Java(Path.of(System.getProperty("java.home")), jar.toAbsolutePath(), training);
    }

    Path binary() {
        return home.resolve("bin").resolve("java");
    }

    Path jars(Part part) {
        return house.resolve("lib").resolve(part.name());
    }

    /// Libraries that are not Java.
    Path nativeCode() {
        return house.resolve("native");
    }

    /// The model that tells what memories are about; a light build has none.
    Path meaning() {
        return house.resolve("meaning");
    }

    /// What is run: this JDK's launcher and machine, every jar and every native library.
    List<Path> programs() {
        Path machine = home.resolve("lib").resolve("server").resolve("libjvm.so");
        return List.of(binary(), machine, house.resolve("lib"), nativeCode());
    }

    private static boolean mac() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    private static boolean arm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    /// SQLite's library for this machine. Where there is none, the driver unpacks the one it brings.
    private Path sqlite() {
        return nativeCode()
                .resolve("org/sqlite/native")
                .resolve(mac() ? "Mac" : "Linux")
                .resolve(arm() ? "aarch64" : "x86_64")
                .resolve(mac() ? "libsqlitejdbc.dylib" : "libsqlitejdbc.so");
    }

    /// ONNX Runtime's library for this machine. A light build has none, nor the model that it would run.
    private Path onnxruntime() {
        return nativeCode()
                .resolve("ai/onnxruntime/native")
                .resolve((mac() ? "osx" : "linux") + (arm() ? "-aarch64" : "-x64"))
                .resolve(mac() ? "libonnxruntime.dylib" : "libonnxruntime.so");
    }

    private Path recording(Part part) {
        return house.resolve("aot").resolve(part.name() + ".aotconf");
    }

    /// The command that makes a compartment's AOT cache of what its training run recorded.
    List<String> assembly(Part part) {
        List<String> command = new ArrayList<>();
        command.add(binary().toString());
        command.addAll(FLAGS);
        command.addAll(part.jvm());
        command.add("-XX:AOTMode=create");
        command.add("-XX:AOTConfiguration=" + recording(part));
        command.add("-XX:AOTCache=" + house.resolve("aot").resolve(part.name() + ".aot"));
        command.addAll(List.of("-p", jars(part).toString(), "-m"));
        command.add("moltbot." + part.name() + "/moltbot." + part.name() + ".Main");
        return command;
    }

    /// The whole command, never a shell's.
    List<String> command(Part part, Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(binary().toString());
        command.addAll(FLAGS);
        command.addAll(part.jvm());
        command.add("-Djava.io.tmpdir=" + temporary);
        if (part.name().equals("runtime") && Files.isReadable(sqlite())) {
            command.add("-Dorg.sqlite.lib.path=" + sqlite().getParent());
            command.add("-Dorg.sqlite.lib.name=" + sqlite().getFileName());
        }
        if (part.name().equals("runtime") && Files.isReadable(onnxruntime())) {
            command.add("-Donnxruntime.native.path=" + onnxruntime().getParent());
            command.add("-Dmoltbot.meaning=" + meaning());
        }
        Path cache = house.resolve("aot").resolve(part.name() + ".aot");
        if (training) {
            command.add("-XX:AOTMode=record");
            command.add("-XX:AOTConfiguration=" + recording(part));
        } else if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
            command.add("-XX:AOTMode=auto");
            command.add("-Xlog:aot*=off:stderr");
            command.add("-Xlog:cds*=off:stderr");
        }
        command.addAll(List.of("-p", jars(part).toString(), "-m"));
        command.add("moltbot." + part.name() + "/moltbot." + part.name() + ".Main");
        return command;
    }
}
