package moltbot.breaker.upstream.socket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import moltbot.breaker.exchange.Request;

/// The opening handshake of both ends (RFC 6455 §4): whether a request is one, and whether an answer is its answer.
public final class Handshake {
    private static final String VERSION = "13";
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final String DEFLATE = "permessage-deflate";
    private static final Set<String> DEFLATE_PARAMETERS = Set.of(
            "server_no_context_takeover",
            "client_no_context_takeover",
            "server_max_window_bits",
            "client_max_window_bits");

    private Handshake() {}

    /// True for a request that wants to leave HTTP, for whatever it is.
    public static boolean wanted(Request request) {
        return request.has("upgrade");
    }

    /// What is wrong with a request for a WebSocket; empty where it is well formed. Says nothing of who may have one.
    public static Optional<String> fault(Request request) {
        if (!request.method().equals("GET")
                || !request.one("upgrade").orElse("").equalsIgnoreCase("websocket")
                || tokens(request.all("connection")).stream().noneMatch("upgrade"::equals)) {
            return Optional.of("It does not ask for a WebSocket.");
        }
        if (!request.one("sec-websocket-version").orElse("").equals(VERSION)) {
            return Optional.of("Only version 13 of WebSocket is spoken.");
        }
        if (!isKey(request.one("sec-websocket-key").orElse(""))) {
            return Optional.of("Its key is not one.");
        }
        if (request.has("content-length") || request.has("transfer-encoding") || request.has("expect")) {
            return Optional.of("It has a body.");
        }
        return Optional.empty();
    }

    private static boolean isKey(String key) {
        try {
            byte[] bytes = Base64.getDecoder().decode(key);
            return bytes.length == KEY_BYTES
                    && Base64.getEncoder().encodeToString(bytes).equals(key);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// What a server that read this key answers.
    public static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1.", e);
        }
    }

    /// True for a protocol that was offered, or for none.
    public static boolean offered(Request request, List<String> chosen) {
        return chosen.isEmpty()
                || (chosen.size() == 1
                        && plain(request.all("sec-websocket-protocol")).contains(chosen.getFirst()));
    }

    /// True where permessage-deflate is among what is offered.
    public static boolean offersDeflate(List<String> extensions) {
        return plain(extensions).stream().anyMatch(one -> name(one).equals(DEFLATE));
    }

    /// The offers of permessage-deflate among `extensions`, as they were made.
    public static String deflateOffers(List<String> extensions) {
        return plain(extensions).stream()
                .filter(one -> name(one).equals(DEFLATE))
                .collect(Collectors.joining(", "));
    }

    /// True for extensions frames can still be read with, and that were offered: none, or permessage-deflate alone.
    public static boolean readable(List<String> chosen, boolean offered) {
        List<String> extensions = plain(chosen);
        if (extensions.isEmpty()) {
            return true;
        }
        return offered && extensions.size() == 1 && isDeflate(extensions.getFirst());
    }

    private static boolean isDeflate(String extension) {
        String[] parts = extension.split(";", -1);
        if (!parts[0].strip().equals(DEFLATE)) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            int equals = parameter.indexOf('=');
            if (!DEFLATE_PARAMETERS.contains(equals < 0 ? parameter : parameter.substring(0, equals))) {
                return false;
            }
        }
        return true;
    }

    private static String name(String extension) {
        return extension.split(";", -1)[0].strip();
    }

    private static List<String> plain(List<String> headers) {
        List<String> values = new ArrayList<>();
        for (String header : headers) {
            for (String value : header.split(",", -1)) {
                if (!value.isBlank()) {
                    values.add(value.strip());
                }
            }
        }
        return values;
    }

    private static List<String> tokens(List<String> headers) {
        return plain(headers).stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .toList();
    }
}
