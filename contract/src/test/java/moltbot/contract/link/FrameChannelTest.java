package moltbot.contract.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;

final class FrameChannelTest {
    private static byte[] wire(Frame.Type type, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .putInt(payload.length)
                .put(type.code())
                .put(payload)
                .array();
    }

    private static void assertFails(FrameChannel frames, Code code) {
        assertThatThrownBy(frames::read)
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void writesALengthATypeAndAPayload() {
        Wire wire = new Wire(new byte[0]);
        new FrameChannel(wire, 100).write(Frame.Type.BODY, "abc".getBytes(US_ASCII));
        assertThat(wire.written()).containsExactly(0, 0, 0, 3, 4, 'a', 'b', 'c');
    }

    @Test
    void keepsTheBoundsOfFramesHoweverTheyArrive() {
        for (int piece : new int[] {1, 2, 3, 7, 100_000}) {
            byte[] two = ByteBuffer.allocate(40_000 + 10 + 3)
                    .put(wire(Frame.Type.BODY, new byte[40_000]))
                    .put(wire(Frame.Type.REPLY, new byte[] {1, 2, 3}))
                    .array();
            FrameChannel frames = new FrameChannel(new Wire(two, piece), 40_000);
            assertThat(frames.read())
                    .extracting(frame -> frame == null ? -1 : frame.payload().length)
                    .isEqualTo(40_000);
            assertThat(frames.read())
                    .extracting(frame -> frame == null ? -1 : frame.payload().length)
                    .isEqualTo(3);
            assertThat(frames.read()).isNull();
            assertThat(frames.nothingBuffered()).isTrue();
        }
    }

    @Test
    void refusesWhatIsNoFrameAndNeverReadsOnAfterIt() {
        byte[] good = wire(Frame.Type.BODY, new byte[10]);
        byte[] unknown = good.clone();
        unknown[4] = 99;
        byte[] negative = good.clone();
        negative[0] = (byte) 0x80;

        assertFailsTwice(unknown, Code.MALFORMED);
        assertFailsTwice(negative, Code.TOO_LARGE);
        assertFailsTwice(wire(Frame.Type.BODY, new byte[101]), Code.TOO_LARGE);
        for (int cut = 1; cut < good.length; cut++) {
            assertFailsTwice(Arrays.copyOf(good, cut), Code.LOST);
        }
    }

    private static void assertFailsTwice(byte[] bytes, Code code) {
        FrameChannel frames = new FrameChannel(new Wire(bytes), 100);
        assertFails(frames, code);
        assertFails(frames, Code.LOST);
        assertThat(frames.nothingBuffered()).isFalse();
    }

    @Test
    void neverMakesFramesOfABufferThatCouldNotBeFilled() {
        FrameChannel frames = new FrameChannel(new Wire(new byte[0], -1), 100);
        assertFails(frames, Code.LOST);
        assertFails(frames, Code.LOST);
    }

    @Test
    void endsOnlyInAFrameOrARefusalWhateverItReads() {
        Random random = new Random(7);
        List<Frame.Type> types = List.of(Frame.Type.values());
        int whole = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = wire(types.get(random.nextInt(types.size())), new byte[random.nextInt(20)]);
            for (int change = random.nextInt(3); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                if (new FrameChannel(new Wire(bytes, 1 + random.nextInt(9), 64), 100).read() != null) {
                    whole++;
                }
            } catch (ContractException e) {
                assertThat(e.code()).isNotEqualTo(Code.REFUSED);
            }
        }
        assertThat(whole).isGreaterThan(50_000);
    }

    /// Both proofs for key 00 01 … 1f, peer `control`, server's nonce 32 times aa, client's nonce 32 times bb.
    @Test
    void provesAsTheGoldenVectorSays() {
        byte[] key = new byte[32];
        for (int i = 0; i < 32; i++) {
            key[i] = (byte) i;
        }
        byte[] aa = HexFormat.of().parseHex("aa".repeat(32));
        byte[] bb = HexFormat.of().parseHex("bb".repeat(32));
        Capability capability = new Capability("control", key);

        assertThat(Handshake.prove("client", capability, aa, bb))
                .asHexString()
                .isEqualToIgnoringCase("f2f02a03035ff5398b093da6ca159e36aa80db42fb8805f207615b7f671008cc");
        assertThat(Handshake.prove("server", capability, aa, bb))
                .asHexString()
                .isEqualToIgnoringCase("0a0ab2d7f7660cd8e235c90319f5f7943f7aaddccf0c3ff38924f59f3424334d");
    }

    @Test
    void endsAHandshakeOnlyInAProofOrARefusalWhateverItReads() {
        Random random = new Random(8);
        Map<String, Capability> accepted = Map.of("control", TestLink.capability("control"));
        byte[] proof = wire(
                Frame.Type.PROOF,
                JsonObject.with("peer", "control")
                        .with("nonce", "u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7s=")
                        .with("proof", "u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7s=")
                        .build()
                        .toBytes());
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = proof.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            FrameChannel frames = new FrameChannel(new Wire(bytes, 1_000, 512), 1_000);
            assertThatThrownBy(() -> Handshake.accept(frames, accepted)).isInstanceOf(ContractException.class);
        }
    }
}
