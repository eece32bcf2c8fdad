package moltbot.cli.vault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moltbot.cli.failure.CliException;
import moltbot.cli.failure.CliException.Code;

/// Keys the owner keeps in the environment or in `.env`: `./moltbot` moves them from its environment to a pipe,
/// so that no process of the house ever has them in its own. Only these names are read; the rest of `.env` is
/// left alone.
public final class OwnerSecrets {
    public static final List<String> NAMES = List.of(
            "ANTHROPIC_API_KEY",
            "OPENAI_API_KEY",
            "TELEGRAM_BOT_TOKEN",
            "DISCORD_BOT_TOKEN",
            "SLACK_BOT_TOKEN",
            "SLACK_APP_TOKEN",
            "WHATSAPP_TOKEN");

    private OwnerSecrets() {}

    /// Reads them.
    ///
    /// @param descriptor  the pipe's number with `NAME=value` lines, or -1 for none
    public static Map<String, String> read(int descriptor, Path dotEnv) {
        Map<String, String> secrets = new LinkedHashMap<>();
        try {
            if (Files.isReadable(dotEnv)) {
                Files.readAllLines(dotEnv, StandardCharsets.UTF_8).forEach(line -> take(line, secrets));
            }
            if (descriptor >= 0) {
                readPipe(Path.of("/dev/fd/" + descriptor), secrets);
            }
        } catch (IOException e) {
            throw new CliException(Code.REFUSED, "The file .env cannot be read. Nothing was started.", e);
        }
        return secrets;
    }

    private static void readPipe(Path pipe, Map<String, String> secrets) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(pipe), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null && !line.isEmpty()) {
                take(line, secrets);
            }
        }
    }

    private static void take(String line, Map<String, String> secrets) {
        String assignment = line.strip().replaceFirst("^export\\s+", "");
        int equals = assignment.indexOf('=');
        if (equals > 0 && NAMES.contains(assignment.substring(0, equals))) {
            String value = assignment.substring(equals + 1).strip().replaceAll("^([\"'])(.*)\\1$", "$2");
            if (!value.isEmpty()) {
                secrets.put(assignment.substring(0, equals), value);
            }
        }
    }
}
