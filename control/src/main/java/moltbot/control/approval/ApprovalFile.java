package moltbot.control.approval;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.control.journal.Folder;
import moltbot.control.journal.Journal;

/// Approvals on disk: one line for each question, answer, grant and use. What has been over for a day is dropped when
/// the file is opened.
final class ApprovalFile implements AutoCloseable {
    private static final long KEPT_SECONDS = 24 * 60 * 60L;

    private final Journal journal;
    private final Map<String, Approval> loaded;

    private ApprovalFile(Journal journal, Map<String, Approval> loaded) {
        this.journal = journal;
        this.loaded = loaded;
    }

    static ApprovalFile open(Path path, Instant now) throws IOException {
        Journal.open(path, Journal.Outcome.IGNORED).close();
        Map<String, Approval> all = new LinkedHashMap<>();
        long lines = 0;
        for (String line : Files.readAllLines(path)) {
            replay(JsonObject.parse(line), all);
            lines++;
        }
        int before = all.size();
        all.values()
                .removeIf(
                        approval -> approval.expires().plusSeconds(KEPT_SECONDS).isBefore(now));
        if (all.size() < before || lines > 16 + 4L * all.size()) {
            compact(path, all);
        }
        return new ApprovalFile(Journal.open(path, Journal.Outcome.IGNORED), all);
    }

    /// What the file held.
    Map<String, Approval> loaded() {
        return loaded;
    }

    void asked(Approval approval) throws InterruptedException {
        append(approval.asked());
    }

    void answered(Approval approval, Approval.State state, String by) throws InterruptedException {
        append(answerLine(approval, state, by));
    }

    void issued(Approval approval, Approval.Issue issue) throws InterruptedException {
        append(issueLine(approval, issue));
    }

    void spent(Approval approval) throws InterruptedException {
        append(spentLine(approval));
    }

    private void append(JsonObject line) throws InterruptedException {
        journal.append(line::toBytes);
    }

    private static JsonObject answerLine(Approval approval, Approval.State state, String by) {
        return JsonObject.with("op", "answered")
                .with("approval", approval.id())
                .with("decision", state.word())
                .with("by", by)
                .build();
    }

    private static JsonObject issueLine(Approval approval, Approval.Issue issue) {
        return JsonObject.with("op", "issued")
                .with("approval", approval.id())
                .with("grant", issue.grant())
                .with("bootId", issue.bootId())
                .with("nanos", issue.firstNanos())
                .build();
    }

    private static JsonObject spentLine(Approval approval) {
        return JsonObject.with("op", "spent").with("approval", approval.id()).build();
    }

    private static void replay(JsonObject line, Map<String, Approval> all) {
        String id = line.text("approval");
        if (line.text("op").equals("asked")) {
            all.put(id, Approval.fromJson(line));
            return;
        }
        Approval approval = all.get(id);
        if (approval == null) {
            throw ContractException.malformed("The file of approvals answers what was never asked.");
        }
        switch (line.text("op")) {
            case "answered" -> approval.become(Approval.State.of(line.text("decision")), line.textOr("by", ""));
            case "issued" ->
                approval.issued(new Approval.Issue(line.text("grant"), line.text("bootId"), line.number("nanos")));
            case "spent" -> approval.spend();
            default -> throw ContractException.malformed("The file of approvals holds an unknown line.");
        }
    }

    private static void compact(Path path, Map<String, Approval> all) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Approval approval : all.values()) {
            text.append(approval.asked()).append('\n');
            if (approval.state() != Approval.State.PENDING) {
                text.append(answerLine(approval, approval.state(), approval.by()))
                        .append('\n');
            }
            if (!approval.issue().grant().isEmpty()) {
                text.append(issueLine(approval, approval.issue())).append('\n');
            }
            if (approval.spent()) {
                text.append(spentLine(approval)).append('\n');
            }
        }
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(fresh, text);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Folder.keepName(path);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
