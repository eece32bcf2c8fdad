package moltbot.spawner.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonReader;
import org.jspecify.annotations.Nullable;

/// Docker's Engine API (https://docs.docker.com/reference/api/engine/) over its Unix socket, as far as sandboxes need
/// it: HTTP/1.0 requests, a connection each, so that an answer ends where its connection does. Every question has a
/// bound of time and every answer one of size. Safe for use by several threads.
final class Engine {
    /// What is used here is in every engine since 20.10.
    private static final int[] WANTED = {1, 41};

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})");

    private final Path socket;
    private volatile String api = "";

    Engine(Path socket) {
        this.socket = socket;
    }

    /// Agrees on a version of the API, which everything else here needs.
    void agree() throws IOException {
        JsonObject version = object("GET", "/version", null);
        int[] newest = parsed(version.textOr("ApiVersion", ""));
        int[] oldest = parsed(version.textOr("MinAPIVersion", "1.0"));
        if (less(newest, WANTED)) {
            throw new IOException("Docker " + version.textOr("Version", "") + " is too old; 20.10 or later is needed.");
        }
        int[] agreed = less(WANTED, oldest) ? oldest : WANTED;
        api = "/v" + agreed[0] + "." + agreed[1];
    }

    private static int[] parsed(String version) throws IOException {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            throw new IOException("The engine says no version of its API.");
        }
        return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
    }

    private static boolean less(int[] one, int[] other) {
        return one[0] < other[0] || (one[0] == other[0] && one[1] < other[1]);
    }

    JsonObject info() throws IOException {
        return object("GET", api + "/info", null);
    }

    /// An image's description; [EngineException] with 404 where there is none of this name.
    JsonObject image(String name) throws IOException {
        return object("GET", api + "/images/" + encoded(name) + "/json", null);
    }

    /// The id of a new container.
    String create(String name, JsonObject shape) throws IOException {
        return object("POST", api + "/containers/create?name=" + encoded(name), shape)
                .text("Id");
    }

    void start(String container) throws IOException {
        ask("POST", api + "/containers/" + container + "/start", null);
    }

    /// Ends every process of a container, at once; an engine that does not answer may do so later.
    void kill(String container) throws IOException {
        ask("POST", api + "/containers/" + container + "/kill", null, KILL_PATIENCE);
    }

    /// Returns once a container does not run any more; fails where that takes longer, or it is not known any more.
    void awaitEnd(String container, Duration most) throws IOException {
        byte[] answer = ask("POST", api + "/containers/" + container + "/wait", null, most.plus(PATIENCE));
        // An engine that goes away has said 200 already, and ends its answer without one.
        if (!new String(answer, StandardCharsets.US_ASCII).contains("StatusCode")) {
            throw new IOException("The engine went away.");
        }
    }

    /// Ends a container and removes all of it.
    void remove(String container) throws IOException {
        ask("DELETE", api + "/containers/" + container + "?force=1&v=1", null);
    }

    /// The ids of all containers with a label, running or not.
    List<String> labelled(String label) throws IOException {
        String filter = JsonObject.with("label", JsonArray.ofTexts(List.of(label)))
                .build()
                .toString();
        byte[] body = ask("GET", api + "/containers/json?all=1&filters=" + encoded(filter), null);
        try {
            return ((JsonArray) JsonReader.value(body))
                    .objects().stream().map(one -> one.text("Id")).toList();
        } catch (ContractException | ClassCastException e) {
            throw new IOException("The engine lists containers as no engine does.", e);
        }
    }

    /// The id of a program to be run in a running container.
    String prepare(String container, JsonObject program) throws IOException {
        return object("POST", api + "/containers/" + container + "/exec", program)
                .text("Id");
    }

    /// Runs a prepared program, whose standard streams are the connection's from then on.
    ///
    /// @param all  what they belong to until they are closed
    Attachment run(String program, Streams all) throws IOException {
        JsonObject how = JsonObject.with("Detach", false).with("Tty", false).build();
        UnixConnection connection = UnixConnection.open(socket);
        all.add(connection);
        try {
            connection.send("POST", api + "/exec/" + program + "/start", how, true);
            int status;
            try (UnixConnection.Expiry _ = connection.expire(PATIENCE)) {
                status = connection.head();
            }
            if (status != 101 && status != 200) {
                throw refusal(status, connection.rest());
            }
            return new Attachment(connection, all);
        } catch (IOException | RuntimeException e) {
            all.remove(connection);
            connection.close();
            throw e;
        }
    }

    /// What became of a program that was run.
    JsonObject outcome(String program) throws IOException {
        return object("GET", api + "/exec/" + program + "/json", null);
    }

    private JsonObject object(String method, String path, @Nullable JsonObject body) throws IOException {
        byte[] answer = ask(method, path, body);
        try {
            return JsonObject.parse(answer);
        } catch (ContractException e) {
            throw new IOException("The engine's answer is not JSON.", e);
        }
    }

    private byte[] ask(String method, String path, @Nullable JsonObject body) throws IOException {
        return ask(method, path, body, PATIENCE);
    }

    private byte[] ask(String method, String path, @Nullable JsonObject body, Duration patience) throws IOException {
        try (UnixConnection connection = UnixConnection.open(socket);
                UnixConnection.Expiry _ = connection.expire(patience)) {
            connection.send(method, path, body, false);
            int status = connection.head();
            byte[] answer = connection.rest();
            if (status < 200 || status > 299) {
                throw refusal(status, answer);
            }
            return answer;
        }
    }

    private static EngineException refusal(int status, byte[] answer) {
        String words;
        try {
            words = JsonObject.parse(answer).textOr("message", "");
        } catch (ContractException e) {
            words = "";
        }
        return new EngineException(status, words.isEmpty() ? "The engine answered " + status + "." : words);
    }

    /// For a place in a path or a query: everything but letters, digits and `-._` is written as its bytes.
    static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                out.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }
}
