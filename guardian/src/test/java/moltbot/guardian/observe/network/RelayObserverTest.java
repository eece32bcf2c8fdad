package moltbot.guardian.observe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.guardian.Await;
import moltbot.guardian.Dripper;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.Owner;
import moltbot.guardian.fact.network.Relay;
import moltbot.guardian.fact.network.Relay.Verdict;
import moltbot.guardian.judge.network.DeclaredRelays;
import moltbot.guardian.judge.network.UndeclaredRelay;
import moltbot.guardian.observe.knock.Sight;
import moltbot.testing.Needed;
import moltbot.testing.SelfSigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real programs of an owner, on every network of this machine, asked for real; only the breaker is a stand-in.
class RelayObserverTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private final AtomicLong later = new AtomicLong();
    private final AtomicInteger news = new AtomicInteger();
    private final List<Listener> foreign = new ArrayList<>();
    private final List<Listeners.Ours> ours = new ArrayList<>();
    private Panel panel;
    private Servers servers;
    private RelayObserver observer;
    private volatile boolean breakerGone;
    private volatile boolean unforeseen;

    @BeforeEach
    void open() throws Exception {
        panel = new Panel();
        servers = new Servers(folder);
        door(1);
        Endpoint declared = new Endpoint(IpAddress.v4(0x7f000001), panel.port());
        RelayObserver.Tools tools = new RelayObserver.Tools(
                List.of(declared.toString(), "localhost:" + panel.port()),
                this::sight,
                _ -> "socat (process 7)",
                Optional.empty(),
                new Random(1),
                () -> System.nanoTime() + later.get());
        observer = new RelayObserver(
                Set.of(declared), () -> new Listeners(ours, foreign, List.of()), tools, news::incrementAndGet);
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
        panel.close();
    }

    @Test
    void moreListenersThanCanBeAskedHideWhatTheyAre() {
        for (int i = 0; i <= RelayObserver.MAX_LISTENERS; i++) {
            foreign.add(new Listener(new Endpoint(IpAddress.ANY_V4, 1 + i), 1000, i));
        }
        breakerGone = true;
        ours.clear();
        assertThat(observer.observe())
                .isInstanceOfSatisfying(
                        Observation.Partial.class,
                        seen -> assertThat(seen.why()).contains("listeners"));
        foreign.removeLast();
        assertThat(observer.observe()).isInstanceOf(Observation.Seen.class);
    }

    @Test
    void findsAForgottenSocat() throws Exception {
        Needed.programs("socat");
        int port = Servers.freePort();
        servers.run(port, "socat", "TCP-LISTEN:" + port + ",fork,reuseaddr", "TCP:127.0.0.1:" + panel.port());
        Relay relay = ask(port);
        assertThat(relay.verdict()).isEqualTo(Verdict.CARRIES);
        assertThat(relay.program()).contains("socat");
    }

    @Test
    void findsOneThatTerminatesTls() throws Exception {
        Needed.programs("socat");
        int port = Servers.freePort();
        Path pem = SelfSigned.pem(folder);
        servers.run(
                port,
                "socat",
                "OPENSSL-LISTEN:" + port + ",fork,reuseaddr,verify=0,cert=" + pem,
                "TCP:127.0.0.1:" + panel.port());
        Relay relay = ask(port);
        assertThat(relay.verdict()).isEqualTo(Verdict.CARRIES);
        assertThat(relay.how()).startsWith("https to ");
    }

    /// It tells the plain question nothing but 421, for the breaker behind it speaks HTTPS only.
    @Test
    void findsAPlainRelayToAPanelThatSpeaksTls() throws Exception {
        Needed.programs("socat", "openssl");
        panel.close();
        panel = new Panel(Certificates.server(folder));
        int port = Servers.freePort();
        servers.run(port, "socat", "TCP-LISTEN:" + port + ",fork,reuseaddr", "TCP:127.0.0.1:" + panel.port());
        Relay relay = ask(port);
        assertThat(relay.verdict()).isEqualTo(Verdict.CARRIES);
        assertThat(relay.how()).startsWith("https to ");
    }

    /// Without a name, and by any other, its handshake fails.
    @Test
    void findsOneThatKnowsThePanelByTheNameInTheHandshakeOnly() throws Exception {
        Needed.programs("nginx", "openssl");
        int port = Servers.freePort();
        Path pem = SelfSigned.pem(folder);
        servers.nginx(
                port,
                "ssl_reject_handshake on; } server { listen 0.0.0.0:" + port
                        + " ssl; server_name localhost; ssl_certificate " + pem + "; ssl_certificate_key " + pem
                        + "; location / { proxy_pass http://127.0.0.1:" + panel.port() + "; }");
        Relay relay = ask(port);
        assertThat(relay.verdict()).isEqualTo(Verdict.CARRIES);
        assertThat(relay.how()).startsWith("https to ").endsWith(" as localhost:" + panel.port());
    }

    /// Proxies that pass TLS on as it is wait for its first record, and say nothing to whoever sends none.
    @Test
    void findsOneThatPassesNothingButTls() throws Exception {
        Needed.programs("openssl");
        panel.close();
        panel = new Panel(Certificates.server(folder));
        int port = Servers.freePort();
        servers.onlyTls(port, panel.port());
        Relay relay = ask(port);
        assertThat(relay.verdict()).isEqualTo(Verdict.CARRIES);
        assertThat(relay.how()).startsWith("https to ");
    }

    /// As many as are asked at once, each of which is never done answering.
    @Test
    void thoseWhoAnswerForEverHideNoRelay() throws Exception {
        Needed.programs("socat");
        List<Dripper> drippers = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                drippers.add(new Dripper(i % 2 == 0 ? "" : "H"));
                foreign.add(listener(drippers.getLast().port()));
            }
            int port = Servers.freePort();
            servers.run(port, "socat", "TCP-LISTEN:" + port + ",fork,reuseaddr", "TCP:127.0.0.1:" + panel.port());
            foreign.add(listener(port));
            Await.until(
                    "the relay is seen",
                    Duration.ofSeconds(15),
                    () -> look().getLast().verdict() == Verdict.CARRIES);
        } finally {
            for (Dripper one : drippers) {
                one.close();
            }
        }
    }

    @Test
    void isBlindWhileAnAskingDoesNotEndAndSaysWhose() throws Exception {
        try (Dripper dripper = new Dripper("")) {
            foreign.add(listener(dripper.port()));
            look();
            Await.until("it is asked", SOON, () -> dripper.dripping.get() > 0);
            assertThat(observer.observe()).isInstanceOf(Observation.Seen.class);
            later.addAndGet(RelayObserver.LATE.toNanos());
            assertThat(observer.observe())
                    .isInstanceOfSatisfying(
                            Observation.Partial.class,
                            partial -> assertThat(partial.why()).contains("0.0.0.0:" + dripper.port()));
            assertThat(settled().verdict()).isEqualTo(Verdict.OTHER);
            assertThat(observer.observe()).isInstanceOf(Observation.Seen.class);
        }
    }

    @Test
    void whatFailsUnforeseenIsAskedAgain() throws Exception {
        int port = Servers.freePort();
        servers.sink(port, "");
        foreign.add(listener(port));
        unforeseen = true;
        Await.until("it says so", SOON, () -> observer.observe() instanceof Observation.Partial);
        unforeseen = false;
        later.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(settled().verdict()).isEqualTo(Verdict.OTHER);
    }

    @Test
    void findsAReverseProxyWhateverItDoesToHeadersAndPaths() throws Exception {
        Needed.programs("nginx");
        int plain = Servers.freePort();
        servers.nginx(plain, "location / { proxy_pass http://127.0.0.1:" + panel.port() + "; }");
        assertThat(ask(plain).verdict()).isEqualTo(Verdict.CARRIES);
        int moved = Servers.freePort();
        servers.nginx(
                moved,
                "location / { rewrite ^ /other? break; proxy_set_header Host x.example;"
                        + " proxy_hide_header Location; proxy_pass http://127.0.0.1:" + panel.port() + "; }");
        assertThat(ask(moved).verdict()).isEqualTo(Verdict.CARRIES);
    }

    @Test
    void findsOneThatAsksForTheNameOfThePanel() throws Exception {
        Needed.programs("nginx");
        int port = Servers.freePort();
        servers.nginx(
                port,
                "server_name other; return 404; } server { listen 0.0.0.0:" + port
                        + "; server_name localhost; location / { proxy_pass http://127.0.0.1:" + panel.port() + "; }");
        Relay relay = ask(port);
        assertThat(relay.verdict()).isEqualTo(Verdict.CARRIES);
        assertThat(relay.how()).endsWith(" as localhost:" + panel.port());
    }

    @Test
    void leavesOtherServersAlone() throws Exception {
        int files = Servers.freePort();
        servers.run(files, "python3", "-m", "http.server", Integer.toString(files), "--bind", "0.0.0.0");
        assertThat(ask(files).verdict()).isEqualTo(Verdict.OTHER);
        try (Panel another = new Panel()) {
            Needed.programs("nginx", "socat");
            int elsewhere = Servers.freePort();
            servers.nginx(elsewhere, "location / { proxy_pass http://127.0.0.1:" + another.port() + "; }");
            assertThat(ask(elsewhere).verdict()).isEqualTo(Verdict.OTHER);
            assertThat(another.asked).isNotEmpty();
        }
        assertThat(panel.asked).isEmpty();
    }

    @Test
    void sendsNothingToWhatSpeaksFirst() throws Exception {
        int port = Servers.freePort();
        List<String> heard = servers.sink(port, "SSH-2.0-Example\r\n");
        assertThat(ask(port).verdict()).isEqualTo(Verdict.OTHER);
        // Guardians of other houses on this machine may have connected too; none of them may have sent anything.
        assertThat(heard).isNotEmpty().containsOnly("connected");
        later.addAndGet(RelayObserver.WEB_AGAIN.toNanos() * 2);
        door(2);
        assertThat(observer.changed()).as("it is not asked again").isFalse();
    }

    @Test
    void asksNobodyWhileWeDoNotListen() throws Exception {
        int port = Servers.freePort();
        ours.clear();
        servers.sink(port, "");
        foreign.add(listener(port));
        look();
        assertThat(observer.changed()).isFalse();
        Await.stays("nobody is asked", Duration.ofMillis(2_500), () -> news.get() == 0);
        assertThat(look().getFirst().verdict()).isEqualTo(Verdict.PENDING);
    }

    @Test
    void asksAgainWhenOurOwnListenerIsAnother() throws Exception {
        Needed.programs("socat");
        int port = Servers.freePort();
        int elsewhere = Servers.freePort();
        servers.run(port, "socat", "TCP-LISTEN:" + port + ",fork,reuseaddr", "TCP:127.0.0.1:" + elsewhere);
        assertThat(ask(port).verdict()).isEqualTo(Verdict.OTHER);
        assertThat(observer.changed()).isFalse();
        panel.close();
        panel = new Panel(elsewhere);
        door(2);
        assertThat(observer.changed()).isTrue();
        Await.until("it is asked anew", SOON, () -> look().getFirst().verdict() == Verdict.CARRIES);
    }

    @Test
    void oneThatCarriedIsForgivenOnlyWhenItAnswersOtherwise() throws Exception {
        Needed.programs("socat");
        int port = Servers.freePort();
        int there = panel.port();
        servers.run(port, "socat", "TCP-LISTEN:" + port + ",fork,reuseaddr", "TCP:127.0.0.1:" + there);
        assertThat(ask(port).verdict()).isEqualTo(Verdict.CARRIES);
        panel.close();
        ours.clear();
        askAgain();
        assertThat(look().getFirst().verdict()).as("our breaker is shut").isEqualTo(Verdict.CARRIES);
        panel = new Panel(there);
        door(3);
        askAgain();
        assertThat(look().getFirst().verdict()).as("and open again").isEqualTo(Verdict.CARRIES);
        foreign.clear();
        assertThat(look()).isEmpty();
    }

    @Test
    void isBlindWhileTheBreakerCannotBeAsked() throws Exception {
        int port = Servers.freePort();
        servers.sink(port, "");
        foreign.add(listener(port));
        breakerGone = true;
        Await.until("it says so", SOON, () -> observer.observe() instanceof Observation.Partial);
        assertThat(look().getFirst().verdict()).isEqualTo(Verdict.PENDING);
        breakerGone = false;
        later.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(settled().verdict()).isEqualTo(Verdict.OTHER);
        assertThat(observer.observe()).isInstanceOf(Observation.Seen.class);
    }

    @Test
    void onlyWhatIsDeclaredMayCarryAndOnlyWhatIsSettledTrips() {
        Listener wide = new Listener(new Endpoint(IpAddress.ANY_V4, 443), 1000, 5);
        Listener literal = new Listener(new Endpoint(IpAddress.v4(0xc0a80105), 443), 1000, 6);
        assertThat(found("", wide, true)).isEqualTo(1);
        assertThat(found("", wide, false)).isZero();
        assertThat(found("*:443", wide, true)).isZero();
        assertThat(found("*:443", literal, true)).isZero();
        assertThat(found("192.168.1.5:443", literal, true)).isZero();
        assertThat(found("192.168.1.5:443", wide, true))
                .as("it takes the other addresses too")
                .isEqualTo(1);
        assertThat(found("*:444, cloudflared", wide, true)).isEqualTo(1);
    }

    private static int found(String declared, Listener listener, boolean settled) {
        Relay relay = new Relay(listener, settled, Verdict.CARRIES, "http", "");
        return new UndeclaredRelay(DeclaredRelays.parse(declared))
                .judge(List.of(relay))
                .size();
    }

    private Sight sight(String mark) {
        if (breakerGone) {
            throw ContractException.refused("busy", "The breaker is not there.");
        }
        if (unforeseen) {
            throw new IllegalStateException("unforeseen");
        }
        return panel.expect(mark);
    }

    private void door(long id) {
        ours.clear();
        Endpoint endpoint = new Endpoint(IpAddress.v4(0x7f000001), panel.port());
        ours.add(new Listeners.Ours(new Listener(endpoint, 0, id), new Owner(1, "breaker", true)));
    }

    private static Listener listener(int port) {
        return new Listener(new Endpoint(IpAddress.ANY_V4, port), 1000, port);
    }

    private Relay ask(int port) {
        foreign.clear();
        foreign.add(listener(port));
        return settled();
    }

    private Relay settled() {
        Await.until("it is asked", SOON, () -> look().getFirst().verdict() != Verdict.PENDING);
        return look().getFirst();
    }

    private void askAgain() {
        int before = news.get();
        later.addAndGet(RelayObserver.SUSPECT_AGAIN.toNanos() * 2);
        assertThat(observer.changed()).isTrue();
        look();
        Await.until("it is asked again", SOON, () -> news.get() > before);
    }

    private List<Relay> look() {
        return switch (observer.observe()) {
            case Observation.Seen<List<Relay>>(List<Relay> relays) -> relays;
            case Observation.Partial<List<Relay>>(List<Relay> relays, String why) -> relays;
            case Observation.Unobservable<List<Relay>>(String why) -> throw new AssertionError(why);
        };
    }
}
