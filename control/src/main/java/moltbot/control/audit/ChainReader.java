package moltbot.control.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Reads a chain and tells the first thing that is wrong with it.
final class ChainReader {
    private static final int TAIL_BYTES = 64 << 10;
    private static final int MAX_LINE_BYTES = 4 << 20;

    private record Link(long seq, String prev, String hash) {}

    private Head head;
    private boolean anchored;

    private ChainReader(boolean anchored) {
        this.head = Head.NOTHING;
        this.anchored = anchored;
    }

    /// The last few records only: quick, for the start.
    static Verification tail(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long from = Math.max(0, channel.size() - TAIL_BYTES);
            channel.position(from);
            ChainReader reader = new ChainReader(from == 0);
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
            if (from > 0) {
                line(in);
            }
            Verification tail = reader.read(in, Optional.empty(), Long.MAX_VALUE);
            return tail.ok() && !reader.anchored ? whole(file, Optional.empty(), Long.MAX_VALUE) : tail;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Every record up to `limit`; later ones are still being written.
    static Verification whole(Path file, Optional<Head> remembered, long limit) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), TAIL_BYTES)) {
            return new ChainReader(true).read(in, remembered, limit);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static ContractException unreadable(Path file, IOException cause) {
        return new ContractException(Code.UNAVAILABLE, "The audit " + file + " cannot be read.", cause);
    }

    private Verification read(InputStream in, Optional<Head> remembered, long limit) throws IOException {
        byte[] line;
        while (head.count() < limit && (line = line(in)) != null) {
            Link link = parse(line);
            if (link == null) {
                return bad("does not match its own hash");
            }
            if (anchored && (link.seq() != head.count() + 1 || !link.prev().equals(head.hash()))) {
                return bad("does not follow from the one before it");
            }
            anchored = true;
            head = new Head(link.seq(), link.hash());
            if (remembered.isPresent()
                    && remembered.get().count() == head.count()
                    && !remembered.get().equals(head)) {
                return bad("is not the one that was remembered");
            }
        }
        if (remembered.isPresent() && remembered.get().count() > head.count()) {
            return new Verification(
                    head,
                    "The audit ends at record " + head.count() + "; it had "
                            + remembered.get().count() + ".");
        }
        return new Verification(head, "");
    }

    private Verification bad(String what) {
        return new Verification(
                head,
                anchored ? "Record " + (head.count() + 1) + " " + what + "." : "A record near the end " + what + ".");
    }

    private static @Nullable Link parse(byte[] line) {
        int bodyLength = line.length - Chain.HASH_FIELD.length() - Chain.HASH_CHARS - 2;
        if (bodyLength < 2) {
            return null;
        }
        byte[] body = Arrays.copyOf(line, bodyLength);
        String hash = Chain.hash(body);
        byte[] rest = (Chain.HASH_FIELD + hash + "\"}").getBytes(StandardCharsets.US_ASCII);
        if (!Arrays.equals(rest, 0, rest.length, line, bodyLength, line.length)) {
            return null;
        }
        try {
            JsonObject json = JsonObject.parse(line);
            return new Link(json.number("seq"), json.text("prev"), hash);
        } catch (ContractException e) {
            return null;
        }
    }

    private static byte @Nullable [] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        int next;
        while ((next = in.read()) >= 0) {
            if (next == '\n') {
                return line.toByteArray();
            }
            line.write(next);
            if (line.size() > MAX_LINE_BYTES) {
                return line.toByteArray();
            }
        }
        return line.size() == 0 ? null : line.toByteArray();
    }
}
