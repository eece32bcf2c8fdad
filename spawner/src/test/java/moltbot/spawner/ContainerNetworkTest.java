package moltbot.spawner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import moltbot.contract.json.JsonObject;
import moltbot.spawner.docker.Engines;
import moltbot.testing.Dockerd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The same in containers, whose network is one stream of an engine's.
@EnabledOnOs(OS.LINUX)
class ContainerNetworkTest extends NetworkTest {
    @TempDir
    static Path engineFolder;

    private static Dockerd docker;

    @BeforeAll
    static void begin() throws Exception {
        docker = Engines.start(engineFolder);
    }

    @AfterAll
    static void end() throws IOException {
        docker.close();
    }

    @Override
    JsonObject settings() {
        return settings("docker");
    }

    private static JsonObject settings(String tier) {
        return JsonObject.with("tier", tier)
                .with("image", Engines.IMAGE)
                .with("ready", 1)
                .with("dockerSocket", docker.socket().toString())
                .build();
    }

    @Test
    void isTheSameUnderGvisor() throws Exception {
        house.close();
        house = start(settings("gvisor"));
        House.Answer answer =
                run("for i in 1 2 3; do curl -sS http://a.example/$i | wc -c & done; wait; cat $SSL_CERT_FILE");
        assertThat(answer.text()).startsWith("300000\n300000\n300000\n-----BEGIN CERTIFICATE-----");
    }

    @Test
    void carriesMuchBothWaysAtOnceAndLetsASlowReaderWait() {
        House.Answer answer = run("""
                head -c 4000000 /dev/zero > body
                for i in 1 2 3 4 5 6; do curl -sS -T body http://a.example/$i | wc -c & done
                curl -sS --limit-rate 100K http://a.example/slow | wc -c &
                wait""");
        assertThat(answer.errorText()).isEqualTo("[network: no such place]\n");
        assertThat(answer.text()).isEqualTo("300000\n".repeat(7));
    }

    @Test
    void taskCanNeitherEndNorReplaceWhatForwards() {
        House.Answer answer = run("""
                kill -9 -- -1 2>/dev/null
                for p in /proc/[0-9]*; do
                    [ $p = /proc/$$ ] || { kill -9 ${p#/proc/} 2>/dev/null && echo "killed $p"; }
                done
                echo x 2>/dev/null > $SSL_CERT_FILE || echo kept
                ls -l /proc/[0-9]*/fd 2>/dev/null | grep -c socket
                curl -sS http://a.example/ | wc -c""");
        assertThat(answer.text()).contains("kept\n").endsWith("300000\n").doesNotContain("killed");
    }
}
