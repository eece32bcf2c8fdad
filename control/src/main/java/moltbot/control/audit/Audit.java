package moltbot.control.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.control.journal.Journal;
import org.jspecify.annotations.Nullable;

/// What was decided and done, as a chain: every record holds the hash of the one before it, so nothing can be changed,
/// taken out or reordered unseen. A record is on disk before what it records is answered; where that cannot be,
/// nothing is done (`audit-failed`). Safe for use by several threads.
public final class Audit implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("audit");

    private final Path file;
    private final Journal journal;
    private final Chain chain;
    private final String broken;

    private Audit(Path file, Journal journal, Chain chain, String broken) {
        this.file = file;
        this.journal = journal;
        this.chain = chain;
        this.broken = broken;
    }

    /// Opens `audit.jsonl` in a folder and looks at its end. A torn last line is taken away, and that is recorded.
    public static Audit open(Path folder, InstantSource clock) throws IOException, InterruptedException {
        Path file = folder.resolve("audit.jsonl");
        Chain chain = new Chain(clock);
        Journal journal = Journal.open(file, chain);
        Verification tail = ChainReader.tail(file);
        chain.startAfter(tail.head());
        if (!tail.ok()) {
            LOG.log(System.Logger.Level.ERROR, "The audit does not hold: {0}", tail.problem());
        }
        Audit audit = new Audit(file, journal, chain, tail.problem());
        if (journal.tornBytes() > 0 && tail.ok()) {
            audit.record(
                    "repaired",
                    JsonObject.with("tornBytes", journal.tornBytes()).build());
        }
        return audit;
    }

    /// Adds a record; returns when it is on disk. Otherwise throws [Code#REFUSED], `audit-failed`.
    public void record(String kind, JsonObject detail) throws InterruptedException {
        if (!broken.isEmpty()) {
            throw failed(
                    "The audit of what was done does not hold (" + broken + "), so nothing more is done. "
                            + "Keep a copy of " + file + ", move it aside and restart.",
                    null);
        }
        try {
            journal.append(() -> chain.next(kind, detail));
        } catch (ContractException e) {
            throw failed("The audit could not be written, so nothing was done. Check free disk space.", e);
        }
    }

    private static ContractException failed(String message, @Nullable Throwable cause) {
        ContractException failure = ContractException.refused("audit-failed", message);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    /// How many records there are, and the hash of the last.
    public Head head() {
        return chain.head();
    }

    /// Reads the whole file again.
    ///
    /// @param remembered  a head someone kept elsewhere; the file must still hold it
    public Verification verify(Optional<Head> remembered) {
        Head now = chain.head();
        Verification whole = ChainReader.whole(file, remembered, now.count());
        if (whole.ok() && !broken.isEmpty()) {
            return new Verification(whole.head(), broken);
        }
        if (whole.ok() && !whole.head().equals(now)) {
            return new Verification(
                    whole.head(), "The file ends at record " + whole.head().count() + " of " + now.count() + ".");
        }
        return whole;
    }

    /// The newest record of a kind whose detail fits. Reads the file from its beginning.
    public Optional<JsonObject> last(String kind, Predicate<JsonObject> fits) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.limit(chain.head().count())
                    .map(JsonObject::parse)
                    .filter(record -> record.text("kind").equals(kind) && fits.test(record.object("detail")))
                    .map(record -> record.object("detail"))
                    .reduce((_, later) -> later);
        } catch (IOException | UncheckedIOException e) {
            throw new ContractException(Code.UNAVAILABLE, "The audit cannot be read.", e);
        }
    }

    /// Answers `audit.verify`.
    public void answerVerify(LinkExchange exchange) {
        JsonObject head = exchange.head();
        Optional<Head> remembered =
                head.has("head") ? Optional.of(new Head(head.number("count"), head.text("head"))) : Optional.empty();
        exchange.reply(verify(remembered).toJson());
    }

    /// Answers `audit.head`.
    public void answerHead(LinkExchange exchange) {
        Head head = head();
        exchange.reply(
                JsonObject.with("count", head.count()).with("head", head.hash()).build());
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
