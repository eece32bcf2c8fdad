package moltbot.control.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.web.WebFetch;
import moltbot.control.Effects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What "always" binds to, and what it never binds to.
class StandingTest {
    private static final SandboxLimits LONG = Effects.limits(Duration.ofMinutes(10));

    private static Effect command(SandboxLimits limits, SandboxNetwork network, String... argv) {
        SandboxSpec spec = new SandboxSpec(List.of(argv), new TreeMap<>(), ".", "0".repeat(64), limits, network);
        return Effect.fromJson(Effects.request("c", "sandbox.run", spec.toJson()));
    }

    private static Effect longCommand(String... argv) {
        return command(LONG, SandboxNetwork.NONE, argv);
    }

    private static Effect asking(NetworkRule rule, String... argv) {
        return command(SandboxLimits.STANDARD, new SandboxNetwork(List.of(rule), SandboxNetwork.STANDARD_BYTES), argv);
    }

    private static NetworkRule rule(String origin, String methods, String path, String key) {
        return new NetworkRule(origin, new TreeSet<>(List.of(methods.split(","))), path, key);
    }

    @Test
    void bindsToTheExactWords() {
        List<StandingRule> said =
                Standing.offer(longCommand("ffmpeg", "-i", "a.mkv", "a.mp4")).rules();

        assertThat(Standing.covers(said, longCommand("ffmpeg", "-i", "a.mkv", "a.mp4")))
                .isTrue();
        assertThat(Standing.covers(said, longCommand("ffmpeg", "-i", "a.mkv", "b.mp4")))
                .isFalse();
        assertThat(Standing.covers(said, longCommand("ffmpeg", "-i", "a.mkv", "a.mp4", "-y")))
                .isFalse();
        assertThat(Standing.covers(
                        said, command(SandboxLimits.CEILING, SandboxNetwork.NONE, "ffmpeg", "-i", "a.mkv", "a.mp4")))
                .isFalse();
        assertThat(Standing.covers(
                        said, asking(rule("https://a.example", "GET", "/", ""), "ffmpeg", "-i", "a.mkv", "a.mp4")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh", "/bin/bash", "env", "xargs", "find", "python3", "/usr/bin/python3.11", "perl5.36.0", "node",
                        "busybox",
                "nohup", "./run", "tools/build", "make", "git", "npm", "BASH", "awk", "timeout", "ruby-3.1"
            })
    void neverBindsToWhatRunsWhateverItIsGiven(String program) {
        assertThat(Standing.offer(longCommand(program, "x")).rules()).isEmpty();
        assertThat(Standing.offer(longCommand(program, "x")).whyNot()).contains("would allow anything");
    }

    @Test
    void bindsToTheExactPlaceOfTheNetwork() {
        NetworkRule place = rule("https://api.example", "GET,HEAD", "/v1", "api");
        List<StandingRule> said = Standing.offer(asking(place, "curl", "x")).rules();

        assertThat(Standing.covers(said, asking(place, "wget", "y"))).isTrue();
        assertThat(Standing.covers(said, asking(rule("https://api.example", "GET", "/v1/a", "api"), "x")))
                .isTrue();
        for (NetworkRule other : List.of(
                rule("https://api.example", "GET", "/v1x", "api"),
                rule("https://api.example", "GET", "/", "api"),
                rule("https://api.example", "POST", "/v1", "api"),
                rule("https://api.example", "GET", "/v1", ""),
                rule("https://api.example", "GET", "/v1", "other"),
                rule("https://api.example:8443", "GET", "/v1", "api"),
                rule("https://evil.example", "GET", "/v1", "api"))) {
            assertThat(Standing.covers(said, asking(other, "x")))
                    .as("%s", other)
                    .isFalse();
        }
    }

    @Test
    void bindsPagesToTheirOrigin() {
        List<StandingRule> said =
                Standing.offer(page("https://a.example/x?y=1")).rules();
        assertThat(Standing.covers(said, page("https://a.example/z"))).isTrue();
        assertThat(Standing.covers(said, page("https://b.a.example/z"))).isFalse();
        assertThat(Standing.covers(said, page("http://a.example/z"))).isFalse();
        assertThat(Standing.covers(said, asking(rule("https://a.example", "GET", "/", ""), "curl")))
                .isFalse();
    }

    private static Effect page(String url) {
        return Effect.fromJson(Effects.request("c", "web.fetch", new WebFetch(url, WebFetch.Way.COMPOSED).toJson()));
    }

    @Test
    void coversOnlyWhatWasSaidAltogether() {
        NetworkRule one = rule("https://a.example", "GET", "/", "");
        NetworkRule two = rule("https://b.example", "GET", "/", "");
        Effect both = command(
                SandboxLimits.STANDARD, new SandboxNetwork(List.of(one, two), SandboxNetwork.STANDARD_BYTES), "curl");
        assertThat(Standing.covers(List.of(new StandingRule.Network(one)), both))
                .isFalse();
        assertThat(Standing.covers(List.of(new StandingRule.Network(one), new StandingRule.Network(two)), both))
                .isTrue();
        assertThat(Standing.covers(List.of(), longCommand("ffmpeg"))).isFalse();
    }

    @Test
    void offersNothingForWhatIsAskedEachTime() {
        JsonObject shows = JsonObject.with("path", "a").build();
        assertThat(Standing.offer(Effect.fromJson(Effects.request("c", "workspace.read", shows)))
                        .rules())
                .isEmpty();
        NetworkRule place = rule("https://a.example", "GET", "/", "");
        assertThat(Standing.offer(command(
                                LONG, new SandboxNetwork(List.of(place), SandboxNetwork.STANDARD_BYTES), "curl"))
                        .rules())
                .isEmpty();
        assertThat(Standing.offer(command(
                                SandboxLimits.STANDARD,
                                new SandboxNetwork(List.of(place), SandboxNetwork.MOST_BYTES),
                                "curl"))
                        .rules())
                .isEmpty();
    }

    @Test
    void isReadAsItWasWritten() {
        for (Effect effect :
                List.of(longCommand("ffmpeg", "-i"), asking(rule("https://a.example", "GET", "/a", "key"), "curl"))) {
            for (StandingRule rule : Standing.offer(effect).rules()) {
                assertThat(StandingRule.fromJson(JsonObject.parse(rule.toJson().toString())))
                        .isEqualTo(rule);
                assertThat(rule.sentence()).endsWith(".");
            }
        }
    }
}
