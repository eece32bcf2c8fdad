package moltbot.gateway.testsignal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// Signal's servers, as a folder: what waits to be received, what was sent, and how sending fails next. It
/// outlives the stand-in that works on it, as the real ones outlive signal-cli.
public final class SignalWorld {
    /// This house's own account.
    public static final String ACCOUNT = "+4915112345678";

    public static final String OWN_UUID = "0b0b0b0b-0000-4000-8000-000000000001";

    private static final Pattern DATA = Pattern.compile("data:[a-z]+/[a-z-]+;filename=([^;]+);base64,(.+)");

    private final Path folder;
    private long lastSent;

    public SignalWorld(Path folder) {
        this.folder = folder;
        for (String name : List.of("incoming", "faults")) {
            try {
                Files.createDirectories(folder.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Links the account, as a phone does.
    public SignalWorld linked() {
        write(folder.resolve("accounts.json"), account() + "\n");
        return this;
    }

    /// Signal's servers can be reached, to link an account.
    public SignalWorld online() {
        write(folder.resolve("online"), "");
        return this;
    }

    boolean isOnline() {
        return Files.exists(folder.resolve("online"));
    }

    /// The owner points their phone at the code.
    public void scanned() {
        write(folder.resolve("scanned"), "");
    }

    /// The next code is not scanned before it has run out.
    public SignalWorld codeRunsOut() {
        write(folder.resolve("faults").resolve("code"), "");
        return this;
    }

    boolean hasRunOut() {
        return gone(folder.resolve("faults").resolve("code"));
    }

    /// signal-cli could not reach Signal when it started: it lists no account, and loads the one that is asked for.
    public SignalWorld asleep() {
        write(folder.resolve("asleep"), "");
        return this;
    }

    boolean wakes() {
        return gone(folder.resolve("asleep"));
    }

    /// The answer to the next subscription comes after the first messages.
    public void lateAnswer() {
        write(folder.resolve("late"), "");
    }

    boolean isLate() {
        return gone(folder.resolve("late"));
    }

    private static boolean gone(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The safety numbers of those who were written with.
    public SafetyNumbers safetyNumbers() {
        return new SafetyNumbers(folder.resolve("identities"));
    }

    /// The only captcha that is taken next.
    public void wantsCaptcha(String challenge, String captcha) {
        write(folder.resolve("captcha"), challenge + " " + captcha);
    }

    boolean isCaptcha(String challenge, String captcha) throws IOException {
        Path file = folder.resolve("captcha");
        boolean right = Files.exists(file) && Files.readString(file).equals(challenge + " " + captcha);
        return right && gone(file);
    }

    boolean wasScanned() {
        return Files.exists(folder.resolve("scanned"));
    }

    public void unlink() {
        try {
            Files.deleteIfExists(folder.resolve("accounts.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonArray account() {
        return JsonArray.of(List.of(JsonObject.with("number", ACCOUNT).build()));
    }

    boolean isLinked() {
        return Files.exists(folder.resolve("accounts.json"));
    }

    JsonArray accounts() {
        return isLinked() && !Files.exists(folder.resolve("asleep")) ? account() : JsonArray.EMPTY;
    }

    /// Puts an envelope where signal-cli will find it.
    public void deliver(long timestamp, JsonObject envelope) {
        write(folder.resolve("incoming").resolve(String.format("%019d.json", timestamp)), envelope.toString());
    }

    /// True once signal-cli has told the servers that it has everything.
    public boolean allReceived() {
        return incoming().isEmpty();
    }

    List<Path> incoming() {
        return list(folder.resolve("incoming"));
    }

    /// The next request to send fails so: `{"code","message","data"}`, or `{"silent":true}` for one that is
    /// carried out and never answered.
    public void fault(JsonObject fault) {
        write(folder.resolve("faults").resolve(System.nanoTime() + ".json"), fault.toString());
    }

    Optional<JsonObject> nextFault() {
        Optional<Path> first = list(folder.resolve("faults")).stream().findFirst();
        return first.map(file -> {
            try {
                JsonObject fault = JsonObject.parse(Files.readString(file));
                Files.delete(file);
                return fault;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// While it is there the stand-in takes connections and says nothing.
    public void freeze(boolean frozen) {
        Path file = folder.resolve("frozen");
        try {
            if (frozen) {
                Files.writeString(file, "");
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isFrozen() {
        return Files.exists(folder.resolve("frozen"));
    }

    /// What signal-cli loads and keeps under this id.
    public SignalWorld keep(String attachment, byte[] bytes) {
        try {
            Files.write(Files.createDirectories(folder.resolve("attachments")).resolve(attachment), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// Asked for; what was asked for is noted.
    Optional<byte[]> attachment(String id) {
        append("fetched.txt", id);
        Path file = folder.resolve("attachments").resolve(id);
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The ids of all attachments that were asked for.
    public List<String> fetched() {
        return lines("fetched.txt");
    }

    void receipt(JsonObject parameters) {
        append("receipts.jsonl", parameters.toString());
    }

    void typing(JsonObject parameters) {
        append("typing.jsonl", parameters.toString());
    }

    /// The parameters of every time it was to show that somebody types, in order.
    public List<JsonObject> typing() {
        return lines("typing.jsonl").stream().map(JsonObject::parse).toList();
    }

    /// The parameters of every receipt it was to send, in order.
    public List<JsonObject> receipts() {
        return lines("receipts.jsonl").stream().map(JsonObject::parse).toList();
    }

    /// Takes a message, and says when: which is how Signal names it from then on.
    synchronized long sent(JsonObject parameters) {
        append("sent.jsonl", parameters.toString());
        long at = Math.max(System.currentTimeMillis(), lastSent + 1);
        lastSent = at;
        append("sent.at", Long.toString(at));
        return at;
    }

    /// Somebody takes back what they sent then.
    void deleted(long at) {
        append("deleted.txt", Long.toString(at));
    }

    /// What people see of [#sent]: each message as it was changed last, without those that were taken back.
    private List<JsonObject> seen() {
        Map<Long, JsonObject> seen = new LinkedHashMap<>();
        Map<Long, Long> first = new HashMap<>();
        List<JsonObject> all = sent();
        List<Long> times = sentAt();
        for (int i = 0; i < Math.min(all.size(), times.size()); i++) {
            long before = all.get(i).numberOr("editTimestamp", 0);
            // Of a message that was changed only the latest can be changed again.
            Long original = before == 0 ? times.get(i) : first.remove(before);
            if (original != null) {
                first.put(times.get(i), original);
                seen.put(original, all.get(i));
            }
        }
        lines("deleted.txt").forEach(at -> seen.remove(first.getOrDefault(Long.valueOf(at), 0L)));
        return List.copyOf(seen.values());
    }

    /// When each of [#sent] was taken, in milliseconds since 1970.
    public List<Long> sentAt() {
        return lines("sent.at").stream().map(Long::valueOf).toList();
    }

    /// signal-cli has written it to its socket and told the servers so.
    void received(Path envelope) throws IOException {
        append(
                "received.at",
                envelope.getFileName().toString().replaceAll("[^0-9]", "") + " " + System.currentTimeMillis());
        Files.delete(envelope);
    }

    /// When each envelope left the servers, in milliseconds since 1970, by its timestamp.
    public Map<Long, Long> receivedAt() {
        return lines("received.at").stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(pair -> Long.valueOf(pair[0]), pair -> Long.valueOf(pair[1]), Math::max));
    }

    private void append(String name, String line) {
        try {
            Files.writeString(folder.resolve(name), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The parameters of everything that Signal took, in order.
    public List<JsonObject> sent() {
        return lines("sent.jsonl").stream().map(JsonObject::parse).toList();
    }

    /// The texts sent to a person or a group.
    public List<String> sentTo(String id) {
        return seen().stream()
                .filter(one -> Stream.of("recipient", "groupId")
                        .anyMatch(field ->
                                one.listOr(field, JsonArray.EMPTY).texts().contains(id)))
                .map(one -> one.text("message"))
                .toList();
    }

    /// The files sent to a person or a group, each as its name, a space and its bytes as text.
    public List<String> filesSentTo(String id) {
        return sent().stream()
                .filter(one -> Stream.of("recipient", "groupId")
                        .anyMatch(field ->
                                one.listOr(field, JsonArray.EMPTY).texts().contains(id)))
                .flatMap(one -> one.listOr("attachments", JsonArray.EMPTY).texts().stream())
                .map(SignalWorld::file)
                .toList();
    }

    /// As signal-cli reads an address that is its own data (RFC 2397).
    private static String file(String address) {
        Matcher parts = DATA.matcher(address);
        if (!parts.matches()) {
            throw new IllegalStateException("No file: " + address);
        }
        return URLDecoder.decode(parts.group(1), StandardCharsets.UTF_8) + " "
                + new String(Base64.getDecoder().decode(parts.group(2)), StandardCharsets.UTF_8);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
