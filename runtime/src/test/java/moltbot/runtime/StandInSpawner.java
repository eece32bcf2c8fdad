package moltbot.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.sandbox.SandboxAvailability;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxFrame.Kind;
import moltbot.contract.sandbox.SandboxResult;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// A spawner that runs nothing, but answers as one that did.
public final class StandInSpawner implements LinkHandler {
    /// What a run does.
    @FunctionalInterface
    public interface Task {
        void run(Run run) throws Exception;
    }

    /// One run.
    public record Run(SandboxSpec spec, Map<String, String> files, LinkExchange exchange) {
        public void output(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.send(SandboxFrame.of(Kind.OUTPUT, bytes, bytes.length).encode());
        }

        public void finish(int exitCode, byte[] archive) {
            SandboxResult result =
                    new SandboxResult(Ending.EXITED, exitCode, Duration.ofMillis(5), false, true, "stand-in", "");
            exchange.send(SandboxFrame.of(result).encode());
            for (int from = 0; from < archive.length; from += 256 << 10) {
                byte[] piece =
                        java.util.Arrays.copyOfRange(archive, from, Math.min(archive.length, from + (256 << 10)));
                exchange.send(SandboxFrame.of(Kind.ARCHIVE, piece, piece.length).encode());
            }
        }
    }

    final List<String> grants = new CopyOnWriteArrayList<>();
    public final List<SandboxSpec> runs = new CopyOnWriteArrayList<>();
    public volatile Task task = run -> {
        run.output("hello world\n");
        Map<String, String> files = new TreeMap<>(run.files());
        files.put("out.txt", "from the sandbox");
        run.finish(0, tar(files));
    };
    private SandboxAvailability availability = new SandboxAvailability(true, true, "stand-in", "");

    synchronized void become(SandboxAvailability now) {
        availability = now;
        notifyAll();
    }

    @Override
    public void handle(LinkExchange exchange) throws Exception {
        switch (exchange.operation()) {
            case "sandbox.watch" -> watch(exchange);
            case "sandbox.run" -> {
                SandboxSpec spec = SandboxSpec.fromJson(exchange.head().object("spec"));
                byte[] archive = exchange.readBody(256 << 20);
                if (!Seal.sha256Hex(archive).equals(spec.inputsSha256())) {
                    throw new IllegalStateException("The archive is not the one that was approved.");
                }
                grants.add(exchange.head().text("grant"));
                runs.add(spec);
                task.run(new Run(spec, untar(archive), exchange));
            }
            default -> throw new IllegalStateException(exchange.operation());
        }
    }

    private synchronized void watch(LinkExchange exchange) throws InterruptedException {
        SandboxAvailability told = null;
        while (!exchange.cancelled()) {
            if (!availability.equals(told)) {
                told = availability;
                exchange.send(told.toJson());
            }
            wait();
        }
    }

    public static byte[] tar(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    static Map<String, String> untar(byte[] archive) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    public static JsonObject command(String... argv) {
        return JsonObject.with("argv", moltbot.contract.json.JsonArray.ofTexts(List.of(argv)))
                .build();
    }
}
