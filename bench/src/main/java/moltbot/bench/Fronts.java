package moltbot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The breaker as a proxy beside nginx with auth_request and Caddy with forward_auth, each in front of the same
/// upstream (another nginx that answers from memory), signed in, in rounds that take turns.
final class Fronts implements Part {
    private static final int ROUNDS = 3;
    private static final int RATE = 2_000;
    private static final Duration TIME = Duration.ofSeconds(4);
    private static final Duration WARM = Duration.ofSeconds(6);
    private static final String COOKIE = "bench=yes";

    private enum Shape {
        ONE,
        MANY,
        RATE
    }

    /// @param pids  its processes, for the memory they share out
    private record Front(String name, Load load, List<Long> pids) {}

    private final Map<String, List<Load.Measured>> measured = new LinkedHashMap<>();

    @Override
    public String name() {
        return "fronts";
    }

    @Override
    public String missing() {
        List<String> missing = new ArrayList<>();
        for (String tool : List.of("nginx", "caddy")) {
            if (found(tool).isEmpty()) {
                missing.add(tool);
            }
        }
        return String.join(" and ", missing);
    }

    private static String found(String tool) {
        for (String folder : List.of("/usr/sbin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/")) {
            if (Files.isExecutable(Path.of(folder + tool))) {
                return folder + tool;
            }
        }
        return "";
    }

    @Override
    public void measure(Report report) throws Exception {
        MeasuredHouse.inFolder(folder -> {
            Files.createDirectories(folder);
            String upstream = "127.0.0.1:" + MeasuredHouse.freePort();
            String nginx = "127.0.0.1:" + MeasuredHouse.freePort();
            String caddy = "127.0.0.1:" + MeasuredHouse.freePort();
            List<Process> started = new ArrayList<>();
            try {
                started.add(nginx(folder, "upstream", upstreamConfig(upstream), upstream));
                Process ng = nginx(folder, "front", nginxConfig(nginx, upstream), nginx);
                started.add(ng);
                Process ca = caddy(folder, caddyConfig(caddy, upstream), caddy);
                started.add(ca);
                breakerBeside(
                        report,
                        folder.resolve("data"),
                        upstream,
                        List.of(front("nginx", nginx, COOKIE, pids(ng)), front("Caddy", caddy, COOKIE, pids(ca))));
            } finally {
                for (Process process : started.reversed()) {
                    process.descendants().forEach(ProcessHandle::destroy);
                    process.destroy();
                    process.waitFor(5, TimeUnit.SECONDS);
                }
            }
        });
    }

