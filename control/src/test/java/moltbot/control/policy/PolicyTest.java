package moltbot.control.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.skill.Skill;
import moltbot.contract.web.WebFetch;
import moltbot.contract.web.WebSearch;
import moltbot.control.Effects;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final String WRITTEN = "https://a.example/?x=1";

    private static Decision decide(String effect, JsonObject shows) {
        return decide(effect, shows, Label.OWNERS);
    }

    private static Decision decide(String effect, JsonObject shows, Label label) {
        return Policy.decide(
                        Effect.fromJson(Effects.request("c", effect, shows)),
                        label,
                        new Known(WRITTEN::equals, List.of()))
                .decision();
    }

    private static Decision sandbox(SandboxLimits limits) {
        return decide("sandbox.run", Effects.command(limits));
    }

    @Test
    void allowsWorkspace() {
        JsonObject shows = JsonObject.with("path", "a.txt").build();
        assertThat(decide("workspace.read", shows)).isInstanceOf(Decision.Allow.class);
        assertThat(decide("workspace.write", shows)).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void letsASubAgentBeginThatIsShownWholeAndHasNoneAboveIt() {
        JsonObject shows =
                JsonObject.with("task", "Count.").with("tools", JsonArray.EMPTY).build();
        assertThat(decide("agent.run", shows, Label.WORST)).isInstanceOf(Decision.Allow.class);
        assertThat(decide("agent.run", shows.toBuilder().with("rights", "all").build()))
                .isInstanceOf(Decision.Deny.class);
        assertThat(decide(
                        "agent.run",
                        JsonObject.with("task", " ")
                                .with("tools", JsonArray.EMPTY)
                                .build()))
                .isInstanceOf(Decision.Deny.class);
        JsonObject nested = Effects.request("c", "agent.run", shows).toBuilder()
                .with("task", "Count.")
                .build();
        assertThat(Policy.decide(Effect.fromJson(nested), Label.OWNERS, new Known(WRITTEN::equals, List.of()))
                        .decision())
                .isEqualTo(new Decision.Deny("A sub-agent has none of its own."));
    }

    @Test
    void takesInASkillThatIsExactlyWhatTheOwnerPinned() {
        Skill pinned = new Skill("plan-trip", "Plans.", "a".repeat(64), List.of("read_file"));
        Known known = new Known(WRITTEN::equals, List.of(), _ -> Optional.empty(), List.of(pinned));
        Verdict well = Policy.decide(
                Effect.fromJson(Effects.request("c", "skill.load", pinned.loading())), Label.OWNERS, known);
        assertThat(well.decision()).isInstanceOf(Decision.Allow.class);
        assertThat(well.leaves()).isEqualTo(Label.OWNERS);
        for (Skill other : List.of(
                new Skill("plan-trip", "Plans.", "b".repeat(64), List.of("read_file")),
                new Skill("plan-trip", "Plans.", "a".repeat(64), List.of("read_file", "run_command")),
                new Skill("other", "Plans.", "a".repeat(64), List.of("read_file")))) {
            assertThat(Policy.decide(
                                    Effect.fromJson(Effects.request("c", "skill.load", other.loading())),
                                    Label.OWNERS,
                                    known)
                            .decision())
                    .isInstanceOf(Decision.Deny.class);
        }
    }

    @Test
    void allowsCommandWithinStandingLimits() {
        assertThat(sandbox(SandboxLimits.STANDARD)).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void everyNetworkIsAskedFor() {
        assertThat(decide("sandbox.run", Effects.networkCommand("git", List.of("true"))))
                .isEqualTo(new Decision.Ask("It may ask https://a.example/me by GET, POST with the key 'git'.", true));
    }

    /// Untrusted input, private data, a way out: the three together stop at a person each time.
    @Test
    void theThreeTogetherAreAlwaysAsked() {
        JsonObject shows = Effects.networkCommand("true");
        assertThat(decide("sandbox.run", shows, Label.FOREIGN))
                .isInstanceOfSatisfying(
                        Decision.Ask.class, ask -> assertThat(ask.onceForAll()).isTrue());
        assertThat(decide("sandbox.run", shows, Label.WORST)).isInstanceOfSatisfying(Decision.Ask.class, ask -> {
            assertThat(ask.onceForAll()).isFalse();
            assertThat(ask.why()).startsWith("It has read what others wrote, knows what is yours");
        });
    }

    @Test
    void knowsWhatIsReadFromTheNetwork() {
        Effect effect = Effect.fromJson(Effects.request("c", "sandbox.run", Effects.networkCommand("true")));
        assertThat(Policy.decide(effect, Label.OWNERS, new Known(_ -> false, List.of()))
                        .leaves())
                .isEqualTo(Label.FOREIGN);
        assertThat(Policy.decide(effect, Label.OWNERS, new Known(_ -> false, List.of()))
                        .destination())
                .isEqualTo("network");
        Effect keyed =
                Effect.fromJson(Effects.request("c", "sandbox.run", Effects.networkCommand("git", List.of("true"))));
        assertThat(Policy.decide(keyed, Label.OWNERS, new Known(_ -> false, List.of()))
                        .leaves())
                .as("what a key of the owner's opened is the owner's")
                .isEqualTo(Label.WORST);
    }

    /// All a page's address can tell is the address: so it matters who made it, and what the conversation knows.
    @Test
    void judgesAPageByWhoMadeItsAddress() {
        for (String row : List.of(
                "NAMED owner public allow",
                "NAMED untrusted private allow",
                "LINKED untrusted public allow",
                "LINKED untrusted private each",
                "COMPOSED owner public ask",
                "COMPOSED owner private ask",
                "COMPOSED untrusted public ask",
                "COMPOSED untrusted private each")) {
            String[] words = row.split(" ", 4);
            WebFetch fetch = new WebFetch(WRITTEN, WebFetch.Way.valueOf(words[0]));
            Decision decision = decide("web.fetch", fetch.toJson(), Label.of(words[1], words[2]));
            assertThat(decision).as(row).matches(made -> switch (made) {
                case Decision.Allow() -> words[3].equals("allow");
                case Decision.Ask(String _, boolean onceForAll) -> words[3].equals(onceForAll ? "ask" : "each");
                case Decision.Deny _ -> false;
            });
        }
        assertThat(decide(
                        "web.fetch",
                        JsonObject.with("url", "https://a.example/").build()))
                .isInstanceOf(Decision.Deny.class);
        JsonObject search = new WebSearch("rain").toJson();
        assertThat(decide("web.search", search, Label.FOREIGN)).isInstanceOf(Decision.Allow.class);
        assertThat(decide("web.search", search, Label.WORST)).isInstanceOf(Decision.Ask.class);
    }

    /// What no line fits, nobody may do: a table of one line denies all the rest.
    @Test
    void deniesWhatNoLineOfTheTableFits() {
        DecisionTable table = DecisionTable.parse("workspace.read any any workspace allow It reads.");
        assertThat(table.find("workspace.read", Label.WORST, Destination.WORKSPACE))
                .isPresent();
        assertThat(table.find("workspace.write", Label.OWNERS, Destination.WORKSPACE))
                .isEmpty();
        assertThatThrownBy(() -> DecisionTable.parse("workspace.read any any workspace perhaps It reads."))
                .hasMessageContaining("Line 1");
        assertThatThrownBy(() -> DecisionTable.parse("workspace.read any any moon allow It reads."))
                .hasMessageContaining("Line 1");
    }

    @Test
    void explainsEachLineAndTheWayToEachEffect() {
        JsonObject all = Explanation.everything();
        assertThat(all.list("paths").objects()).anySatisfy(path -> {
            assertThat(path.text("effect")).isEqualTo("sandbox.run");
            assertThat(path.text("destination")).isEqualTo("network");
            assertThat(path.text("withPrivate")).isEqualTo("each");
            assertThat(path.text("path")).endsWith("ends at you: nothing is done without your yes");
        });
        assertThat(Explanation.of("sandbox.run", Label.WORST).list("lines").objects())
                .extracting(line -> line.text("destination") + " " + line.text("decision"))
                .contains("nowhere allow", "network each");
    }

    @Test
    void networkOfWhatIsHeldOpenIsAskedForToo() {
        NetworkRule rule = new NetworkRule("https://a.example", new TreeSet<>(List.of("GET")), "/", "");
        SandboxSpec spec = new SandboxSpec(
                List.of("true"),
                new TreeMap<>(),
                ".",
                "0".repeat(64),
                SandboxLimits.STANDARD,
                new SandboxNetwork(List.of(rule), SandboxNetwork.STANDARD_BYTES));
        SandboxHold hold = new SandboxHold(spec, Duration.ofMinutes(30));
        assertThat(decide("sandbox.hold", hold.toJson()))
                .isEqualTo(new Decision.Ask(
                        "It stays open, and what it does then is not asked about one by one. It may ask https://a.example/"
                                + " by GET. It stays open for up to 30 minutes, and ends after 60 seconds in which"
                                + " nothing comes or goes.",
                        false));
        Effect effect = Effect.fromJson(Effects.request("c", "sandbox.hold", hold.toJson()));
        assertThat(Policy.wantsNetwork(effect)).isTrue();
    }

    /// What it may reach was asked about when it was opened; what could carry the owner's own things there is asked
    /// about again once others have had a word.
    @Test
    void allowsWhatIsDoneInAnOpenBrowserUnlessItCouldCarryThingsOut() {
        for (String looks : List.of("read", "screenshot", "close")) {
            assertThat(decide("browser.act", act(looks), Label.WORST)).isInstanceOf(Decision.Allow.class);
        }
        for (String sends : List.of("open", "click", "type", "select", "download")) {
            assertThat(decide("browser.act", act(sends), Label.FOREIGN)).isInstanceOf(Decision.Allow.class);
            assertThat(decide("browser.act", act(sends), Label.WORST))
                    .isInstanceOfSatisfying(
                            Decision.Ask.class,
                            ask -> assertThat(ask.onceForAll()).isFalse());
        }
        assertThat(decide("browser.act", act("evaluate"))).isInstanceOf(Decision.Deny.class);
    }

    private static JsonObject act(String action) {
        return JsonObject.with("action", action).with("number", 3).build();
    }

    @Test
    void asksAboveStandingLimits() {
        assertThat(sandbox(Effects.limits(Duration.ofMinutes(10))))
                .isEqualTo(
                        new Decision.Ask("It may run for up to 10 minutes; the standing limit is 60 seconds.", true));
        assertThat(sandbox(SandboxLimits.CEILING))
                .isEqualTo(new Decision.Ask(
                        "It may run for up to 30 minutes; the standing limit is 60 seconds. "
                                + "It may use up to 2 GiB of memory; the standing limit is 512 MiB. "
                                + "It may start up to 256 processes; the standing limit is 64. "
                                + "It may print up to 1 MiB; the standing limit is 256 KiB. "
                                + "It may write up to 256 MiB; the standing limit is 64 MiB.",
                        true));
    }

    @Test
    void asksForOneMillisecondMore() {
        assertThat(sandbox(Effects.limits(Duration.ofMillis(60_001))))
                .isEqualTo(
                        new Decision.Ask("It may run for up to 61 seconds; the standing limit is 60 seconds.", true));
    }

    @Test
    void alwaysAsksBeforeAProgramIsHeldOpen() {
        JsonObject hold = JsonObject.with("spec", Effects.command(Effects.limits(Duration.ofMinutes(10))))
                .with("lifeMillis", Duration.ofHours(2).toMillis())
                .build();
        assertThat(decide("sandbox.hold", hold))
                .isEqualTo(new Decision.Ask(
                        "It stays open, and what it does then is not asked about one by one. It stays open for up to 120"
                                + " minutes, and ends after 10 minutes in which nothing comes or goes.",
                        false));
        assertThat(decide("sandbox.hold", Effects.command(SandboxLimits.STANDARD)))
                .isInstanceOf(Decision.Deny.class);
        assertThat(decide("sandbox.run", hold)).isInstanceOf(Decision.Deny.class);
        assertThat(decide("sandbox.hold", hold.toBuilder().with("more", 1).build()))
                .isInstanceOf(Decision.Deny.class);
        assertThat(decide(
                        "sandbox.hold",
                        hold.toBuilder()
                                .with("lifeMillis", Duration.ofHours(13).toMillis())
                                .build()))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void deniesAboveCeiling() {
        JsonObject shows = Effects.longCommand();
        JsonObject limits =
                shows.object("limits").toBuilder().with("timeMillis", 1_800_001).build();
        assertThat(decide(
                        "sandbox.run", shows.toBuilder().with("limits", limits).build()))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void deniesWhatIsNoCommand() {
        assertThat(decide("sandbox.run", JsonObject.EMPTY)).isInstanceOf(Decision.Deny.class);
        JsonObject limits = Effects.longCommand().object("limits").toBuilder()
                .with("processes", 1L << 40)
                .build();
        assertThat(decide(
                        "sandbox.run",
                        Effects.longCommand().toBuilder().with("limits", limits).build()))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    void deniesCommandWithMoreThanWouldRun() {
        JsonObject more = Effects.command(SandboxLimits.STANDARD).toBuilder()
                .with("comment", "harmless, really")
                .build();
        assertThat(decide("sandbox.run", more)).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void deniesUnknownEffect() {
        assertThat(decide("network.open", JsonObject.EMPTY)).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void refusesDigestOfSomethingElse() {
        JsonObject request = Effects.request(
                        "c", "workspace.read", JsonObject.with("path", "a").build())
                .toBuilder()
                .with("shows", JsonObject.with("path", "b").build())
                .build();
        assertThatThrownBy(() -> Effect.fromJson(request))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("digest-mismatch"));
    }

    @Test
    void asksBeforeAConversationForgetsWhateverItHasRead() {
        JsonObject memory = JsonObject.with("id", 1).with("text", "x").build();
        assertThat(decide("memory.read", memory, Label.WORST)).isInstanceOf(Decision.Allow.class);
        assertThat(decide("memory.write", memory, Label.WORST)).isInstanceOf(Decision.Allow.class);
        assertThat(decide("memory.forget", memory, Label.OWNERS)).isInstanceOf(Decision.Ask.class);
        assertThat(decide("memory.forget", memory, Label.FOREIGN)).isInstanceOf(Decision.Ask.class);
        Effect read = Effect.fromJson(Effects.request("c", "memory.read", memory));
        assertThat(Policy.decide(read, Label.FOREIGN, new Known(_ -> false, List.of()))
                        .leaves())
                .as("what is remembered is the owner's own")
                .isEqualTo(Label.KEPT);
    }

    @Test
    void asksBeforeAnythingIsDoneLaterThatOthersHadAHandIn() {
        JsonObject make = Effects.schedule("0123456789abcdef");
        assertThat(decide("schedule.make", make, Label.KEPT)).isInstanceOf(Decision.Allow.class);
        assertThat(decide("schedule.make", make, Label.FOREIGN)).isInstanceOfSatisfying(Decision.Ask.class, ask -> {
            assertThat(ask.onceForAll()).isFalse();
            assertThat(ask.why()).contains("every 30 minutes", "Water the plants.");
        });
        assertThat(decide("schedule.cancel", make, Label.OWNERS)).isInstanceOf(Decision.Ask.class);
        assertThat(decide("schedule.cancel", make, Label.WORST)).isInstanceOf(Decision.Ask.class);
        Effect list = Effect.fromJson(Effects.request("c", "schedule.list", JsonObject.EMPTY));
        assertThat(Policy.decide(list, Label.OWNERS, new Known(_ -> false, List.of()))
                        .leaves())
                .isEqualTo(Label.KEPT);
    }

    @Test
    void deniesAScheduleThatDoesNotSayAllOfItOrRunsInAnotherConversation() {
        JsonObject more = Effects.schedule("0123456789abcdef").toBuilder()
                .with("hidden", "x")
                .build();
        assertThat(decide("schedule.make", more, Label.OWNERS)).isInstanceOf(Decision.Deny.class);
        assertThat(decide("schedule.make", Effects.schedule("main"), Label.OWNERS))
                .isInstanceOf(Decision.Deny.class);
        assertThat(decide("schedule.make", JsonObject.EMPTY, Label.OWNERS)).isInstanceOf(Decision.Deny.class);
    }

    /// What is begun is asked about whole; what was let begin is looked at and ended without asking.
    @Test
    void asksEachTimeBeforeACommandRunsOnInTheBackground() {
        JsonObject hold = new SandboxHold(
                        new SandboxSpec(
                                List.of("sleep", "9"),
                                new TreeMap<>(),
                                ".",
                                "0".repeat(64),
                                SandboxLimits.STANDARD,
                                SandboxNetwork.NONE),
                        Duration.ofMinutes(30))
                .toJson();
        assertThat(decide("sandbox.hold", hold, Label.OWNERS))
                .isInstanceOfSatisfying(
                        Decision.Ask.class, ask -> assertThat(ask.onceForAll()).isFalse());
        for (String action : List.of("poll", "kill")) {
            assertThat(decide("background.use", act(action), Label.WORST)).isInstanceOf(Decision.Allow.class);
        }
        assertThat(decide("background.use", act("start"), Label.OWNERS)).isInstanceOf(Decision.Deny.class);
    }
}
