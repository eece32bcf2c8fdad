package moltbot.breaker.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.seal.Seal;

/// Marks that browsers keep when they were signed in: a random number, sealed. A mark lets its browser guess in its own
/// name and nothing more. Nothing of it is kept here: the key comes from a number of the owner's, which a new password
/// makes anew, and so voids every mark. Safe for use by several threads.
final class Devices {
    private static final int NUMBER_BYTES = 16;
    private static final int LONGEST = 128;

    private final SecureRandom random;

    Devices(SecureRandom random) {
        this.random = random;
    }

    String mark(String marks) {
        byte[] number = new byte[NUMBER_BYTES];
        random.nextBytes(number);
        return seal(marks).close(number);
    }

    /// The number on a mark that was made here and still counts.
    static Optional<String> read(String mark, String marks) {
        if (mark.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(HexFormat.of().formatHex(seal(marks).open(mark)));
        } catch (ContractException e) {
            return Optional.empty();
        }
    }

    private static Seal seal(String marks) {
        String secret = Seal.sha256Hex(("device:" + marks).getBytes(StandardCharsets.UTF_8));
        return new Seal("moltbot-device-v1", HexFormat.of().parseHex(secret));
    }
}
