package moltbot.cli.doctor;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// Looks which kind of sandbox the spawner would use on this machine, in its order, and why not another. The spawner
/// itself tries each when it starts, more thoroughly than this; `./moltbot status` says what it chose.
final class SandboxChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 4 << 20;

    private final boolean enabled;
    private final String wanted;
    private final String image;
    private final Path socket;
    private final Problem bubblewrap;

    /// Why something does not work and how to mend it; empty where it does.
    interface Problem {
        Optional<Ill> look();
    }

    /// What is wrong, and what mends it.
    record Ill(String seen, String mend) {}

    private record Kind(String name, Problem problem) {}

    /// @param spawner  the spawner's settings
    SandboxChecks(JsonObject spawner, Problem bubblewrap) {
        String named = spawner.textOr("dockerSocket", "");
        this.enabled = spawner.flagOr("enabled", true);
        this.wanted = spawner.textOr("tier", "auto");
        this.image = spawner.text("image");
        this.socket = Path.of(named.isEmpty() ? "/var/run/docker.sock" : named);
        this.bubblewrap = bubblewrap;
    }

    Diagnosis look() {
        if (!enabled) {
            return Diagnosis.well("Sandbox", "Commands are switched off (sandbox.enabled).");
        }
        List<Kind> kinds = List.of(
                new Kind("bubblewrap", bubblewrap),
                new Kind("docker", () -> docker(false)),
                new Kind("gvisor", () -> docker(true)));
        String used = "";
        Optional<Ill> best = Optional.empty();
        List<String> others = new ArrayList<>();
        for (Kind kind : kinds) {
            boolean asked = wanted.equals(kind.name())
                    || (wanted.equals("auto") && !kind.name().equals("gvisor"));
            Optional<Ill> ill = kind.problem().look();
            if (asked && used.isEmpty() && ill.isEmpty()) {
                used = kind.name();
            } else {
                if (asked && best.isEmpty()) {
                    best = ill;
                }
                others.add(kind.name() + ": " + ill.map(Ill::seen).orElseGet(() -> spare(kind.name(), asked)));
            }
        }
        String rest = String.join(" ", others);
        return used.isEmpty()
                ? Diagnosis.lacking(
                        "Sandbox",
                        "No sandbox works here, so commands are off. Chat and files work. " + rest,
                        best.map(Ill::mend).orElse("Set sandbox.tier to auto."))
                : Diagnosis.well("Sandbox", used + " works and would be used. Not used: " + rest);
    }

    private static String spare(String kind, boolean asked) {
        return asked ? "it would work too." : "it would work, where sandbox.tier is " + kind + ".";
    }

    private Optional<Ill> docker(boolean gvisor) {
        if (!Files.exists(socket)) {
            return Optional.of(new Ill("there is no " + socket + ".", "Install Docker, or bubblewrap."));
        } else if (!Files.isWritable(socket)) {
            return Optional.of(new Ill(
                    socket + " is not open to this user.",
                    "Install bubblewrap; or let Moltbot's user into Docker's group, which makes it root here."));
        }
        try {
            if (gvisor
                    && !ask("/info")
                            .orElse(JsonObject.EMPTY)
                            .objectOr("Runtimes", JsonObject.EMPTY)
                            .has("runsc")) {
                return Optional.of(
                        new Ill("Docker has no runtime runsc.", "Install gVisor: docs/operations/sandboxes.md"));
            }
            return ask("/images/" + image + "/json").isPresent()
                    ? Optional.empty()
                    : Optional.of(new Ill("Docker has no image " + image + ".", "Make it: sudo deploy/sandbox/build"));
        } catch (IOException e) {
            return Optional.of(new Ill("Docker does not answer at " + socket + ".", "Start Docker."));
        }
    }

    /// What the engine answers, in HTTP/1.0, which ends where the connection does; nothing where it says no.
    private Optional<JsonObject> ask(String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            FutureTask<byte[]> asked = new FutureTask<>(() -> {
                channel.connect(UnixDomainSocketAddress.of(socket));
                Channels.newOutputStream(channel)
                        .write(("GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                return Channels.newInputStream(channel).readNBytes(MOST_BYTES);
            });
            Thread.ofVirtual().start(asked);
            String answer = new String(asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), StandardCharsets.UTF_8);
            int body = answer.indexOf("\r\n\r\n");
            if (body < 0 || !answer.startsWith("HTTP/1.")) {
                throw new IOException("That is no engine.");
            }
            return answer.startsWith(" 200", "HTTP/1.x".length())
                    ? Optional.of(JsonObject.parse(answer.substring(body + 4).getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (ExecutionException | TimeoutException | ContractException e) {
            throw new IOException("The engine did not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", e);
        }
    }
}
