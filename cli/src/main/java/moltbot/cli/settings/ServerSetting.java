package moltbot.cli.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import moltbot.cli.failure.CliException;
import moltbot.contract.ContractException;
import moltbot.contract.mcp.ServerSignIn;
import org.jspecify.annotations.Nullable;

/// One server of tools, as the owner writes it under `servers` in the settings.
///
/// @param name             what it is called
/// @param about            a few words of the owner's for the model, or empty
/// @param command          program and arguments, run where its files are; empty for one elsewhere
/// @param url              where it is, or empty
/// @param key              the name of the key that is sent there, or empty
/// @param signIn           that it wants a sign-in, if it does
/// @param files            a folder whose content it is given
/// @param environment      variables that hold the names of keys of its network rules
/// @param network          what of the network it may ask, as `GET https://host/path with NAME`
/// @param memoryMegabytes  most that it may use
public record ServerSetting(
        String name,
        String about,
        List<String> command,
        String url,
        String key,
        Optional<ServerSignIn> signIn,
        Optional<Path> files,
        SortedMap<String, String> environment,
        List<String> network,
        long memoryMegabytes) {
    private static final List<String> SIGNING_IN = List.of("sign-in", "client-id", "client-key", "issuer", "scopes");
    private static final List<String> ELSEWHERE =
            Stream.concat(Stream.of("about", "url", "key"), SIGNING_IN.stream()).toList();
    private static final List<String> KNOWN = Stream.concat(
                    Stream.of("command", "files", "environment", "network", "memory-megabytes"), ELSEWHERE.stream())
            .toList();
    private static final int MOST = 16;
    private static final int USUAL_MEGABYTES = 512;
    private static final int MOST_MEGABYTES = 2_048;

    /// Reads all servers of the section.
    static List<ServerSetting> all(Map<?, ?> section) {
        if (section.size() > MOST) {
            throw CliException.refused("There may be at most " + MOST + " servers of tools. Nothing was started.");
        }
        List<ServerSetting> servers = new ArrayList<>();
        section.forEach((name, value) -> {
            if (!(value instanceof Map<?, ?> fields)) {
                throw refused(String.valueOf(name), "needs a 'command' below its name.");
            }
            servers.add(one(String.valueOf(name), fields));
        });
        return servers;
    }

    private static ServerSetting one(String name, Map<?, ?> fields) {
        for (Object field : fields.keySet()) {
            if (!KNOWN.contains(String.valueOf(field))) {
                String nearest = Nearest.to(String.valueOf(field), KNOWN).orElse("command");
                throw refused(name, "has no setting '" + field + "': did you mean '" + nearest + "'?");
            }
        }
        List<String> command = texts(name, "command", fields.get("command"));
        String url = text(name, "url", fields.get("url"));
        if (command.isEmpty() == url.isEmpty()) {
            throw refused(
                    name, "needs a 'command' (a list of the program and its arguments) or a 'url', and not both.");
        }
        if (!url.isEmpty() && !ELSEWHERE.containsAll(fields.keySet())) {
            throw refused(name, "has a 'url', and so only 'about' and 'key', or a 'sign-in', beside it.");
        }
        if (url.isEmpty() && SIGNING_IN.stream().anyMatch(fields::containsKey)) {
            throw refused(name, "is a program, which signs in nowhere: give it a 'url'.");
        }
        return new ServerSetting(
                name,
                text(name, "about", fields.get("about")),
                command,
                url,
                text(name, "key", fields.get("key")),
                signIn(name, fields),
                folder(name, text(name, "files", fields.get("files"))),
                environment(name, fields.get("environment")),
                texts(name, "network", fields.get("network")),
                megabytes(name, fields.get("memory-megabytes")));
    }

    private static Optional<ServerSignIn> signIn(String name, Map<?, ?> fields) {
        if (SIGNING_IN.stream().noneMatch(fields::containsKey)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ServerSignIn.written(
                    text(name, "sign-in", fields.get("sign-in")),
                    text(name, "client-id", fields.get("client-id")),
                    text(name, "client-key", fields.get("client-key")),
                    text(name, "issuer", fields.get("issuer")),
                    texts(name, "scopes", fields.get("scopes"))));
        } catch (ContractException e) {
            throw refused(name, "cannot sign in like that. " + e.getMessage());
        }
    }

    private static Optional<Path> folder(String name, String files) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Path folder = Path.of(files);
        if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
            throw refused(name, "has 'files' that are no folder: write a whole path, such as /home/me/servers/notes.");
        }
        return Optional.of(folder);
    }

    private static SortedMap<String, String> environment(String name, @Nullable Object value) {
        SortedMap<String, String> environment = new TreeMap<>();
        if (value instanceof Map<?, ?> variables) {
            variables.forEach(
                    (variable, key) -> environment.put(String.valueOf(variable), text(name, "environment", key)));
        } else if (value != null) {
            throw refused(name, "has an 'environment' that is no list of 'VARIABLE: name of a key'.");
        }
        return environment;
    }

    private static long megabytes(String name, @Nullable Object value) {
        if (value == null) {
            return USUAL_MEGABYTES;
        }
        if (value instanceof Integer number && number >= 16 && number <= MOST_MEGABYTES) {
            return number;
        }
        throw refused(name, "has a 'memory-megabytes' that is no number from 16 to " + MOST_MEGABYTES + ".");
    }

    private static String text(String name, String field, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof String text && text.chars().noneMatch(c -> c < ' ')) {
            return text;
        }
        throw refused(name, "has a '" + field + "' that is no text on one line.");
    }

    private static List<String> texts(String name, String field, @Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(one -> texts.add(text(name, field, one)));
        } else if (value != null) {
            throw refused(name, "has a '" + field + "' that is no list of texts.");
        }
        return texts;
    }

    private static CliException refused(String name, String what) {
        return CliException.refused("The server of tools '" + name + "' " + what + " Nothing was started.");
    }
}
