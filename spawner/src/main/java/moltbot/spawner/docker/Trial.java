package moltbot.spawner.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import moltbot.contract.json.JsonObject;

/// Everything that is done for a task, once, to see whether the image has what it takes.
final class Trial {
    /// Two empty blocks: an archive without files (POSIX pax).
    private static final byte[] NOTHING = new byte[1024];

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Trial() {}

    /// What does not work, as a sentence; empty where all does.
    static String of(Engine engine, Container container) throws IOException {
        Programs programs = container.programs();
        if (!works(engine, container, programs.unpack(), NOTHING)) {
            return "The sandbox's image has no 'tar' that works.";
        } else if (!works(engine, container, programs.pack(), new byte[0])) {
            return "The sandbox's image lacks one of 'sh', 'find' (GNU findutils), 'chmod' and 'tar' (GNU tar).";
        }
        return "";
    }

    private static boolean works(Engine engine, Container container, JsonObject program, byte[] input)
            throws IOException {
        String id = engine.prepare(container.id(), program);
        StringBuilder said = new StringBuilder();
        try (Streams all = new Streams();
                Attachment streams = engine.run(id, all);
                UnixConnection.Expiry _ = streams.expire(PATIENCE)) {
            streams.write(input);
            streams.endInput();
            Attachment.Piece piece;
            while ((piece = streams.next()) != null) {
                if (said.length() < 2_000) {
                    said.append(new String(piece.bytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        JsonObject outcome = engine.outcome(id);
        boolean well = outcome.numberOr("ExitCode", -1) == 0;
        if (!well) {
            System.getLogger("docker").log(System.Logger.Level.INFO, "A trial failed: {0} {1}", outcome, said);
        }
        return well;
    }
}
