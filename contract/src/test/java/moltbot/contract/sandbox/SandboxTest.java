package moltbot.contract.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.SandboxFrame.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SandboxTest {
    private static SandboxSpec spec() {
        return new SandboxSpec(
                List.of("python3", "hello.py"),
                new TreeMap<>(Map.of("LANG", "C.UTF-8")),
                ".",
                "ab".repeat(32),
                SandboxLimits.STANDARD);
    }

    @Test
    void readsBackWhatIsHeldOpenAndBoundsItsLife() {
        SandboxHold hold = new SandboxHold(spec(), Duration.ofHours(2));
        SandboxHold read = SandboxHold.fromJson(JsonObject.parse(hold.toJson().toBytes()));

        assertThat(read).isEqualTo(hold);
        assertThat(read.digest()).isEqualTo(hold.digest()).isNotEqualTo(spec().digest());
        assertThat(new SandboxHold(spec(), Duration.ofHours(3)).digest()).isNotEqualTo(hold.digest());
        assertThat(hold.limits().time()).isEqualTo(Duration.ofHours(2));
        assertThat(hold.silence()).isEqualTo(SandboxLimits.STANDARD.time());
        for (Duration life : List.of(
                Duration.ZERO, Duration.ofHours(-1), Duration.ofHours(12).plusMillis(1))) {
            assertThatThrownBy(() -> new SandboxHold(spec(), life)).isInstanceOf(ContractException.class);
        }
    }

    @Test
    void tellsHowMuchWasTakenInEightBytes() {
        assertThat(SandboxFrame.decode(SandboxFrame.taken(1L << 40).encode()).taken())
                .isEqualTo(1L << 40);
        assertThatThrownBy(() -> SandboxFrame.of(Kind.TAKEN, new byte[7], 7).taken())
                .isInstanceOf(ContractException.class);
    }

    @Test
    void readsBackASpecificationOfTheSameDigest() {
        SandboxSpec read = SandboxSpec.fromJson(JsonObject.parse(spec().toJson().toBytes()));
        assertThat(read).isEqualTo(spec());
        assertThat(read.digest()).isEqualTo(spec().digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"hello.py\"=\"other.py\"",
                "\"C.UTF-8\"=\"C\"",
                "\".\"=\"src\"",
                "abab=abac",
                "\"processes\":64=\"processes\":65",
                "\"python3\",=\"python3\",\"-v\","
            })
    void givesEveryOtherTaskAnotherDigest(String change) {
        String[] from = change.split("=", 2);
        String json = spec().toJson().toString();
        assertThat(json).contains(from[0]);
        assertThat(SandboxSpec.fromJson(JsonObject.parse(json.replace(from[0], from[1])))
                        .digest())
                .isNotEqualTo(spec().digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"directory\":\".\"=\"directory\":\"/etc\"",
                "\"directory\":\".\"=\"directory\":\"a/../../b\"",
                "\"directory\":\".\"=\"directory\":\"a\\u0000\"",
                "\"LANG\"=\"LANG=\"",
                "\"LANG\"=\"\"",
                "\"C.UTF-8\"=7",
                "\"hello.py\"=\"a\\u0000b\"",
                "\"python3\"=\"\"",
                "[\"python3\",\"hello.py\"]=[]",
                "\"processes\":64=\"processes\":0",
                "\"processes\":64=\"processes\":4294967360",
                "\"processes\":64=\"processes\":257",
                "\"timeMillis\":60000=\"timeMillis\":1800001",
                "\"timeMillis\":60000=\"timeMillis\":-9223372036854775808"
            })
    void refusesWhatNoTaskMayAskFor(String change) {
        String[] from = change.split("(?<=[\"\\]0-9])=(?=[\"\\[0-9])", 2);
        String json = spec().toJson().toString();
        assertThat(json).contains(from[0]);
        assertThatThrownBy(() -> SandboxSpec.fromJson(JsonObject.parse(json.replace(from[0], from[1]))))
                .isInstanceOf(ContractException.class);
    }

    @Test
    void decodesTheFramesItEncodes() {
        for (Kind kind : Kind.values()) {
            SandboxFrame read = SandboxFrame.decode(
                    SandboxFrame.of(kind, new byte[] {1, 2, 3}, 2).encode());
            assertThat(read.kind()).isEqualTo(kind);
            assertThat(read.bytes()).containsExactly(1, 2);
        }
        SandboxResult result =
                new SandboxResult(SandboxResult.Ending.EXITED, 3, Duration.ofMillis(12), false, true, "bubblewrap", "");
        assertThat(SandboxFrame.decode(SandboxFrame.of(result).encode()).result())
                .isEqualTo(result);
    }

    @Test
    void refusesFramesOfNoKind() {
        assertThatThrownBy(() -> SandboxFrame.decode(new byte[0])).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> SandboxFrame.decode(new byte[] {'?'})).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> SandboxFrame.decode(new byte[] {'r', '{', '}'}).result())
                .isInstanceOf(ContractException.class);
    }
}
