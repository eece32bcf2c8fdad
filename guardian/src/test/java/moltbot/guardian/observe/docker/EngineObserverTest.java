package moltbot.guardian.observe.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import moltbot.guardian.Await;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Container.Port;
import moltbot.guardian.fact.docker.Container.Power;
import moltbot.guardian.fact.docker.Container.Role;
import moltbot.guardian.fact.docker.Engines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineObserverTest {
    private static final String ID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String LIST = "/v1.51/containers/json?all=1";

    @TempDir
    Path temp;

    private Path socket;
    private EngineStandIn engine;

    @BeforeEach
    void open() throws IOException {
        socket = temp.resolve("docker.sock");
        engine = new EngineStandIn(socket);
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
    }

    @Test
    void readsWhatOursPublishMountAndMayWhetherWholeOrInChunks() throws IOException {
        engine.answers.put(LIST, EngineStandIn.chunked("[" + listed("\"moltbot\":\"1\"") + "]"));
        engine.answers.put("/v1.51/containers/" + ID + "/json", EngineStandIn.whole("""
                {"Id":"%s","HostConfig":{"Privileged":true,"NetworkMode":"host","CapAdd":["CAP_SYS_ADMIN"],
                "SecurityOpt":["seccomp:unconfined"],"Devices":[{"PathOnHost":"/dev/kvm"}],"Binds":null}}""".formatted(ID)));
        Container container =
                new EngineClient(socket, new Ours("")).look().containers().getFirst();
        assertThat(container.role()).isEqualTo(Role.HOUSE);
        assertThat(container.name()).isEqualTo("panel");
        assertThat(container.ports()).containsExactly(new Port("0.0.0.0", 3000, 3001, "tcp"));
        assertThat(container.mounts().getFirst().source()).isEqualTo("/var/run/docker.sock");
        assertThat(container.powers())
                .extracting(Power::kind)
                .containsExactly(
                        Power.Kind.PRIVILEGED,
                        Power.Kind.HOST_NETWORK,
                        Power.Kind.CAPABILITY,
                        Power.Kind.UNCONFINED,
                        Power.Kind.DEVICE);
    }

    @Test
    void looksNoFurtherIntoTheOwnersOthers() throws IOException {
        engine.answers.put(LIST, EngineStandIn.whole("[" + listed("\"com.example\":\"moltbot\"") + "]"));
        assertThat(new EngineClient(socket, new Ours("")).look().containers())
                .singleElement()
                .extracting(Container::role)
                .isEqualTo(Role.OTHERS);
        assertThat(new EngineClient(socket, new Ours(ID)).look().containers())
                .singleElement()
                .extracting(Container::role)
                .isEqualTo(Role.HOUSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.0 200 OK\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]x\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[{}]",
                "HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
            })
    void whatIsNoAnswerOfAnEngineIsAFailure(String answer) {
        engine.answers.put(LIST, answer);
        assertThatThrownBy(() -> new EngineClient(socket, new Ours("")).look()).isInstanceOf(IOException.class);
    }

    @Test
    void looksWhenAnEventComesAndFollowsAgainAfterTheStreamEnded() throws Exception {
        try (EngineObserver observer = observer(false)) {
            assertThat(observer.observe()).isInstanceOf(Observation.Seen.class);
            Await.until("it follows", Duration.ofSeconds(5), () -> engine.followers.get() == 1);
            Await.until("it looks once it follows", Duration.ofSeconds(5), observer::changed);
            assertThat(observer.changed()).isFalse();
            engine.event();
            Await.until("an event is a reason to look", Duration.ofSeconds(5), observer::changed);
            engine.endEvents();
            Await.until("it follows again", Duration.ofSeconds(5), () -> engine.followers.get() == 2);
        }
    }

    @Test
    void noEngineIsAFactLikeAnyOther() throws IOException {
        EngineObserver observer = new EngineObserver(List.of(temp.resolve("none.sock")), OwnContainer.NONE, true);
        assertThat(observer.observe())
                .isEqualTo(new Observation.Seen<>(new Engines(List.of(), List.of(), "", List.of())));
    }

    @Test
    void anEngineThatHidesCountsOnlyWhereSomethingOfOursCouldRunInIt() {
        engine.answers.put("/version", "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        try (EngineObserver relied = observer(true);
                EngineObserver not = observer(false)) {
            assertThat(relied.observe()).isInstanceOf(Observation.Unobservable.class);
            assertThat(not.observe())
                    .isInstanceOfSatisfying(
                            Observation.Seen.class,
                            seen -> assertThat(((Engines) seen.fact()).hidden()).hasSize(1));
        }
    }

    @Test
    void knowsTheContainerItRunsIn() {
        assertThat(OwnContainer.of("9:pids:/docker/" + ID + "\n0::/\n", "").id())
                .isEqualTo(ID);
        String mounts =
                "612 600 254:1 /var/lib/docker/containers/" + ID + "/hostname /etc/hostname rw - ext4 /dev/vda1 rw\n"
                        + "613 600 0:25 /docker.sock /run/docker.sock ro - tmpfs tmpfs rw\n";
        assertThat(OwnContainer.of("0::/\n", mounts)).isEqualTo(new OwnContainer(ID, "/run/docker.sock"));
        assertThat(OwnContainer.of("0::/user.slice\n", "22 27 0:21 / /proc rw - proc proc rw\n"))
                .isEqualTo(OwnContainer.NONE);
    }

    private EngineObserver observer(boolean relied) {
        return new EngineObserver(List.of(socket), OwnContainer.NONE, relied);
    }

    private static String listed(String label) {
        return """
                {"Id":"%s","Names":["/panel"],"Image":"x","State":"running","Labels":{%s},
                "Ports":[{"IP":"0.0.0.0","PrivatePort":3001,"PublicPort":3000,"Type":"tcp"},{"PrivatePort":80,"Type":"tcp"}],
                "Mounts":[{"Type":"bind","Source":"/var/run/docker.sock","Destination":"/s","RW":false}],
                "NetworkSettings":{"Networks":{"n":{"IPAddress":"172.17.0.2"}}}}""".formatted(ID, label);
    }
}
