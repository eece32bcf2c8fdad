package moltbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which package of the gateway may import which: the table of HOUSE as data, read from the sources.
class WallsTest {
    private static final Path SOURCES = Path.of("src/main/java/moltbot/gateway");
    private static final String SIGNALS = "channel/signal/rpc/RpcConnection.java";
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?moltbot\\.gateway\\.([a-z.]+)\\.[A-Z]");
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("vault", List.of()),
            Map.entry("channel", List.of()),
            Map.entry("channel.signal", List.of("channel", "channel.signal.rpc")),
            Map.entry("channel.signal.rpc", List.of()),
            Map.entry("channel.bot", List.of("channel", "egress")),
            Map.entry(
                    "channel.discord",
                    List.of("channel", "channel.bot", "channel.discord.notation", "egress", "vault")),
            Map.entry("channel.slack", List.of("channel", "channel.bot", "channel.slack.notation", "egress", "vault")),
            Map.entry("channel.slack.notation", List.of()),
            Map.entry(
                    "channel.whatsapp",
                    List.of("channel", "channel.bot", "channel.whatsapp.notation", "egress", "vault")),
            Map.entry("channel.whatsapp.notation", List.of()),
            Map.entry("channel.webhook", List.of("channel")),
            Map.entry("channel.discord.notation", List.of()),
            Map.entry("channel.telegram", List.of("channel", "channel.bot", "egress", "vault")),
            Map.entry("egress", List.of("vault")),
            Map.entry("egress.authority", List.of()),
            Map.entry("egress.task", List.of("egress", "egress.authority", "vault")),
            Map.entry("model", List.of()),
            Map.entry("model.remote", List.of("egress", "model", "vault")),
            Map.entry("model.anthropic", List.of("egress", "model.remote", "vault")),
            Map.entry("model.openai", List.of("egress", "model.remote", "vault")),
            Map.entry("model.ollama", List.of("egress", "model.remote", "vault")),
            Map.entry("model.demo", List.of("model")),
            Map.entry("mcp", List.of("egress", "egress.task", "oauth", "vault")),
            Map.entry("oauth", List.of("egress", "egress.task", "vault")),
            Map.entry("speech", List.of("egress", "vault")),
            Map.entry("money", List.of("model.remote")),
            Map.entry("search", List.of("egress", "vault")));

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.put(SOURCES.relativize(file).toString(), Files.readString(file));
            }
        }
        return sources;
    }

    private static String packageOf(String file) {
        int end = file.lastIndexOf('/');
        return end < 0 ? "" : file.substring(0, end).replace('/', '.');
    }

    @Test
    void importsOnlyWhatTheTableAllows() throws Exception {
        sources().forEach((file, text) -> {
            String from = packageOf(file);
            TreeSet<String> imported = new TreeSet<>();
            Matcher matcher = IMPORT.matcher(text);
            while (matcher.find()) {
                imported.add(matcher.group(1));
            }
            imported.remove(from);
            if (!from.isEmpty()) {
                assertThat(MAY_IMPORT.get(from)).as(file).containsAll(imported);
            }
        });
    }

    @Test
    void letsOnlyTheEgressReachTheNetwork() throws Exception {
        sources().forEach((file, text) -> {
            if (!packageOf(file).startsWith("egress") && !file.endsWith("package-info.java")) {
                assertThat(text)
                        .as(file)
                        .doesNotContain("java.net.http", "java.net.Socket", "URLConnection", "InetSocketAddress");
                if (!file.equals(SIGNALS)) {
                    assertThat(text).as(file).doesNotContain("SocketChannel");
                }
            }
        });
    }

    /// signal-cli is on this machine, behind a socket that is a file.
    @Test
    void speaksToSignalThroughAFileAlone() throws Exception {
        assertThat(sources().get(SIGNALS))
                .contains("SocketChannel.open(StandardProtocolFamily.UNIX)")
                .containsOnlyOnce("SocketChannel.open(");
    }

    @Test
    void letsOnlyTheEgressReadSecrets() throws Exception {
        sources().forEach((file, text) -> {
            if (!file.equals("egress/Egress.java")
                    && !file.equals("egress/task/Injection.java")
                    && !file.equals("egress/task/Inquirer.java")
                    && !file.equals("vault/Secret.java")) {
                assertThat(text).as(file).doesNotContain(".reveal(", "reveal(SecretAccess");
            }
            if (!file.equals("Main.java")) {
                // Of what an authorization server granted, `access` is a secret of its own.
                assertThat(text).as(file).doesNotContainPattern("(?<!granted)\\.access\\(\\)");
            }
        });
    }
}
