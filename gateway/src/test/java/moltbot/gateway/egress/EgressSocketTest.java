package moltbot.gateway.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.StandInDiscord;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A WebSocket goes where a request may go, and a key in it where nobody reads along.
class EgressSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private Vault vault;

    @BeforeEach
    void keep() {
        vault = Vault.open(folder, Optional.empty());
        vault.set("a", DiscordWorld.TOKEN);
    }

    private Egress egress(String... allowed) {
        List<Origin> origins =
                List.of(allowed).stream().map(one -> Origin.of(URI.create(one))).toList();
        return new Egress(origins, vault.access(), EgressLimits.DEFAULT);
    }

    private EgressSocket.Key key() throws ContractException {
        return new EgressSocket.Key("d", "token", vault.find("a").orElseThrow());
    }

    private static JsonObject message() {
        return JsonObject.with("op", 2).with("d", JsonObject.EMPTY).build();
    }

    @Test
    void sendsAKeyOnlyWhereNobodyReadsAlong() throws Exception {
        DiscordWorld world = new DiscordWorld();
        try (StandInDiscord server = StandInDiscord.start(0, world);
                Egress egress = egress(server.url().toString(), "http://10.9.8.7:80", "https://discord.com")) {
            URI here = URI.create(server.url().toString().replace("http", "ws"));
            try (EgressSocket socket = egress.socket(here)) {
                assertThat(socket.next(PATIENCE)).contains("heartbeat_interval");
                socket.send(message(), key());
                assertThat(socket.closeCode()).isEmpty();
            }
            for (String other : List.of(
                    "ws://10.9.8.7:80/",
                    "wss://discord.com.evil.example/",
                    "ws://discord.com/",
                    "wss://127.0.0.1:1/")) {
                assertThatThrownBy(() -> egress.socket(URI.create(other)))
                        .as(other)
                        .isInstanceOfSatisfying(
                                ContractException.class,
                                e -> assertThat(e.code()).isEqualTo(Code.REFUSED));
            }
        }
    }

    @Test
    void aDomainPermitsOneLabelBelowItByTlsAndNothingElse() {
        Origin any = Origin.anyUnder("discord.gg");
        for (String good : List.of("https://gateway.discord.gg", "https://gateway-us-east1-b.discord.gg:443")) {
            assertThat(Origin.of(URI.create(good)).anyBeside()).as(good).isEqualTo(any);
        }
        for (String bad : List.of(
                "https://discord.gg",
                "https://a.b.discord.gg",
                "https://evildiscord.gg",
                "http://gateway.discord.gg",
                "https://gateway.discord.gg:8443",
                "https://gateway.discord.gg.evil.example")) {
            assertThat(Origin.of(URI.create(bad)).anyBeside()).as(bad).isNotEqualTo(any);
        }
        assertThatThrownBy(() -> Origin.of(URI.create("https://*.discord.gg"))).isInstanceOf(ContractException.class);
    }

    @Test
    void tellsNothingOfTheKeyWhereItFails() throws Exception {
        assertThat(key().toString()).doesNotContain(DiscordWorld.TOKEN);
        StandInDiscord server = StandInDiscord.start(0, new DiscordWorld());
        try (Egress egress = egress(server.url().toString());
                EgressSocket socket =
                        egress.socket(URI.create(server.url().toString().replace("http", "ws")))) {
            assertThat(socket.next(PATIENCE)).isNotEmpty();
            server.close();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            socket.send(message(), key());
                        }
                    })
                    .isInstanceOfSatisfying(ContractException.class, e -> {
                        StringWriter all = new StringWriter();
                        e.printStackTrace(new PrintWriter(all));
                        assertThat(all.toString()).doesNotContain(DiscordWorld.TOKEN);
                        assertThat(e.code()).isEqualTo(Code.LOST);
                        assertThat(e.getCause()).isNull();
                    });
        }
    }
}
