package moltbot.guardian.observe.docker;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.docker.Daemons;
import moltbot.guardian.observe.knock.Door;

/// Sees whether an engine takes orders by TCP: by its file, by the arguments of every `dockerd`, and by asking what
/// listens on the ports these name, and on the usual ones. `/_ping` is what every engine answers before anything else.
public final class DaemonObserver {
    private static final Pattern TCP = Pattern.compile("tcp://[^/,\\s]*:([0-9]{1,5})");
    private static final Set<Integer> USUAL = Set.of(2375, 2376);
    private static final int MOST_BYTES = 256 << 10;
    private static final int MOST_ASKED = 32;

    private final List<Path> files;
    private final Supplier<Listeners> listeners;

    DaemonObserver(List<Path> files, Supplier<Listeners> listeners) {
        this.files = List.copyOf(files);
        this.listeners = listeners;
    }

    /// Looks now.
    public Observation<Daemons> observe() {
        List<String> configured = new ArrayList<>();
        Set<Integer> ports = new LinkedHashSet<>(USUAL);
        for (Path file : files) {
            fromFile(file, configured, ports);
        }
        fromArguments(configured, ports);
        List<Endpoint> answering = new ArrayList<>();
        List<Endpoint> asked = candidates(ports);
        Map<Endpoint, String> answers = Door.all(asked, "/_ping");
        for (Endpoint endpoint : asked) {
            String answer = answers.getOrDefault(endpoint, "");
            if (Door.status(answer) == 200 && answer.endsWith("OK")) {
                answering.add(endpoint);
            }
        }
        return new Observation.Seen<>(new Daemons(answering, configured));
    }

    private List<Endpoint> candidates(Set<Integer> ports) {
        Listeners now = listeners.get();
        List<Listener> all = new ArrayList<>(now.foreign());
        all.addAll(now.unknown());
        Set<Endpoint> candidates = new LinkedHashSet<>();
        for (Listener listener : all) {
            Endpoint at = listener.endpoint();
            if (ports.contains(at.port()) && candidates.size() < MOST_ASKED) {
                candidates.add(at.address().isWildcard() ? new Endpoint(IpAddress.v4(0x7f000001), at.port()) : at);
            }
        }
        return List.copyOf(candidates);
    }

    /// A file that is not there says nothing; one that cannot be read is no engine's whose arguments we do not see.
    private static void fromFile(Path file, List<String> configured, Set<Integer> ports) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                return;
            }
            JsonObject json = JsonObject.parse(Files.readAllBytes(file));
            String hosts =
                    String.join(" ", json.listOr("hosts", JsonArray.EMPTY).texts());
            take(hosts, json.flagOr("tlsverify", false), file.toString(), configured, ports);
        } catch (IOException | ContractException e) {
            configured.remove(file.toString());
        }
    }

    private static void fromArguments(List<String> configured, Set<Integer> ports) {
        String[] names = new File("/proc").list();
        for (String name : names == null ? new String[0] : names) {
            if (name.matches("[0-9]+")) {
                String line = arguments(Path.of("/proc", name, "cmdline"));
                if (line.matches("(\\S*/)?(dockerd|podman)\\s.*")) {
                    take(line, line.contains("--tlsverify"), "process " + name, configured, ports);
                }
            }
        }
    }

    private static String arguments(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(16 << 10), StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    private static void take(String text, boolean verified, String where, List<String> configured, Set<Integer> ports) {
        Matcher address = TCP.matcher(text);
        while (address.find()) {
            int port = Integer.parseInt(address.group(1));
            if (port >= 1 && port <= 65_535) {
                ports.add(port);
                if (!verified) {
                    configured.add(where + ": " + address.group());
                }
            }
        }
    }
}
