package moltbot.cli.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import moltbot.cli.failure.CliException;
import moltbot.cli.settings.Settings;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonObject;

/// A guardian that looks once at this machine, without a house, tells what it saw and ends. It is given no capability
/// and no key, and changes nothing.
public final class LonelyGuardian {
    private static final int PATIENCE_SECONDS = 60;
    private static final int MAX_BYTES = 1 << 20;

    private LonelyGuardian() {}

    public static JsonObject report(Layout layout, Settings settings) throws IOException, InterruptedException {
        Java java = Java.current(false);
        Path temporary = Files.createTempDirectory("moltbot-check");
        try {
            Process process = new ProcessBuilder(java.command(Part.named("guardian"), temporary))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Boot boot = new Boot(
                    "guardian",
                    temporary,
                    temporary.resolve("none"),
                    BootId.read(),
                    List.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Launcher.guardianSettings(layout, settings, JsonObject.EMPTY).toBuilder()
                            .with("once", true)
                            .build());
            process.getOutputStream().write((boot.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            byte[] out = answer(process);
            JsonObject report = JsonObject.parse(
                    new String(out, StandardCharsets.UTF_8).lines().findFirst().orElse("{}"));
            if (!report.has("rules")) {
                throw CliException.refused("The guard could not look: "
                        + report.textOr("failed", "it ended without a word") + " Nothing was changed.");
            }
            return report;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static byte[] answer(Process process) throws IOException, InterruptedException {
        Thread end = Thread.ofVirtual().start(() -> endLate(process));
        try {
            return process.getInputStream().readNBytes(MAX_BYTES);
        } finally {
            process.destroyForcibly();
            end.join();
        }
    }

    private static void endLate(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
