package moltbot.contract.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// Both ends prove the link's key to each other before anything else is read: the server's nonce, the client's nonce
/// and proof over both, the server's proof over both. A key is never sent, and a recorded handshake opens nothing.
final class Handshake {
    private static final int NONCE_BYTES = 32;
    /// No frame of a handshake is longer; a stranger can make the other end keep no more than this.
    private static final int MAX_FRAME_BYTES = 512;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Handshake() {}

    /// The server's side; the capability the client proved.
    static Capability accept(FrameChannel frames, Map<String, Capability> accepted) {
        byte[] mine = nonce();
        frames.write(Frame.Type.HELLO, mine);
        JsonObject proof = JsonObject.parse(expect(frames, Frame.Type.PROOF));
        byte[] theirs = proof.bytes("nonce");
        Capability capability = accepted.get(proof.text("peer"));
        if (capability == null
                || theirs.length != NONCE_BYTES
                || !MessageDigest.isEqual(proof.bytes("proof"), prove("client", capability, mine, theirs))) {
            frames.write(Frame.Type.ERROR, new byte[0]);
            throw new ContractException(Code.UNAUTHENTICATED, "A peer did not prove its capability.");
        }
        frames.write(Frame.Type.WELCOME, prove("server", capability, mine, theirs));
        return capability;
    }

    /// The client's side.
    static void offer(FrameChannel frames, Capability capability) {
        byte[] theirs = expect(frames, Frame.Type.HELLO);
        byte[] mine = nonce();
        Base64.Encoder base64 = Base64.getEncoder();
        JsonObject proof = JsonObject.with("peer", capability.peer())
                .with("nonce", base64.encodeToString(mine))
                .with("proof", base64.encodeToString(prove("client", capability, theirs, mine)))
                .build();
        frames.write(Frame.Type.PROOF, proof.toBytes());
        byte[] welcome = expect(frames, Frame.Type.WELCOME);
        if (!MessageDigest.isEqual(welcome, prove("server", capability, theirs, mine))) {
            throw new ContractException(Code.UNAUTHENTICATED, "The other end of a link is not who it should be.");
        }
    }

    static byte[] prove(String side, Capability capability, byte[] serverNonce, byte[] clientNonce) {
        byte[] name = (side + "\0" + capability.peer() + "\0").getBytes(StandardCharsets.UTF_8);
        return new Seal("moltbot-link-v1", capability.key()).mac(name, serverNonce, clientNonce);
    }

    /// An end without a word is an end like any other (a server that stops, or is full): only an ERROR is a refusal.
    private static byte[] expect(FrameChannel frames, Frame.Type type) {
        Frame frame = frames.read(MAX_FRAME_BYTES);
        if (frame == null) {
            throw new ContractException(Code.LOST, "The link ended in its handshake.");
        }
        if (frame.type() == Frame.Type.ERROR) {
            throw new ContractException(Code.UNAUTHENTICATED, "The other end of a link refused this capability.");
        }
        if (frame.type() != type) {
            throw ContractException.malformed("A link's handshake is out of order.");
        }
        return frame.payload();
    }

    private static byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }
}
