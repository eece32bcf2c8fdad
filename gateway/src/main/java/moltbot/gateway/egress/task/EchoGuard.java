package moltbot.gateway.egress.task;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Passes an answer on as long as no key is in it. What could be the beginning of a key waits until it is known not to
/// be (Knuth, Morris and Pratt), so that not a byte of one gets through. Used by one thread.
final class EchoGuard implements HttpReader.Sink {
    private final List<Needle> needles;
    private final HttpReader.Sink to;
    private byte[] held = new byte[0];

    EchoGuard(List<String> needles, HttpReader.Sink to) {
        this.needles = needles.stream().map(Needle::new).toList();
        this.to = to;
    }

    /// Refuses a header field that holds a key.
    static void check(List<String> needles, Head answer) throws Refusal {
        for (String needle : needles) {
            if (answer.start().contains(needle)
                    || answer.fields().stream()
                            .anyMatch(field -> field.value().contains(needle)
                                    || field.name().contains(needle))) {
                throw echoed();
            }
        }
    }

    private static Refusal echoed() {
        return Refusal.upstream("The answer held the key that was sent, so it was not passed on.");
    }

    @Override
    public void take(byte[] bytes, int offset, int length) throws IOException {
        if (needles.isEmpty()) {
            to.take(bytes, offset, length);
            return;
        }
        int waiting = 0;
        for (int i = offset; i < offset + length; i++) {
            waiting = 0;
            for (Needle needle : needles) {
                waiting = Math.max(waiting, needle.next(bytes[i]));
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(held.length + length);
        all.writeBytes(held);
        all.write(bytes, offset, length);
        byte[] whole = all.toByteArray();
        int clear = whole.length - waiting;
        held = Arrays.copyOfRange(whole, clear, whole.length);
        if (clear > 0) {
            to.take(whole, 0, clear);
        }
    }

    /// The answer is over: what waited was no key.
    void end() throws IOException {
        if (held.length > 0) {
            to.take(held, 0, held.length);
            held = new byte[0];
        }
    }

    /// One text looked for in a stream.
    private static final class Needle {
        private final byte[] text;
        private final int[] back;
        private int matched;

        Needle(String needle) {
            text = needle.getBytes(StandardCharsets.ISO_8859_1);
            back = new int[text.length];
            for (int i = 1, k = 0; i < text.length; i++) {
                while (k > 0 && text[i] != text[k]) {
                    k = back[k - 1];
                }
                if (text[i] == text[k]) {
                    k++;
                }
                back[i] = k;
            }
        }

        /// How many of the last bytes could be the beginning of it.
        int next(byte b) throws Refusal {
            while (matched > 0 && text[matched] != b) {
                matched = back[matched - 1];
            }
            if (text[matched] == b) {
                matched++;
            }
            if (matched == text.length) {
                throw echoed();
            }
            return matched;
        }
    }
}
