package moltbot.breaker.hook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.hook.HookStore.KeptHook;

/// Whether whoever calls a hook may. Every comparison takes the same time whatever differs.
final class HookProof {
    private static final String BEARER = "Bearer ";
    private static final Pattern SIGNATURE = Pattern.compile("sha256=([0-9a-f]{64})");

    private HookProof() {}

    /// The token is the hook's: for a hook of the kind bearer.
    static boolean bears(Request request, KeptHook hook) {
        return request.one("authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> Hooks.digest(value.substring(BEARER.length()).strip()))
                .filter(digest -> same(digest, hook.secret()))
                .isPresent();
    }

    /// The signature that came along, if it can be one; whose it is shows only the whole body.
    static Optional<byte[]> signature(Request request) {
        return request.one("x-hub-signature-256")
                .map(SIGNATURE::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> HexFormat.of().parseHex(matcher.group(1)));
    }

    /// True where this is the hook's signature of exactly these bytes.
    static boolean signs(byte[] signature, KeptHook hook, List<byte[]> body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(hook.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            body.forEach(mac::update);
            return MessageDigest.isEqual(signature, mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing.", e);
        }
    }

    /// True where Meta asks with what it was given for this hook.
    static boolean asks(String verify, KeptHook hook) {
        return same(Hooks.digest(verify), hook.verify());
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
