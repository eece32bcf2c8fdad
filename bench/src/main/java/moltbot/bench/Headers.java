package moltbot.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Headers with which others have been talked into believing that somebody is the owner, or comes from this machine:
/// whatever is added of them, the answer is the same to the byte, signed in or not.
final class Headers implements Part {
    private static final int MUTATIONS = 100_000;
    private static final int ASKING = 4;
    private static final List<String> NAMES = List.of(
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-uri",
            "x-forwarded-method",
            "x-forwarded-user",
            "x-forwarded-email",
            "x-forwarded-groups",
            "x-forwarded-server",
            "x-forwarded-access-token",
            "forwarded",
            "x-real-ip",
            "x-client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "x-cluster-client-ip",
            "x-originating-ip",
            "x-remote-ip",
            "x-remote-addr",
            "x-host",
            "x-original-host",
            "x-original-url",
            "x-rewrite-url",
            "x-original-uri",
            "x-original-method",
            "x-http-method-override",
            "x-method-override",
            "remote-user",
            "x-remote-user",
            "x-authenticated-user",
            "x-auth-request-user",
            "x-auth-request-email",
            "x-webauth-user",
            "x-user",
            "x-user-id",
            "x-role",
            "x-scopes",
            "x-admin",
            "x-internal",
            "x-openclaw-scopes",
            "x-device-token",
            "x-token",
            "x-api-key",
            "proxy-authorization",
            "via",
            "x-envoy-external-address",
            "tailscale-user-login",
            "x-goog-authenticated-user-email",
            "x-amzn-oidc-identity",
            "x-ms-client-principal",
            "x-ssl-client-verify",
            "x-client-cert",
            "referer",
            "user-agent",
            "x-requested-with",
            "x-moltbot-assertion",
            "assertion",
            "x-local",
            "x-csrf-token",
            "priority",
            "dnt");
    private static final List<String> VALUES = List.of(
            "127.0.0.1",
            "::1",
            "localhost",
            "[::1]:3000",
            "127.0.0.1, 127.0.0.1",
            "unix:",
            "10.0.0.1",
            "admin",
            "owner",
            "root",
            "operator.admin",
            "true",
            "1",
            "SUCCESS",
            "undefined",
            "null",
            "/sign-in",
            "/auth/state",
            "https",
            "443",
            "GET",
            "OPTIONS",
            "for=127.0.0.1;host=localhost;proto=https",
            "for=\"[::1]\"",
            "for=unknown",
            "127.0.0.1:1",
            "0.0.0.0",
            "Bearer undefined",
            "Basic YWRtaW46YWRtaW4=",
            "*",
            "");

    private final AtomicLong changed = new AtomicLong();

    @Override
    public String name() {
        return "headers";
    }

    @Override
    public void measure(Report report) throws Exception {
        Guarded.each(guarded -> {
            List<Future<?>> asking = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < ASKING; i++) {
                    Random random = new Random(i);
                    asking.add(threads.submit(() -> ask(guarded, random)));
                }
            }
            for (Future<?> one : asking) {
                one.get();
            }
        });
        report.count("headers_changed", "decisions changed by " + MUTATIONS + " header mutations", changed.get());
    }

    private Void ask(Guarded guarded, Random random) throws IOException {
        String listen = guarded.house().listen();
        String origin = "origin: http://" + listen + "\r\n";
        Map<String, String> requests = Map.of(
                "GET /api/overview HTTP/1.1\r\n",
                "accept: application/json\r\n",
                "GET / HTTP/1.1\r\n",
                "accept: text/html\r\n",
                "POST /api/sessions/x/stop HTTP/1.1\r\n",
                origin + "content-type: application/json\r\ncontent-length: 2\r\n",
                "GET /api/sessions HTTP/1.1\r\n",
                "sec-fetch-site: same-origin\r\ncookie: " + guarded.owner().cookie() + "\r\n");
        for (Map.Entry<String, String> request : requests.entrySet()) {
            String start = request.getKey() + "host: " + listen + "\r\n" + request.getValue();
            String end = "\r\n" + (start.startsWith("POST") ? "{}" : "");
            int owner = start.contains("cookie: ") ? 200 : 0;
            try (Exchange plain = new Exchange(listen)) {
                String expected = plain.ask(start + end);
                if (owner == 200 != expected.startsWith("HTTP/1.1 200")) {
                    throw new IllegalStateException(
                            "Answered unchanged: " + expected.lines().findFirst());
                }
                compare(listen, random, start, end, expected);
            }
        }
        return null;
    }

    private void compare(String listen, Random random, String start, String end, String expected) throws IOException {
        Exchange exchange = new Exchange(listen);
        try {
            for (int i = 0; i < MUTATIONS / ASKING / 4; i++) {
                String answer = exchange.ask(start + mutation(random) + end);
                if (!answer.equals(expected)) {
                    changed.incrementAndGet();
                    System.out.println("Changed: " + answer.lines().findFirst().orElse("nothing"));
                }
                if (exchange.over()) {
                    exchange.close();
                    exchange = new Exchange(listen);
                }
            }
        } finally {
            exchange.close();
        }
    }

    private static String mutation(Random random) {
        StringBuilder headers = new StringBuilder();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            headers.append(random.nextInt(4) == 0 ? name.toUpperCase(java.util.Locale.ROOT) : name)
                    .append(random.nextBoolean() ? ": " : ":")
                    .append(random.nextInt(8) == 0 ? noise(random) : VALUES.get(random.nextInt(VALUES.size())))
                    .append("\r\n");
        }
        return headers.toString();
    }

    private static String noise(Random random) {
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            noise.append((char) (' ' + random.nextInt(95)));
        }
        return noise.toString();
    }
}
