package moltbot.spawner.task;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.spawner.task.WorkFolders.Folder;

/// `sandbox.canary`: runs the [Canary] in a real sandbox, as any task is run, and tells the guardian what it could
/// reach. It needs no lease, since after a trip the guardian must be able to see that a sandbox holds again; and no
/// grant, since nothing can be asked of it. One at a time.
public final class CanaryOperation implements LinkHandler {
    private static final int MAX_OUTPUT = 32 << 10;
    private static final int MAX_LINE = 200;

    private final Availability availability;
    private final WorkFolders folders;
    private final Path dataRoot;

    /// @param dataRoot  the data folder of this house, which no sandbox may see
    public CanaryOperation(Availability availability, WorkFolders folders, Path dataRoot) {
        this.availability = availability;
        this.folders = folders;
        this.dataRoot = dataRoot;
    }

    @Override
    public synchronized void handle(LinkExchange exchange) throws IOException, InterruptedException {
        Tier tier;
        try {
            tier = availability.require();
        } catch (ContractException e) {
            if (!e.reason().equals(RunOperation.NO_TIER)) {
                throw e;
            }
            exchange.reply(answer("", String.valueOf(e.getMessage()), List.of()));
            return;
        }
        exchange.reply(run(tier));
    }

    JsonObject run(Tier tier) throws IOException, InterruptedException {
        try (Folder folder = folders.fresh()) {
            Path empty = Files.createFile(folder.path().resolve("in.tar"));
            AuthorizedTask task = AuthorizedTask.canary(
                    dataRoot, new Inputs(empty, 0, Canary.spec(dataRoot).inputsSha256()));
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            TaskEnd end = tier.run(
                    task,
                    TaskInput.NONE,
                    (kind, bytes, length) -> {
                        if (kind == SandboxFrame.Kind.OUTPUT && output.size() + length <= MAX_OUTPUT) {
                            output.write(bytes, 0, length);
                        }
                    },
                    new Stop());
            List<String> lines = lines(output.toString(StandardCharsets.UTF_8));
            boolean whole = !lines.isEmpty() && lines.removeLast().equals("done");
            String problem = whole ? "" : "The canary did not come to its end (" + end.ending() + "). " + end.detail();
            return answer(tier.name(), problem, lines);
        }
    }

    private static List<String> lines(String output) {
        List<String> lines = new ArrayList<>();
        for (String line : output.lines().toList()) {
            lines.add(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line);
        }
        while (lines.size() > Canary.MAX_LINES) {
            lines.remove(Canary.MAX_LINES - 1);
        }
        return lines;
    }

    private static JsonObject answer(String tier, String problem, List<String> reached) {
        return JsonObject.with("tier", tier)
                .with("problem", problem)
                .with("reached", JsonArray.ofTexts(reached))
                .build();
    }
}
