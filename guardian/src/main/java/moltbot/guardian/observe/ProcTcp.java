package moltbot.guardian.observe;

import java.nio.ByteOrder;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;

/// Reads the text of `/proc/net/tcp` and `/proc/net/tcp6` (Linux `Documentation/networking/proc_net_tcp.rst`). Only
/// listening sockets (state `0A`) make objects: the others may be many. A line that is not as the kernel writes it is
/// refused, for a listener that cannot be read is one that is not seen.
final class ProcTcp {
    private static final int LISTEN = 0x0A;
    private static final int MAX_LISTENERS = 10_000;

    private final byte[] text;
    private final int end;
    private final ByteOrder order;
    private int at;

    private ProcTcp(byte[] text, int length, ByteOrder order) {
        this.text = text;
        this.end = length;
        this.order = order;
    }

    /// Adds the listeners in the first `length` bytes to `found`.
    static void parse(byte[] text, int length, ByteOrder order, List<Listener> found) {
        ProcTcp reader = new ProcTcp(text, length, order);
        reader.skipLine();
        while (reader.at < length) {
            reader.line(found);
        }
    }

    private void line(List<Listener> found) {
        skipField();
        skipSpaces();
        int addressAt = at;
        skipField();
        skipField();
        skipSpaces();
        if (hex(2) != LISTEN) {
            skipLine();
            return;
        }
        for (int i = 0; i < 3; i++) {
            skipField();
        }
        long uid = decimal();
        skipField();
        long inode = decimal();
        skipLine();
        int next = at;
        at = addressAt;
        Endpoint endpoint = endpoint();
        at = next;
        if (found.size() >= MAX_LISTENERS) {
            throw ContractException.malformed("There are more listeners than can be looked at.");
        }
        found.add(new Listener(endpoint, uid, inode));
    }

    private Endpoint endpoint() {
        int start = at;
        while (at < end && text[at] != ':') {
            at++;
        }
        int digits = at - start;
        at = start;
        IpAddress address = switch (digits) {
            case 8 -> IpAddress.v4(word());
            case 32 -> new IpAddress(twoWords(), twoWords());
            default -> throw malformed();
        };
        if (text[at++] != ':') {
            throw malformed();
        }
        return new Endpoint(address, (int) hex(4));
    }

    private long twoWords() {
        long first = Integer.toUnsignedLong(word());
        return first << 32 | Integer.toUnsignedLong(word());
    }

    /// Four bytes of an address, which the kernel prints as one number of the machine's own byte order.
    private int word() {
        int number = (int) hex(8);
        return order == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(number) : number;
    }

    private long hex(int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < end ? Character.digit(text[at++], 16) : -1;
            if (digit < 0) {
                throw malformed();
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private long decimal() {
        skipSpaces();
        int start = at;
        long value = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9' && at - start < 18) {
            value = value * 10 + text[at++] - '0';
        }
        if (at == start || (at < end && text[at] != ' ' && text[at] != '\n')) {
            throw malformed();
        }
        return value;
    }

    private void skipSpaces() {
        while (at < end && text[at] == ' ') {
            at++;
        }
    }

    private void skipField() {
        skipSpaces();
        int start = at;
        while (at < end && text[at] != ' ' && text[at] != '\n') {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
    }

    private void skipLine() {
        while (at < end && text[at] != '\n') {
            at++;
        }
        at++;
    }

    private static ContractException malformed() {
        return ContractException.malformed("The kernel's list of sockets is not as expected.");
    }
}
