package moltbot.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyringTest {
    private final Keyring keys = new Keyring(Layout.of(Path.of("data")), Blueprint.HOUSE);

    @Test
    void letsEachCompartmentReachOnlyItsNeighbours() {
        assertThat(keys.reachedBy("breaker").keySet()).containsExactly("control", "gateway");
        assertThat(keys.reachedBy("guardian").keySet()).containsExactly("breaker", "control", "gateway", "spawner");
        assertThat(keys.reachedBy("control").keySet()).containsExactly("runtime", "gateway", "spawner", "supervisor");
        assertThat(keys.reachedBy("runtime").keySet()).containsExactly("control", "gateway", "spawner");
        // The gateway writes what tasks ask of the network into the audit; the spawner asks the gateway for it.
        assertThat(keys.reachedBy("gateway").keySet()).containsExactly("control");
        assertThat(keys.reachedBy("spawner").keySet()).containsExactly("gateway");
        assertThat(keys.reachedBy("host").keySet())
                .containsExactly("breaker", "control", "gateway", "spawner", "supervisor");
    }

    @Test
    void neverGivesOneLinkTheKeyOfAnother() {
        Set<String> seen = new HashSet<>();
        for (String caller : new String[] {"breaker", "guardian", "control", "runtime", "gateway", "spawner", "host"}) {
            keys.reachedBy(caller)
                    .forEach((server, reach) -> assertThat(
                                    seen.add(reach.capability().toJson().text("key")))
                            .isTrue());
        }
    }

    @Test
    void givesKeysForSealsOnlyToTheTwoEndsOfEach() {
        assertThat(keys.sealsOf("runtime")).isEmpty();
        assertThat(keys.sealsOf("breaker"))
                .containsOnlyKeys("lease", "assertion", "assertion.gateway", "canary", "bypass");
        assertThat(keys.sealsOf("control")).containsOnlyKeys("assertion", "grant", "grant.gateway");
        assertThat(keys.sealsOf("spawner")).containsOnlyKeys("lease", "grant");
        assertThat(keys.sealsOf("gateway")).containsOnlyKeys("lease", "grant", "assertion");
        assertThat(keys.sealsOf("gateway").get("assertion"))
                .isEqualTo(keys.sealsOf("breaker").get("assertion.gateway"))
                .isNotEqualTo(keys.sealsOf("control").get("assertion"));
        assertThat(keys.sealsOf("guardian"))
                .containsOnlyKeys("lease.breaker", "lease.gateway", "lease.spawner", "canary", "bypass");
    }
}
