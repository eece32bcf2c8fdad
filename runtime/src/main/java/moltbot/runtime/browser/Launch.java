package moltbot.runtime.browser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxBrowser;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;

/// What is held open for a browser: Chromium, driven over its debugging pipe, with no port. Whatever of it varies is
/// an argument: the address to begin with, then the origins it may reach. The walls are the sandbox's and the
/// gateway's;
/// what Chromium is told here only spares them what they would refuse.
final class Launch {
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final SandboxLimits LIMITS =
            new SandboxLimits(SILENCE, 1536L << 20, 250, SandboxLimits.STANDARD.outputBytes(), 192L << 20);
    private static final SortedMap<String, String> ENVIRONMENT =
            new TreeMap<>(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8", "HOME", "/tmp"));
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> ALL = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /// Requests to origins that are not open end at a port where nobody listens, so that the gateway's patience with
    /// refusals is not used up by what pages load from elsewhere. The sandbox has no file that names fonts, and its
    /// own authority is one that Chromium knows by its key. `--no-sandbox`: Chromium's own needs powers that no
    /// sandbox here has, and is not missed where everything in the sandbox is one site's.
    private static final String SCRIPT =
            """
            shift
            list=
            for origin do list="$list'$origin/',"; done
            pac=$(base64 -w 0 <<PAC
            function FindProxyForURL(url, host) {
              var open = [$list];
              for (var i = 0; i < open.length; i++)
                if (url.indexOf(open[i]) === 0) return 'PROXY 127.0.0.1:%d';
              return 'PROXY 127.0.0.1:9';
            }
            PAC
            )
            pin=$(sed -n 's/^pin-sha256=//p' "$SSL_CERT_FILE")
            if [ ! -f /etc/fonts/fonts.conf ]; then
                export FONTCONFIG_FILE=/tmp/fonts.conf
                {
                    echo '<fontconfig><dir>/usr/share/fonts</dir><cachedir>/tmp/fonts</cachedir>'
                    for aliases in 45-latin 49-sansserif 60-latin; do
                        echo "<include ignore_missing='yes'>/usr/share/fontconfig/conf.avail/$aliases.conf</include>"
                    done
                    echo '</fontconfig>'
                } >/tmp/fonts.conf
            fi
            exec 3<&0 4>&1 </dev/null >&2
            for program in %s; do
                [ -x "$program" ] && exec "$program" --headless --no-sandbox --remote-debugging-pipe \\
                    --user-data-dir=/tmp/profile --proxy-pac-url="data:application/x-ns-proxy-autoconfig;base64,$pac" \\
                    --ignore-certificate-errors-spki-list="$pin" --force-webrtc-ip-handling-policy=disable_non_proxied_udp \\
                    --enable-blink-features=ComputedAccessibilityInfo --disable-gpu --disable-dev-shm-usage --disable-3d-apis --disable-quic \\
                    --disable-background-networking --disable-component-update --disable-sync --disable-extensions \\
                    --disable-default-apps --disable-domain-reliability --disable-breakpad --no-first-run --no-pings \\
                    --disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication \\
                    --mute-audio about:blank
            done
            echo 'There is no Chromium in this sandbox.' >&2
            exit 127
            """.formatted(SandboxNetwork.PROXY_PORT, String.join(" ", SandboxBrowser.PROGRAMS));

    private Launch() {}

    /// @param start    where it begins
    /// @param origins  what it may reach, that of `start` among them
    /// @param forms    whether it may send as well as read
    static SandboxHold hold(String start, SortedSet<String> origins, boolean forms) {
        SortedSet<String> methods = new TreeSet<>(forms ? ALL : READING);
        List<NetworkRule> rules = origins.stream()
                .map(origin -> new NetworkRule(origin, methods, "/", ""))
                .toList();
        List<String> argv = new ArrayList<>(List.of("sh", "-c", SCRIPT, SandboxBrowser.NAME, start));
        argv.addAll(origins);
        SandboxSpec spec = new SandboxSpec(
                argv,
                ENVIRONMENT,
                ".",
                Seal.sha256Hex(new byte[0]),
                LIMITS,
                new SandboxNetwork(rules, SandboxNetwork.STANDARD_BYTES));
        return new SandboxHold(spec, LIFE);
    }

    /// Where a browser that was allowed begins.
    static String start(SandboxHold hold) {
        return hold.spec().argv().get(4);
    }

    /// Whether it may send as well as read.
    static boolean sends(SandboxHold hold) {
        return hold.spec().network().rules().getFirst().methods().contains("POST");
    }

    /// What it may reach.
    static Set<String> origins(SandboxHold hold) {
        Set<String> origins = new TreeSet<>();
        hold.spec().network().rules().forEach(rule -> origins.add(rule.origin()));
        return origins;
    }
}
