package moltbot.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import moltbot.contract.json.JsonObject;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The hooks' listener is declared by its own setting, and by nothing else.
class HooksDeclaredTest {
    @TempDir
    Path folder;

    private Settings settings(JsonObject hooks) {
        return Settings.of(JsonObject.with("listen", "127.0.0.1:3000")
                .with("hooks", hooks)
                .with("publicOrigin", "https://home.example")
                .with("dataRoot", folder.toString())
                .build());
    }

    private static Endpoint at(String address, int port) {
        return new Endpoint(IpAddress.of(InetAddress.ofLiteral(address)), port);
    }

    @Test
    void declaresTheHooksListenerWhereThereIsOne() {
        Settings both = settings(JsonObject.with("listen", "127.0.0.1:3001")
                .with("url", "https://hooks.example")
                .build());
        assertThat(both.declared().endpoints()).isEqualTo(Set.of(at("127.0.0.1", 3000), at("127.0.0.1", 3001)));
        assertThat(both.publicNames()).isEqualTo(List.of("https://home.example", "https://hooks.example"));
        Settings none = settings(JsonObject.with("listen", "").with("url", "").build());
        assertThat(none.declared().endpoints()).isEqualTo(Set.of(at("127.0.0.1", 3000)));
        assertThat(none.publicNames()).isEqualTo(List.of("https://home.example"));
    }
}
