package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import moltbot.contract.json.JsonObject;

/// The panel's HTTP as its page uses it: one signed-in browser without the pictures.
public final class Panel {
    static final String PASSWORD = "correct horse battery";

    private static final int MULTIPLE_CHOICES = 300;
    private static final int UNAVAILABLE = 503;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String url;
    private final String cookie;
    private final String csrf;

    private Panel(String url, String cookie, String csrf) {
        this.url = url;
        this.cookie = cookie;
        this.csrf = csrf;
    }

    /// A browser that has not signed in.
    static Panel stranger(TestHouse house) {
        return new Panel(house.url(), "", "");
    }

    /// Makes the owner by the house's one-time code and signs in.
    public static Panel claim(TestHouse house) throws IOException, InterruptedException {
        Panel stranger = stranger(house);
        JsonObject claim =
                JsonObject.with("code", house.code()).with("password", PASSWORD).build();
        HttpResponse<String> claimed = stranger.post("/auth/claim", claim);
        while (claimed.statusCode() == UNAVAILABLE) {
            // On a busy machine a lease may run out for a moment: nothing of it was taken.
            house.awaitState("CLOSED");
            claimed = stranger.post("/auth/claim", claim);
        }
        assertThat(claimed.statusCode()).as(claimed.body()).isLessThan(MULTIPLE_CHOICES);
        String cookie = claimed.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        String session = new Panel(house.url(), cookie, "").get("/auth/session").body();
        return new Panel(house.url(), cookie, JsonObject.parse(session).text("csrf"));
    }

    /// What it proves its sign-in by: `name=value`.
    String cookie() {
        return cookie;
    }

    HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return http.send(request(target).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> post(String target, JsonObject body) throws IOException, InterruptedException {
        return post(target, body.toBytes());
    }

    HttpResponse<String> post(String target, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(target)
                .header("content-type", "application/json")
                .header("origin", url)
                .header("sec-fetch-site", "same-origin");
        if (!csrf.isEmpty()) {
            request.header("x-csrf", csrf);
        }
        return http.send(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + target)).timeout(PATIENCE);
        return cookie.isEmpty() ? request : request.header("cookie", cookie);
    }
}
