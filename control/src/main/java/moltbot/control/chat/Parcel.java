package moltbot.control.chat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.chat.SentFile;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Words and files as one body: a line of JSON that says how many bytes the words have and which files come, then the
/// words in UTF-8, then the bytes of the files.
///
/// @param head   the line
/// @param words  whose files, by plain names, are read on from the same body
public record Parcel(JsonObject head, Words words) {
    private static final int MAX_HEAD = 16 << 10;

    /// What was read of the body and not used yet.
    private static final class Reader implements Words.Bytes {
        private final Words.Bytes source;
        private byte[] piece = new byte[0];
        private int used;

        Reader(Words.Bytes source) {
            this.source = source;
        }

        private boolean more() throws InterruptedException {
            while (used == piece.length) {
                byte[] next = source.next();
                if (next == null) {
                    return false;
                }
                piece = next;
                used = 0;
            }
            return true;
        }

        byte[] line() throws InterruptedException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (more()) {
                byte next = piece[used++];
                if (next == '\n') {
                    return line.toByteArray();
                }
                if (line.size() >= MAX_HEAD) {
                    break;
                }
                line.write(next);
            }
            throw ContractException.malformed("That does not begin with a line that says what comes.");
        }

        byte[] exactly(int length) throws InterruptedException {
            byte[] bytes = new byte[length];
            int have = 0;
            while (have < length) {
                if (!more()) {
                    throw ContractException.malformed("The words ended before their announced length.");
                }
                int count = Math.min(length - have, piece.length - used);
                System.arraycopy(piece, used, bytes, have, count);
                used += count;
                have += count;
            }
            return bytes;
        }

        @Override
        public byte @Nullable [] next() throws InterruptedException {
            if (!more()) {
                return null;
            }
            byte[] rest = used == 0 ? piece : Arrays.copyOfRange(piece, used, piece.length);
            used = piece.length;
            return rest;
        }
    }

    /// Reads the line and the words; the files are still to come.
    public static Parcel read(Words.Bytes body) throws InterruptedException {
        return read(body, false);
    }

    /// The same from a messenger, where voice messages are written down on the way.
    public static Parcel fromMessenger(Words.Bytes body) throws InterruptedException {
        return read(body, true);
    }

    private static Parcel read(Words.Bytes body, boolean messenger) throws InterruptedException {
        Reader reader = new Reader(body);
        JsonObject head = JsonObject.parse(reader.line());
        int length = head.integer("textBytes");
        if (length < 0 || length > InboundMessage.MAX_TEXT_BYTES) {
            throw new ContractException(
                    Code.TOO_LARGE,
                    "too-large",
                    "That message is longer than " + (InboundMessage.MAX_TEXT_BYTES >> 10)
                            + " KiB; nothing of it was taken.");
        }
        String text = strictText(reader.exactly(length));
        return new Parcel(
                head,
                new Words(
                        text,
                        head.listOr("files", JsonArray.EMPTY).objects().stream()
                                .map(file -> new SentFile(
                                        SentFile.plain(file.text("name")),
                                        file.integer("size"),
                                        messenger && file.flagOr("spoken", false)))
                                .toList(),
                        reader));
    }

    private static String strictText(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ContractException(Code.MALFORMED, "That message is not valid UTF-8.", e);
        }
    }
}
