package moltbot.contract.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import org.junit.jupiter.api.Test;

final class BootTest {
    static Boot boot() {
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        return new Boot(
                "control",
                Path.of("/house/control"),
                Path.of("/house/run/control/link.sock"),
                "boot-1",
                List.of(new Capability("breaker", key)),
                Map.of(
                        "runtime",
                        new Boot.Reach(Path.of("/house/run/runtime/link.sock"), new Capability("control", key))),
                Map.of("assertion", key),
                Map.of("ANTHROPIC_API_KEY", "sk-ant-hunter2"),
                JsonObject.with("listen", "127.0.0.1:3000").build());
    }

    @Test
    void readsBackWhatItWrites() {
        String line = boot().toJson().toString();
        Boot read = Boot.fromJson(JsonObject.parse(line));

        assertThat(line).doesNotContain("\n");
        assertThat(read.toJson()).hasToString(line);
        assertThat(read.key("assertion")).isEqualTo(boot().key("assertion"));
        assertThat(read.serves().getFirst().key()).isEqualTo(boot().key("assertion"));
        assertThat(read.secrets()).containsEntry("ANTHROPIC_API_KEY", "sk-ant-hunter2");
        assertThat(read.settings().text("listen")).isEqualTo("127.0.0.1:3000");
    }

    @Test
    void printsNoKeyAndNoSecret() {
        String key = Base64.getEncoder().encodeToString(boot().key("assertion"));
        String printed = boot() + " " + boot().serves() + " " + boot().reaches();

        assertThat(printed)
                .startsWith("Boot[control]")
                .doesNotContain(key)
                .doesNotContain("0123456789abcdef", "hunter2");
    }

    @Test
    void refusesALinkOrKeyItWasNotGiven() {
        assertThatThrownBy(() -> boot().client("spawner")).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> boot().key("grant")).isInstanceOf(ContractException.class);
    }

    @Test
    void refusesALineThatIsNotWellFormed() {
        String line = boot().toJson().toString();
        for (String bad : List.of(
                "{}",
                "[]",
                "",
                line.replace("\"/house/control\"", "\"\\u0000\""),
                line.replace("\"boot-1\"", "1"),
                line.replaceFirst("\"assertion\":\"[^\"]*\"", "\"assertion\":\"?\""),
                line.replaceFirst("\"assertion\":\"[^\"]*\"", "\"assertion\":7"),
                line.replace("\"sk-ant-hunter2\"", "[]"),
                line.replace("\"peer\":\"breaker\"", "\"peer\":\"../breaker\""))) {
            assertThatThrownBy(() -> Boot.fromJson(JsonObject.parse(bad)))
                    .as(bad)
                    .isInstanceOf(ContractException.class);
        }
    }
}