    private void breakerBeside(Report report, Path data, String upstream, List<Front> others) throws Exception {
        Files.createDirectories(data.resolve("config"));
        Files.writeString(
                data.resolve("config").resolve("settings.yaml"),
                "rate-limit:\n  per-minute: 1000000\n  burst: 1000000\n");
        try (MeasuredHouse guard = MeasuredHouse.guard(data, "http://" + upstream);
                BrowserPath owner = BrowserPath.claim(guard)) {
            guard.awaitState("CLOSED", Guarded.PATIENCE);
            List<Front> fronts = new ArrayList<>();
            fronts.add(front("upstream alone", upstream, COOKIE, List.of()));
            fronts.add(front("breaker", guard.listen(), owner.cookie(), List.of(guard.pid("breaker"))));
            fronts.addAll(others);
            for (Front front : fronts) {
                Load.Measured warm = front.load().most(32, WARM);
                if (warm.failures() > 0) {
                    throw new IllegalStateException(front.name() + " refused " + warm.failures() + " requests.");
                }
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Shape shape : Shape.values()) {
                    for (Front front : fronts) {
                        measured.computeIfAbsent(front.name() + shape, key -> new ArrayList<>())
                                .add(once(front.load(), shape));
                    }
                }
            }
            tell(report, fronts);
            long guardian = pss(guard.pid("guardian"));
            report.row("guardian beside it, PSS", guardian + " MB");
        }
    }

    private static Load.Measured once(Load load, Shape shape) throws Exception {
        return switch (shape) {
            case ONE -> load.most(1, TIME);
            case MANY -> load.most(32, TIME);
            case RATE -> load.at(RATE, 32, TIME);
        };
    }

    private static Front front(String name, String listen, String cookie, List<Long> pids) {
        String request = "GET / HTTP/1.1\r\nhost: " + listen + "\r\nsec-fetch-site: same-origin\r\ncookie: " + cookie
                + "\r\naccept: */*\r\n\r\n";
        return new Front(name, new Load(listen, request), pids);
    }

    private void tell(Report report, List<Front> fronts) throws IOException {
        for (Front front : fronts) {
            String key = front.name().toLowerCase(Locale.ROOT).replace(' ', '_');
            for (Shape shape : Shape.values()) {
                Load.Measured here = median(front.name(), shape);
                Load.Measured alone = median("upstream alone", shape);
                String load = switch (shape) {
                    case ONE -> "1 connection";
                    case MANY -> "32 connections";
                    case RATE -> RATE + "/s over 32 connections";
                };
                report.row(
                        front.name() + ", " + load,
                        String.format(
                                Locale.ROOT,
                                "%.0f/s, p50 %.2f ms, p99 %.2f ms (added %.2f, %.2f), %d refused",
                                here.perSecond(),
                                Figures.millis(here.p50()),
                                Figures.millis(here.p99()),
                                Figures.millis(here.p50().minus(alone.p50())),
                                Figures.millis(here.p99().minus(alone.p99())),
                                here.failures()));
                String figure = key + "_" + shape.name().toLowerCase(Locale.ROOT);
                report.hidden(figure + "_per_second", here.perSecond());
                report.hidden(
                        figure + "_added_p50_ms", Figures.millis(here.p50().minus(alone.p50())));
                report.hidden(
                        figure + "_added_p99_ms", Figures.millis(here.p99().minus(alone.p99())));
            }
            long memory = 0;
            for (long pid : front.pids()) {
                memory += pss(pid);
            }
            if (memory > 0) {
                report.row(front.name() + ", PSS after load", memory + " MB");
                report.hidden(key + "_pss_mb", (double) memory);
            }
        }
        double ours = median("breaker", Shape.MANY).perSecond();
        report.row(
                "breaker's requests a second at 32 connections, as a share of nginx's and Caddy's",
                String.format(
                        Locale.ROOT,
                        "%.2f, %.2f",
                        ours / median("nginx", Shape.MANY).perSecond(),
                        ours / median("Caddy", Shape.MANY).perSecond()));
    }

    /// The round in the middle, by its p50.
    private Load.Measured median(String front, Shape shape) {
        List<Load.Measured> rounds = new ArrayList<>(measured.getOrDefault(front + shape, List.of()));
        rounds.sort(java.util.Comparator.comparing(Load.Measured::p50));
        return rounds.get(rounds.size() / 2);
    }

    private static List<Long> pids(Process process) {
        List<Long> pids = new ArrayList<>(List.of(process.pid()));
        process.descendants().forEach(child -> pids.add(child.pid()));
        return pids;
    }

    private static long pss(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum()
                >> 10;
    }

    private static Process nginx(Path folder, String name, String config, String listen) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        Path file = own.resolve("nginx.conf");
        Files.writeString(
                file,
                "daemon off;\nworker_processes 2;\npid " + own + "/pid;\nerror_log " + own
                        + "/error.log;\nevents {}\nhttp {\naccess_log off;\nkeepalive_requests 100000000;\n"
                        + "client_body_temp_path " + own + ";\nproxy_temp_path " + own + ";\nfastcgi_temp_path " + own
                        + ";\nuwsgi_temp_path " + own + ";\nscgi_temp_path " + own + ";\n" + config + "}\n");
        return started(List.of(found("nginx"), "-p", own.toString(), "-c", file.toString()), Map.of(), listen);
    }

    private static String upstreamConfig(String listen) {
        return "server {\nlisten " + listen + ";\nlocation = /auth { if ($cookie_bench != yes) { return 401; }"
                + " return 204; }\nlocation / { default_type text/plain; return 200 '" + "x".repeat(1024) + "'; }\n}\n";
    }

    private static String nginxConfig(String listen, String upstream) {
        return "upstream app { server " + upstream + "; keepalive 64; }\nserver {\nlisten " + listen
                + ";\nproxy_http_version 1.1;\nproxy_set_header Connection '';\n"
                + "location = /auth { internal; proxy_pass http://app; proxy_pass_request_body off;"
                + " proxy_set_header Content-Length ''; }\n"
                + "location / { auth_request /auth; proxy_pass http://app; }\n}\n";
    }

    private static String caddyConfig(String listen, String upstream) {
        return "{\n admin off\n auto_https off\n}\nhttp://" + listen + " {\n forward_auth " + upstream
                + " {\n  uri /auth\n }\n reverse_proxy " + upstream + "\n}\n";
    }

    private static Process caddy(Path folder, String config, String listen) throws IOException {
        Path own = Files.createDirectories(folder.resolve("caddy"));
        Files.writeString(own.resolve("Caddyfile"), config);
        return started(
                List.of(
                        found("caddy"),
                        "run",
                        "--config",
                        own.resolve("Caddyfile").toString(),
                        "--adapter",
                        "caddyfile"),
                Map.of("HOME", own.toString(), "XDG_DATA_HOME", own.toString(), "XDG_CONFIG_HOME", own.toString()),
                listen);
    }

    private static Process started(List<String> command, Map<String, String> environment, String listen)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        for (int tries = 0; tries < 100; tries++) {
            try (Exchange exchange = new Exchange(listen)) {
                exchange.ask("GET / HTTP/1.1\r\nhost: " + listen + "\r\ncookie: " + COOKIE + "\r\n\r\n");
                return process;
            } catch (IOException e) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        process.destroy();
        throw new IOException(command.getFirst() + " does not answer.");
    }
}
