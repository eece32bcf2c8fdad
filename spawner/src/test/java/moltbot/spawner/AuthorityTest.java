package moltbot.spawner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing starts without control's grant for exactly this, the guardian's lease, and a tier.
final class AuthorityTest {
    private static final byte[] WORKSPACE = Tar.of(Map.of("x", "content".getBytes(UTF_8)));

    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void start() throws Exception {
        house = House.start(folder);
    }

    @AfterEach
    void stop() {
        house.close();
    }

    private final SandboxSpec spec = House.spec(WORKSPACE, SandboxLimits.STANDARD, "sleep", "0." + System.nanoTime());

    private ContractException refusal(SandboxSpec asked, String grant, byte[] workspace) {
        ContractException refusal = catchThrowableOfType(ContractException.class, () -> {
            try (LinkCall call = house.open(asked, grant, workspace)) {
                House.read(call);
            }
        });
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    @Test
    void startsNothingWithoutALease() {
        assertThat(refusal(spec, House.grant(spec), WORKSPACE).reason()).isEqualTo("no-lease");
    }

    @Test
    void startsNothingOnceTheLeaseIsLost() throws Exception {
        house.leased();
        house.run(spec, WORKSPACE);
        house.guardianDies();

        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        String reason = "";
        while (!reason.equals("no-lease") && System.nanoTime() < end) {
            try (LinkCall call = house.open(spec, House.grant(spec), WORKSPACE)) {
                House.read(call);
            } catch (ContractException e) {
                reason = e.reason();
            }
        }
        assertThat(reason).isEqualTo("no-lease");
    }

    @Test
    void startsNothingWithAGrantForSomethingElse() throws Exception {
        house.leased();
        SandboxSpec other = House.spec(WORKSPACE, SandboxLimits.STANDARD, "sleep", "1");
        long now = System.nanoTime();

        assertThat(refusal(spec, House.grant(other), WORKSPACE).reason()).isEqualTo("bad-grant");
        assertThat(refusal(
                                spec,
                                House.grant(
                                        spec.digest(),
                                        now - Duration.ofSeconds(31).toNanos()),
                                WORKSPACE)
                        .reason())
                .isEqualTo("bad-grant");
        assertThat(refusal(spec, "forged.grant", WORKSPACE).reason()).isEqualTo("bad-grant");
        assertThat(refusal(spec, "", WORKSPACE).reason()).isEqualTo("bad-grant");
    }

    @Test
    void usesAGrantOnce() throws Exception {
        house.leased();
        String grant = House.grant(spec);
        try (LinkCall call = house.open(spec, grant, WORKSPACE)) {
            assertThat(House.read(call).result().exitCode()).isZero();
        }

        assertThat(refusal(spec, grant, WORKSPACE).reason()).isEqualTo("bad-grant");
    }

    @Test
    void startsNothingWithAnotherWorkspaceAndKeepsTheGrantForTheRightOne() throws Exception {
        house.leased();
        String grant = House.grant(spec);
        byte[] changed = Tar.of(Map.of("x", "changed".getBytes(UTF_8)));

        assertThat(refusal(spec, grant, changed).reason()).isEqualTo("bad-archive");
        try (LinkCall call = house.open(spec, grant, WORKSPACE)) {
            assertThat(House.read(call).files()).containsKey("x");
        }
    }

    @Test
    void refusesAWorkspaceLargerThanAnyThatCouldFit() throws Exception {
        house.leased();
        SandboxLimits small = new SandboxLimits(Duration.ofSeconds(5), 64 << 20, 8, 1000, 1 << 20);
        byte[] large = new byte[18 << 20];
        SandboxSpec asked = House.spec(large, small, "true");

        assertThat(refusal(asked, House.grant(asked), large).reason()).isEqualTo("bad-archive");
    }

    @Test
    void runsOnlySoManyAtOnce() throws Exception {
        house.close();
        house = House.start(
                        folder.resolve("second"), JsonObject.with("maxTasks", 2).build())
                .leased();
        List<LinkCall> running = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            running.add(house.begin("sh", "-c", "echo running; sleep 30"));
            running.getLast().next();
        }

        assertThat(refusal(spec, House.grant(spec), WORKSPACE).reason()).isEqualTo("busy");
        running.forEach(LinkCall::close);
    }

    @Test
    void saysThatItIsSwitchedOff() throws Exception {
        house.close();
        house = House.start(
                folder.resolve("second"), JsonObject.with("enabled", false).build());

        assertThat(house.availability().available()).isFalse();
        assertThat(house.availability().reason()).contains("switched off in the settings");
    }

    @Test
    void tellsOfPermissionEvenWhereThereIsNoTier() throws Exception {
        house.close();
        house = House.start(
                folder.resolve("second"), JsonObject.with("enabled", false).build());

        assertThat(house.availability().permitted()).as("without a lease").isFalse();
        house.lease();
        assertThat(house.availability().permitted()).as("with a lease").isTrue();
        assertThat(house.availability().available()).isFalse();
    }

    @Test
    void offersTasksOnlyWhileTheGuardianPermitsThem() throws Exception {
        assertThat(house.availability().tier()).isEqualTo("bubblewrap");
        assertThat(house.availability().available()).as("without a lease").isFalse();
        assertThat(house.availability().reason()).contains("guard");
        house.leased();
        assertThat(house.availability().available()).as("with a lease").isTrue();
        house.guardianDies();
        long end = System.nanoTime() + 2_000_000_000L;
        while (house.availability().available() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(house.availability().available())
                .as("after the guardian died")
                .isFalse();
    }

    @Test
    void letsNobodyButTheRuntimeAsk() throws Exception {
        house.leased();
        for (LinkClient peer : List.of(house.control(), house.guardian())) {
            ContractException refusal = catchThrowableOfType(ContractException.class, () -> {
                JsonObject head = JsonObject.with("spec", spec.toJson())
                        .with("grant", House.grant(spec))
                        .build();
                peer.ask("sandbox.run", head, WORKSPACE);
            });
            assertThat(refusal.reason()).isEqualTo("not-allowed");
        }
    }

    @Test
    void removesWhatAKilledSpawnerLeft() throws Exception {
        Path left = folder.resolve("third/spawner/work/task-left/in.tar");
        java.nio.file.Files.createDirectories(left.getParent());
        java.nio.file.Files.writeString(left, "left");
        house.close();
        house = House.start(folder.resolve("third"));

        assertThat(left.getParent()).doesNotExist();
    }
}
