package moltbot.runtime.tool;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Keeps the beginning and the end of a program's output, and counts the rest. For one thread.
public final class OutputBuffer {
    private final byte[] head;
    private final byte[] tail;
    private int headSize;
    private long tailSeen;

    /// @param maxBytes  kept at most; half of it from each end
    public OutputBuffer(int maxBytes) {
        this.head = new byte[maxBytes / 2];
        this.tail = new byte[maxBytes / 2];
    }

    public void append(byte[] bytes) {
        int toHead = Math.min(bytes.length, head.length - headSize);
        System.arraycopy(bytes, 0, head, headSize, toHead);
        headSize += toHead;
        for (int i = Math.max(toHead, bytes.length - tail.length); i < bytes.length; i++) {
            tail[(int) ((tailSeen + i - toHead) % tail.length)] = bytes[i];
        }
        tailSeen += bytes.length - toHead;
    }

    /// The output as text; bytes that are no UTF-8 are replaced.
    public String text() {
        int kept = (int) Math.min(tailSeen, tail.length);
        byte[] end = new byte[kept];
        for (int i = 0; i < kept; i++) {
            end[i] = tail[(int) ((tailSeen - kept + i) % tail.length)];
        }
        if (tailSeen <= tail.length) {
            byte[] whole = Arrays.copyOf(head, headSize + kept);
            System.arraycopy(end, 0, whole, headSize, kept);
            return new String(whole, StandardCharsets.UTF_8);
        }
        return new String(head, 0, headSize, StandardCharsets.UTF_8) + "\n[… " + (tailSeen - kept)
                + " bytes left out …]\n" + new String(end, StandardCharsets.UTF_8);
    }

    /// `text` with its middle left out where it is longer than `maxBytes`.
    public static String bounded(String text, int maxBytes) {
        if (text.length() <= maxBytes / 3) {
            return text;
        }
        OutputBuffer buffer = new OutputBuffer(maxBytes);
        buffer.append(text.getBytes(StandardCharsets.UTF_8));
        return buffer.text();
    }
}
