package moltbot.control.audit;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;
import moltbot.control.journal.Journal;

/// Makes the records. A record is one line of JSON: `{"seq","at","kind","detail","prev","hash"}`; `hash` is over all of
/// the line before it, byte for byte. Written by the journal's thread; [#head] may be read by any.
final class Chain implements Journal.Outcome {
    static final String HASH_FIELD = ",\"hash\":\"";
    static final int HASH_CHARS = 64;

    private static final byte[] PURPOSE = "moltbot-audit-v1".getBytes(StandardCharsets.US_ASCII);

    private final InstantSource clock;
    private volatile Head kept = Head.NOTHING;
    private Head next = Head.NOTHING;

    Chain(InstantSource clock) {
        this.clock = clock;
    }

    /// Before the first record only.
    void startAfter(Head head) {
        kept = head;
        next = head;
    }

    byte[] next(String kind, JsonObject detail) {
        long seq = next.count() + 1;
        String open = JsonObject.with("seq", seq)
                .with("at", clock.millis())
                .with("kind", kind)
                .with("detail", detail)
                .with("prev", next.hash())
                .build()
                .toString();
        String body = open.substring(0, open.length() - 1);
        String hash = hash(body.getBytes(StandardCharsets.UTF_8));
        next = new Head(seq, hash);
        return (body + HASH_FIELD + hash + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    static String hash(byte[] body) {
        return Seal.digest(PURPOSE, body);
    }

    Head head() {
        return kept;
    }

    @Override
    public void kept() {
        kept = next;
    }

    @Override
    public void lost() {
        next = kept;
    }
}
