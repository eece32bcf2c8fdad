package moltbot.breaker.passkey;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import moltbot.contract.json.JsonObject;

/// An authenticator and its browser: makes a passkey and signs, in the bytes of WebAuthn. What it claims can be bent.
public final class SoftAuthenticator {
    private static final int UP = 1;
    private static final int UV = 4;
    private static final int AT = 0x40;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final String algorithm;
    private final KeyPair keys;
    private final byte[] id = new byte[24];
    public String origin;
    public String rpId = "localhost";
    public int flags = UP | UV;
    public long counter;

    public SoftAuthenticator(String algorithm, String origin) throws GeneralSecurityException {
        this.algorithm = algorithm;
        this.origin = origin;
        String kind = algorithm.equals("ES256") ? "EC" : algorithm.equals("EdDSA") ? "Ed25519" : "RSA";
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        this.keys = generator.generateKeyPair();
        new SecureRandom().nextBytes(id);
    }

    /// Does not check who is there.
    public SoftAuthenticator withoutVerification() {
        flags = UP;
        return this;
    }

    public String id() {
        return TEXT.encodeToString(id);
    }

    public JsonObject create(String challenge) {
        byte[] key = cose();
        byte[] data = ByteBuffer.allocate(37 + 16 + 2 + id.length + key.length)
                .put(head(flags | AT))
                .put(new byte[16])
                .putShort((short) id.length)
                .put(id)
                .put(key)
                .array();
        ByteArrayOutputStream cbor = new ByteArrayOutputStream();
        cbor.write(0xa3);
        text(cbor, "fmt");
        text(cbor, "none");
        text(cbor, "attStmt");
        cbor.write(0xa0);
        text(cbor, "authData");
        bytes(cbor, data);
        return JsonObject.with("clientData", TEXT.encodeToString(clientData("webauthn.create", challenge)))
                .with("attestation", TEXT.encodeToString(cbor.toByteArray()))
                .build();
    }

    public JsonObject sign(String challenge) throws GeneralSecurityException {
        byte[] data = head(flags);
        byte[] clientData = clientData("webauthn.get", challenge);
        Signature signature = Signature.getInstance(
                algorithm.equals("ES256")
                        ? "SHA256withECDSA"
                        : algorithm.equals("EdDSA") ? "Ed25519" : "SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(data);
        signature.update(sha256(clientData));
        return JsonObject.with("id", id())
                .with("clientData", TEXT.encodeToString(clientData))
                .with("authenticator", TEXT.encodeToString(data))
                .with("signature", TEXT.encodeToString(signature.sign()))
                .build();
    }

    private byte[] clientData(String type, String challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] head(int withFlags) {
        return ByteBuffer.allocate(37)
                .put(sha256(rpId.getBytes(StandardCharsets.UTF_8)))
                .put((byte) withFlags)
                .putInt((int) counter)
                .array();
    }

    private byte[] cose() {
        ByteArrayOutputStream cbor = new ByteArrayOutputStream();
        switch (keys.getPublic()) {
            case ECPublicKey ec -> {
                cbor.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21});
                bytes(cbor, fixed(ec.getW().getAffineX()));
                cbor.write(0x22);
                bytes(cbor, fixed(ec.getW().getAffineY()));
            }
            case RSAPublicKey rsa -> {
                cbor.writeBytes(new byte[] {(byte) 0xa4, 1, 3, 3, 0x39, 1, 0, 0x20});
                bytes(cbor, plain(rsa.getModulus()));
                cbor.write(0x21);
                bytes(cbor, plain(rsa.getPublicExponent()));
            }
            default -> {
                byte[] encoded = keys.getPublic().getEncoded();
                cbor.writeBytes(new byte[] {(byte) 0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21});
                bytes(cbor, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
            }
        }
        return cbor.toByteArray();
    }

    private static byte[] plain(BigInteger number) {
        byte[] all = number.toByteArray();
        return all[0] == 0 ? Arrays.copyOfRange(all, 1, all.length) : all;
    }

    private static byte[] fixed(BigInteger number) {
        byte[] some = plain(number);
        byte[] all = new byte[32];
        System.arraycopy(some, 0, all, 32 - some.length, some.length);
        return all;
    }

    private static void text(ByteArrayOutputStream cbor, String text) {
        cbor.write(0x60 | text.length());
        cbor.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void bytes(ByteArrayOutputStream cbor, byte[] bytes) {
        if (bytes.length < 24) {
            cbor.write(0x40 | bytes.length);
        } else if (bytes.length < 256) {
            cbor.write(0x58);
            cbor.write(bytes.length);
        } else {
            cbor.write(0x59);
            cbor.write(bytes.length >> 8);
            cbor.write(bytes.length);
        }
        cbor.writeBytes(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
