package moltbot.breaker.factor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import moltbot.contract.ContractException;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id (RFC 9106) as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. The costs stand in the string, so
/// that they may rise later.
public final class Argon2 {
    private static final int MEMORY_KIB = 19 << 10;
    private static final int MOST_MEMORY_KIB = 64 << 10;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private Argon2() {}

    /// A fresh hash of a password.
    public static String hash(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = derive(password, salt, MEMORY_KIB, PASSES, LANES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /// True where this is the password that was hashed.
    public static boolean matches(String phc, String password) {
        String[] parts = phc.split("\\$", -1);
        if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
            throw unreadable();
        }
        String[] costs = parts[3].split(",", -1);
        if (costs.length != 3) {
            throw unreadable();
        }
        int memory = cost(costs[0], "m=", MOST_MEMORY_KIB);
        int passes = cost(costs[1], "t=", 16);
        int lanes = cost(costs[2], "p=", 4);
        byte[] wanted = Base64.getDecoder().decode(parts[5]);
        byte[] found = derive(password, Base64.getDecoder().decode(parts[4]), memory, passes, lanes);
        return MessageDigest.isEqual(wanted, found);
    }

    private static int cost(String part, String name, int most) {
        int value = part.startsWith(name) ? Integer.parseInt(part, name.length(), part.length(), 10) : 0;
        if (value < 1 || value > most) {
            throw unreadable();
        }
        return value;
    }

    private static ContractException unreadable() {
        return ContractException.malformed(
                "The owner's password hash is not readable. Set a new one with a recovery code from the host (command: code).");
    }

    /// Returns the memory a computation took, which is more than all else here together and is needed seldom.
    public static void giveBack() {
        System.gc();
    }

    static byte[] derive(String password, byte[] salt, int memoryKib, int passes, int lanes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
