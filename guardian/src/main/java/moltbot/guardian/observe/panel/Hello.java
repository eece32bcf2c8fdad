package moltbot.guardian.observe.panel;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;
import moltbot.guardian.fact.Endpoint;

/// The first message of TLS (RFC 5246 §7.4.1.2), written by hand: the JDK no longer speaks the old versions that are to
/// be asked for, and loading its TLS only to learn that there is none would cost more than this.
final class Hello {
    static final int TLS_1_0 = 0x0301;
    static final int TLS_1_1 = 0x0302;
    static final int TLS_1_2 = 0x0303;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;
    private static final int SERVER_HELLO = 2;
    /// ECDHE and RSA with AES, as every server of the last twenty years knows some of.
    private static final int[] SUITES = {
        0xc02b, 0xc02f, 0xc02c, 0xc030, 0xc023, 0xc027, 0xc009, 0xc013, 0xc00a, 0xc014, 0x002f, 0x0035
    };

    private Hello() {}

    /// True where TLS of any version is spoken there, be it to refuse.
    static boolean spoken(Endpoint target) {
        byte[] answer = answer(target, TLS_1_2);
        return answer.length > 1 && (answer[0] == HANDSHAKE || answer[0] == ALERT) && answer[1] == 3;
    }

    /// The version a server chooses where nothing above `most` is offered; empty where it refuses.
    static OptionalInt chosen(Endpoint target, int most) {
        byte[] answer = answer(target, most);
        boolean hello = answer.length >= 11 && answer[0] == HANDSHAKE && answer[5] == SERVER_HELLO;
        return hello ? OptionalInt.of(((answer[9] & 0xff) << 8) | (answer[10] & 0xff)) : OptionalInt.empty();
    }

    private static byte[] answer(Endpoint target, int version) {
        try (Socket socket = new Socket()) {
            new Wire(PATIENCE).connect(socket, target);
            socket.getOutputStream().write(message(version));
            InputStream in = socket.getInputStream();
            return in.readNBytes(11);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    static byte[] message(int version) {
        ByteBuffer body = ByteBuffer.allocate(512);
        body.putShort((short) version).put(new byte[32]).put((byte) 0);
        body.putShort((short) (2 * SUITES.length));
        for (int suite : SUITES) {
            body.putShort((short) suite);
        }
        body.put((byte) 1).put((byte) 0);
        ByteBuffer extensions = extensions(version);
        body.putShort((short) extensions.remaining()).put(extensions);
        body.flip();
        ByteBuffer message = ByteBuffer.allocate(9 + body.remaining());
        message.put((byte) HANDSHAKE).putShort((short) TLS_1_0).putShort((short) (4 + body.remaining()));
        message.put((byte) 1).put((byte) 0).putShort((short) body.remaining()).put(body);
        return message.array();
    }

    /// Curves, their format, and, from 1.2 on, signatures.
    private static ByteBuffer extensions(int version) {
        ByteBuffer extensions = ByteBuffer.allocate(64);
        extensions.putShort((short) 10).putShort((short) 8).putShort((short) 6);
        extensions.putShort((short) 29).putShort((short) 23).putShort((short) 24);
        extensions.putShort((short) 11).putShort((short) 2).put((byte) 1).put((byte) 0);
        if (version >= TLS_1_2) {
            extensions.putShort((short) 13).putShort((short) 12).putShort((short) 10);
            for (int scheme : new int[] {0x0403, 0x0804, 0x0401, 0x0503, 0x0501}) {
                extensions.putShort((short) scheme);
            }
        }
        return extensions.flip();
    }
}
