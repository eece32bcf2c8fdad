package moltbot.guardian.observe.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.guardian.fact.panel.Kind;

/// Everything that is tried at one address, in an order in which each few try a bit of everything.
final class Questions {
    private static final String API = "/api/overview";
    private static final String JSON = "Accept: application/json";
    private static final String SENT_JSON = "Content-Type: application/json";
    private static final String EVIL = "https://evil.example";
    private static final List<String> MISLEADING = List.of(
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-For: 127.0.0.1, ::1",
            "X-Real-IP: 127.0.0.1",
            "Forwarded: for=127.0.0.1;host=localhost;proto=https",
            "X-Forwarded-Host: localhost",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Prefix: /sign-in",
            "X-Forwarded-Uri: /sign-in",
            "X-Forwarded-User: admin",
            "X-Original-URL: /sign-in",
            "X-Rewrite-URL: /sign-in",
            "X-Remote-User: admin",
            "Remote-User: admin",
            "X-WEBAUTH-USER: admin",
            "X-Authenticated-User: admin",
            "Client-IP: 127.0.0.1",
            "True-Client-IP: 127.0.0.1",
            "CF-Connecting-IP: 127.0.0.1",
            "Tailscale-User-Login: admin@example.com",
            "X-HTTP-Method-Override: GET");

    private Questions() {}

    static List<Question> of(Site site) {
        return interleaved(List.of(
                credentials(site),
                headers(site),
                hosts(site),
                pages(site),
                upgrades(site),
                paths(site),
                Ambiguities.of(site),
                looks(site)));
    }

    private static List<Question> credentials(Site site) {
        String auth = "Authorization: ";
        return List.of(
                new Question(
                        Kind.CANARY,
                        "GET " + API + " with a key that opens nothing",
                        site.get(API, JSON, auth + "Bearer " + site.canary())),
                wrong(site, "a made-up cookie", "Cookie: __Host-sign-in=AAAAAAAAAAAAAAAAAAAAAA"),
                wrong(site, "an empty cookie", "Cookie: __Host-sign-in="),
                wrong(site, "two cookies", "Cookie: __Host-sign-in=a; __Host-sign-in=b"),
                wrong(site, "the bearer token 'undefined'", auth + "Bearer undefined"),
                wrong(site, "an empty bearer token", auth + "Bearer "),
                wrong(site, "admin:admin", auth + "Basic YWRtaW46YWRtaW4="),
                wrong(site, "a canary that is not ours", auth + "Bearer " + tampered(site.canary())),
                new Question(
                        Kind.WRONG_CREDENTIAL,
                        "GET " + API + " with tokens in the address",
                        site.get(API + "?token=undefined&auth=admin&password=admin", JSON)));
    }

    private static Question wrong(Site site, String what, String header) {
        return new Question(Kind.WRONG_CREDENTIAL, "GET " + API + " with " + what, site.get(API, JSON, header));
    }

    private static String tampered(String canary) {
        char last = canary.charAt(canary.length() - 1);
        return canary.substring(0, canary.length() - 5) + (last == 'A' ? "BBBBB" : "AAAAA");
    }

    private static List<Question> headers(Site site) {
        List<Question> questions = new ArrayList<>();
        for (String header : MISLEADING) {
            questions.add(new Question(
                    Kind.MISLEADING_HEADER,
                    "GET " + API + " with '" + header + "'",
                    site.get(API, JSON, header),
                    Optional.of(site.get(API, JSON))));
        }
        String all = String.join("\r\n", MISLEADING.subList(2, MISLEADING.size()));
        questions.add(new Question(
                Kind.MISLEADING_HEADER,
                "GET / with all misleading headers together",
                site.get("/", JSON, all),
                Optional.of(site.get("/", JSON))));
        return questions;
    }

    private static List<Question> hosts(Site site) {
        return List.of(
                host("evil.example", "GET / HTTP/1.1", "Host: evil.example"),
                host(
                        "a name below ours",
                        "GET / HTTP/1.1",
                        "Host: localhost.evil.example:" + site.target().port()),
                host(
                        "a trailing dot",
                        "GET / HTTP/1.1",
                        "Host: " + site.bare() + ".:" + site.target().port()),
                host("another port", "GET / HTTP/1.1", "Host: " + site.bare() + ":1"),
                host("no host", "GET / HTTP/1.1", ""),
                host("two hosts", "GET / HTTP/1.1", "Host: " + site.host() + "\r\nHost: evil.example"),
                host("a user in front", "GET / HTTP/1.1", "Host: " + site.host() + "@evil.example"),
                host("a foreign absolute address", "GET http://evil.example/ HTTP/1.1", "Host: " + site.host()),
                host("our own absolute address", "GET " + site.origin() + "/ HTTP/1.1", "Host: evil.example"));
    }

