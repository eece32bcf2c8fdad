package moltbot.control.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.json.JsonObject;
import moltbot.control.audit.Audit;
import moltbot.control.channel.DoorRules.Direct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is let in, who waits, and what strangers cost.
class AdmissionTest {
    private static final Address ANNA = person("anna");
    private static final Address GROUP = new Address("signal", "+49", Kind.GROUP, "R3JvdXA=");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-26T20:00:00Z");
    private final InstantSource clock = () -> now;
    private final Random random = new Random(1);
    private Audit audit;
    private Admission admission;

    private static Address person(String id) {
        return new Address("signal", "+49", Kind.DIRECT, id);
    }

    @BeforeEach
    void start() throws Exception {
        audit = Audit.open(folder.resolve("audit"), clock);
        admission = open(DoorRules.STANDARD);
    }

    private Admission open(DoorRules rules) throws IOException {
        return Admission.open(folder, audit, rules, clock, () -> PairingCode.next(random));
    }

    private void reopen(DoorRules rules) throws IOException {
        admission.close();
        admission = open(rules);
    }

    @AfterEach
    void stop() throws Exception {
        admission.close();
        audit.close();
    }

    private Answer writes(Address who) throws InterruptedException {
        return admission.ask(who, who, "A name", false);
    }

    private String code(Address who) throws InterruptedException {
        return ((Answer.Code) writes(who)).code();
    }

    private List<JsonObject> waiting() throws InterruptedException {
        return admission.toJson().list("waiting").objects();
    }

    @Test
    void tellsAStrangerACodeOnceAndNothingElse() throws Exception {
        assertThat(code(ANNA)).matches("[A-HJ-NP-Z2-9]{8}");
        for (int i = 0; i < 100; i++) {
            assertThat(writes(ANNA)).isEqualTo(new Answer.Silence());
        }
        assertThat(waiting()).hasSize(1);
    }

    @Test
    void letsInWhomTheOwnerApprovesAndRemembersIt() throws Exception {
        String code = code(ANNA);
        admission.approve(code.toLowerCase(java.util.Locale.ROOT), false, "host");
        assertThat(writes(ANNA)).isEqualTo(new Answer.Welcome(false));
        reopen(DoorRules.STANDARD);

        assertThat(writes(ANNA)).isEqualTo(new Answer.Welcome(false));
        assertThat(writes(person("other"))).isInstanceOf(Answer.Code.class);
        assertThat(Files.readString(folder.resolve("audit/audit.jsonl"))).contains("pairing.asked", "pairing.approved");
    }

    @Test
    void onlyTheOneWhoIsNamedAsTheOwnerIs() throws Exception {
        admission.approve(code(ANNA), true, "host");
        admission.approve(code(person("bert")), false, "host");

        assertThat(writes(ANNA)).isEqualTo(new Answer.Welcome(true));
        assertThat(writes(person("bert"))).isEqualTo(new Answer.Welcome(false));
    }

