package moltbot.guardian.observe.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.network.Announcement;

/// Reads the services in a DNS message (RFC 1035 §4.1, SRV by RFC 2782): what cannot be read is refused, and a name
/// that points at itself ends.
final class DnsMessage {
    private static final int SRV = 33;
    private static final int MAX_RECORDS = 256;
    private static final int MAX_STEPS = 128;

    private final ByteBuffer bytes;

    private DnsMessage(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static List<Announcement> services(byte[] message) {
        try {
            return new DnsMessage(ByteBuffer.wrap(message)).services();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new ContractException(ContractException.Code.MALFORMED, "A DNS message breaks off.", e);
        }
    }

    private List<Announcement> services() {
        bytes.position(4);
        int questions = Short.toUnsignedInt(bytes.getShort());
        int records = Short.toUnsignedInt(bytes.getShort())
                + Short.toUnsignedInt(bytes.getShort())
                + Short.toUnsignedInt(bytes.getShort());
        List<Announcement> found = new ArrayList<>();
        for (int i = 0; i < Math.min(questions, MAX_RECORDS); i++) {
            name();
            bytes.position(bytes.position() + 4);
        }
        for (int i = 0; i < Math.min(records, MAX_RECORDS); i++) {
            String name = name();
            int type = Short.toUnsignedInt(bytes.getShort());
            bytes.position(bytes.position() + 6);
            int length = Short.toUnsignedInt(bytes.getShort());
            int end = bytes.position() + length;
            if (type == SRV) {
                bytes.position(bytes.position() + 4);
                found.add(new Announcement(name, Short.toUnsignedInt(bytes.getShort())));
            }
            bytes.position(end);
        }
        return found;
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        int back = -1;
        for (int step = 0; step < MAX_STEPS; step++) {
            int length = Byte.toUnsignedInt(bytes.get());
            if (length == 0) {
                bytes.position(back < 0 ? bytes.position() : back);
                return name.toString();
            } else if (length >= 0xc0) {
                int to = (length & 0x3f) << 8 | Byte.toUnsignedInt(bytes.get());
                back = back < 0 ? bytes.position() : back;
                bytes.position(to);
            } else {
                byte[] label = new byte[length];
                bytes.get(label);
                name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.UTF_8));
            }
        }
        throw ContractException.malformed("A name in a DNS message has no end.");
    }
}