    private static Question host(String what, String line, String host) {
        return new Question(Kind.FOREIGN_HOST, "GET / for " + what, Site.request(line, host, "", JSON));
    }

    private static List<Question> pages(Site site) {
        String signIn = site.pages().auth() + "/sign-in";
        String own = "Origin: " + site.origin();
        return List.of(
                page("POST " + signIn + " from another site", site.post(signIn, "{}", SENT_JSON, "Origin: " + EVIL)),
                page("POST " + signIn + " from nowhere", site.post(signIn, "{}", SENT_JSON, "Origin: null")),
                page("POST " + signIn + " without Origin", site.post(signIn, "{}", SENT_JSON)),
                page(
                        "POST " + signIn + " across sites",
                        site.post(signIn, "{}", SENT_JSON, own, "Sec-Fetch-Site: cross-site")),
                page("POST " + signIn + " as a plain form", site.post(signIn, "{}", own, "Content-Type: text/plain")),
                page(
                        "POST /api/sessions/x/messages from another site",
                        site.post("/api/sessions/x/messages", "{}", SENT_JSON, "Origin: " + EVIL)),
                page(
                        "OPTIONS " + signIn + " from another site",
                        Site.request(
                                "OPTIONS " + signIn + " HTTP/1.1",
                                "Host: " + site.host(),
                                "",
                                "Origin: " + EVIL,
                                "Access-Control-Request-Method: POST")));
    }

    private static Question page(String name, String text) {
        return new Question(Kind.FOREIGN_PAGE, name, text);
    }

    private static List<Question> upgrades(Site site) {
        return List.of(
                upgrade(site, "/", "Origin: " + site.origin()),
                upgrade(site, "/", "Origin: " + EVIL),
                upgrade(site, "/ws", "Origin: " + site.origin()),
                upgrade(site, "/api/sessions/x/events", "Origin: " + EVIL),
                upgrade(
                        site,
                        "/",
                        "Origin: " + site.origin() + "\r\nSec-WebSocket-Protocol: ticket.AAAAAAAAAAAAAAAAAAAAAA"));
    }

    private static Question upgrade(Site site, String path, String header) {
        String text = "GET " + path + " HTTP/1.1\r\nHost: " + site.host()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + header + "\r\n\r\n";
        return new Question(
                Kind.UPGRADE, "A WebSocket to " + path + " with '" + header.replace("\r\n", ", ") + "'", text);
    }

    private static List<Question> paths(Site site) {
        String page = site.pages().signIn();
        List<Question> questions = new ArrayList<>();
        for (String path : List.of(
                "//api/overview",
                page + "/../api/overview",
                page + "/..;/api/overview",
                page + "/%2e%2e/api/overview",
                page + "%2f..%2fapi%2foverview",
                page + "/..%5capi/overview",
                "/api%2foverview",
                "/%61pi/../api/overview",
                "/api/overview;" + page,
                "/api/overview%00" + page,
                "/./api/overview",
                page + "//../../api/overview")) {
            questions.add(new Question(Kind.CONFUSED_PATH, "GET " + path, site.get(path, JSON)));
        }
        return questions;
    }

    private static List<Question> looks(Site site) {
        String html = "Accept: text/html";
        List<Question> questions = new ArrayList<>();
        questions.add(new Question(Kind.PAGE, "GET /", site.get("/", html)));
        questions.add(new Question(
                Kind.PAGE, "GET " + site.pages().signIn(), site.get(site.pages().signIn(), html)));
        questions.add(new Question(Kind.PAGE, "GET /favicon.ico", site.get("/favicon.ico")));
        questions.add(new Question(
                Kind.PLAIN,
                "GET " + site.pages().signIn() + " without TLS",
                site.get(site.pages().signIn(), html)));
        return questions;
    }

    private static List<Question> interleaved(List<List<Question>> kinds) {
        List<Question> mixed = new ArrayList<>();
        for (int i = 0; mixed.size() < kinds.stream().mapToInt(List::size).sum(); i++) {
            for (List<Question> kind : kinds) {
                if (i < kind.size()) {
                    mixed.add(kind.get(i));
                }
            }
        }
        return List.copyOf(mixed);
    }
}
