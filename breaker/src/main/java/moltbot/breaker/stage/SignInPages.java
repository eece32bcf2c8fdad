package moltbot.breaker.stage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.identity.Authentication;

/// The sign-in page and its three files: all a stranger may see. Read from the jar when first wanted.
final class SignInPages implements Stage {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private record File(String name, String type) {}

    private static final Map<String, File> FILES = Map.of(
            "/sign-in", new File("sign-in.html", "text/html; charset=utf-8"),
            "/sign-in/sign-in.css", new File("sign-in.css", "text/css; charset=utf-8"),
            "/sign-in/sign-in.js", new File("sign-in.js", "text/javascript; charset=utf-8"),
            "/sign-in/icon.svg", new File("icon.svg", "image/svg+xml"));

    private final Map<String, byte[]> read = new ConcurrentHashMap<>();

    @Override
    public Verdict judge(Visit visit) {
        Request request = visit.request();
        File file = FILES.get(request.path());
        if (file == null) {
            return request.path().startsWith("/sign-in/")
                    ? Verdict.error(404, "not-found", "There is nothing at that address.")
                    : Verdict.NEXT;
        }
        if (visit.unsafe()) {
            return new Verdict.Answered(
                    Answer.error(405, "method", "This page can only be read.").with("allow", "GET, HEAD"));
        }
        if (file.type().startsWith("text/html") && visit.authentication() instanceof Authentication.Authenticated) {
            return new Verdict.Answered(Answer.redirect("/"));
        }
        byte[] bytes = read.computeIfAbsent(file.name(), SignInPages::load);
        return new Verdict.Answered(Answer.of(200, file.type(), bytes)
                .with("cache-control", "no-store")
                .with("content-security-policy", POLICY));
    }

    private static byte[] load(String name) {
        try (InputStream in = SignInPages.class.getResourceAsStream("sign-in/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("The jar cannot be read.", e);
        }
    }
}