    @Test
    void keepsThreeWaitingAndMeetsAFloodWithSilence() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(writes(person("first" + i))).isInstanceOf(Answer.Code.class);
        }
        long before = Files.size(folder.resolve("admission.jsonl"));
        for (int i = 0; i < 20_000; i++) {
            assertThat(writes(person("stranger" + i))).isEqualTo(new Answer.Silence());
        }
        assertThat(waiting()).hasSize(3);
        assertThat(Files.size(folder.resolve("admission.jsonl")))
                .as("what a flood leaves on the disk")
                .isEqualTo(before);
    }

    @Test
    void countsWhomItTurnedAwayAndForgetsThemAfterAnHour() throws Exception {
        for (int i = 0; i < 3; i++) {
            writes(person("first" + i));
        }
        for (int i = 0; i < 600; i++) {
            writes(person("stranger" + i % 12));
        }
        assertThat(admission.door())
                .isEqualTo(JsonObject.with("direct", "pairing")
                        .with("waiting", 3)
                        .with("turnedAway", 12)
                        .build());
        for (int i = 0; i < 20_000; i++) {
            writes(person("stranger" + i));
        }
        assertThat(admission.door().number("turnedAway"))
                .as("what is kept of a flood")
                .isEqualTo(256);
        now = now.plus(Duration.ofMinutes(61));

        assertThat(admission.door().number("turnedAway")).isZero();
    }

    @Test
    void codesAreGoodForAnHour() throws Exception {
        String code = code(ANNA);
        now = now.plus(Duration.ofMinutes(60));

        assertThatThrownBy(() -> admission.approve(code, false, "host"))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("unknown-code"));
        assertThat(writes(ANNA)).isInstanceOf(Answer.Code.class).isNotEqualTo(new Answer.Code(code));
    }

    @Test
    void codesWaitThroughARestart() throws Exception {
        String code = code(ANNA);
        reopen(DoorRules.STANDARD);
        assertThat(writes(ANNA)).as("no second answer").isEqualTo(new Answer.Silence());
        admission.approve(code, false, "host");

        assertThat(writes(ANNA)).isEqualTo(new Answer.Welcome(false));
    }

    @Test
    void whoWasDeniedGetsNothingForAnHour() throws Exception {
        admission.deny(code(ANNA), "host");
        assertThat(writes(ANNA)).isEqualTo(new Answer.Silence());
        assertThat(waiting()).isEmpty();
        now = now.plus(Duration.ofMinutes(61));

        assertThat(writes(ANNA)).isInstanceOf(Answer.Code.class);
    }

    @Test
    void whoIsTakenOffTheListIsAStrangerAndReachedNoMore() throws Exception {
        admission.approve(code(ANNA), true, "host");
        assertThat(admission.whereIs(ANNA.key())).contains(ANNA);
        admission.remove(ANNA.key(), "host");

        assertThat(admission.whereIs(ANNA.key())).isEmpty();
        assertThat(writes(ANNA)).isInstanceOf(Answer.Code.class);
    }

    @Test
    void anAllowListIsSilentButToTheAccountItself() throws Exception {
        admission.approve(code(ANNA), false, "host");
        reopen(new DoorRules(Direct.ALLOW_LIST, true));

        assertThat(writes(ANNA)).isEqualTo(new Answer.Welcome(false));
        assertThat(writes(person("bert"))).isEqualTo(new Answer.Silence());
        assertThat(waiting()).isEmpty();
        assertThat(admission.ask(person("me"), person("me"), "Me", true)).isInstanceOf(Answer.Code.class);
    }

    @Test
    void aClosedDoorHearsNobody() throws Exception {
        admission.approve(code(ANNA), true, "host");
        reopen(new DoorRules(Direct.CLOSED, false));

        assertThat(writes(ANNA)).isEqualTo(new Answer.Silence());
        assertThat(admission.ask(ANNA, GROUP, "Family", false)).isEqualTo(new Answer.Silence());
    }

    @Test
    void nothingButAnInsecureSettingOpensTheDoor() throws Exception {
        assertThat(DoorRules.fromJson(JsonObject.EMPTY)).isEqualTo(DoorRules.STANDARD);
        assertThatThrownBy(() ->
                        DoorRules.fromJson(JsonObject.with("direct", "open").build()))
                .isInstanceOf(ContractException.class);
        reopen(DoorRules.fromJson(JsonObject.with("insecureOpenChannels", true).build()));

        assertThat(writes(ANNA)).isEqualTo(new Answer.Welcome(false));
        assertThat(admission.whereIs(ANNA.key())).contains(ANNA);
    }

    @Test
    void aGroupIsAskedAboutAndNobodyInItIsToldACode() throws Exception {
        assertThat(admission.ask(ANNA, GROUP, "Family", false)).isEqualTo(new Answer.Silence());
        String code = waiting().getFirst().text("code");
        assertThatThrownBy(() -> admission.approve(code, true, "host"))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("group"));
        admission.approve(code, false, "host");

        assertThat(admission.ask(ANNA, GROUP, "Family", false)).isEqualTo(new Answer.Welcome(false));
        assertThat(writes(ANNA)).as("the same person elsewhere").isInstanceOf(Answer.Code.class);
    }

    @Test
    void aNameIsShownOnOneLineAndWithoutTricks() throws Exception {
        admission.ask(ANNA, ANNA, "An\u001b[2Jna\n\u202egro.live\u2028" + "x".repeat(500), false);

        assertThat(waiting().getFirst().text("name"))
                .hasSizeLessThanOrEqualTo(64)
                .doesNotContain("\u001b", "\n", "\u202e", "\u2028")
                .startsWith("An[2Jnagro.live");
    }
}
