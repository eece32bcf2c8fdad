package moltbot.guardian;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.host.Parts;
import moltbot.guardian.fact.host.Places;
import moltbot.guardian.fact.host.Programs;
import moltbot.guardian.fact.host.Secrets;
import moltbot.guardian.judge.host.GoodSecrets;
import moltbot.guardian.judge.host.NoDebugger;
import moltbot.guardian.judge.host.OpenSecrets;
import moltbot.guardian.judge.host.QuietPlace;
import moltbot.guardian.judge.host.SamePrograms;
import moltbot.guardian.judge.host.WalledIn;
import moltbot.guardian.observe.host.MacParts;
import moltbot.guardian.observe.host.PartObserver;
import moltbot.guardian.observe.host.PlaceObserver;
import moltbot.guardian.observe.host.ProgramObserver;
import moltbot.guardian.observe.host.SecretObserver;
import moltbot.guardian.observe.system.Commands;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// S1, S3, S4, R1, R2, R3: this machine, our processes and our programs, and the secrets they hold.
final class HostGroup implements Group {
    private static final Plan PARTS = plan("parts", 5, 20);
    private static final Plan PLACES = plan("places", 60, 200);
    private static final Plan SECRETS = plan("secrets", 30, 100);
    private static final Plan PROGRAMS = plan("programs", 10, 60);

    private static final Plan KEPT = plan("kept", 30, 120);

    private final List<Round<?>> machine;
    private final List<Round<?>> rounds;
    private final Optional<LinkClient> holder;

    /// @param holder  who holds the owner's secrets
    HostGroup(Surroundings around, Optional<LinkClient> holder) {
        this.holder = holder;
        Host host = around.settings().host();
        Supplier<Observation<Parts>> parts = parts(around.settings().supervisor());
        PlaceObserver places = new PlaceObserver(around.settings().dataRoot());
        ProgramObserver programs = new ProgramObserver(host.programs(), host.settingsFile(), host.startedMillis());
        machine = List.of(
                new Round<Parts>(
                        PARTS,
                        parts,
                        List.of(new WalledIn(host.walls()), new NoDebugger()),
                        () -> false,
                        around.board(),
                        around.nanos()),
                new Round<Places>(
                        PLACES,
                        places::observe,
                        List.of(new QuietPlace()),
                        () -> false,
                        around.board(),
                        around.nanos()),
                new Round<OpenSecrets.Seen>(
                        SECRETS,
                        () -> both(parts.get(), places.observe()),
                        List.of(new OpenSecrets()),
                        () -> false,
                        around.board(),
                        around.nanos()),
                new Round<Programs>(
                        PROGRAMS,
                        programs::observe,
                        List.of(new SamePrograms()),
                        () -> false,
                        around.board(),
                        around.nanos()));
        List<Round<?>> all = new ArrayList<>(machine);
        holder.map(SecretObserver::new)
                .ifPresent(kept -> all.add(new Round<Secrets>(
                        KEPT,
                        kept::observe,
                        List.of(new GoodSecrets()),
                        kept::unanswered,
                        around.board(),
                        around.nanos())));
        rounds = List.copyOf(all);
    }

    private static Supplier<Observation<Parts>> parts(long supervisor) {
        return System.getProperty("os.name").startsWith("Mac")
                ? new MacParts(
                        Commands::output,
                        supervisor,
                        List.of(Path.of("/tmp"), Path.of(System.getProperty("java.io.tmpdir"))))::observe
                : new PartObserver(Path.of("/proc"), supervisor)::observe;
    }

    /// None of these is what a first lease waits for: what they find trips whenever it is found.
    private static Plan plan(String name, int seconds, int bound) {
        return new Plan(
                name,
                Duration.ofSeconds(Math.min(seconds, 5)),
                Duration.ofSeconds(seconds),
                2,
                Duration.ofSeconds(bound),
                Duration.ofSeconds(bound),
                false);
    }

    private static Observation<OpenSecrets.Seen> both(Observation<Parts> parts, Observation<Places> places) {
        if (places instanceof Observation.Seen<Places>(Places seen)) {
            return parts instanceof Observation.Seen<Parts>(Parts known)
                    ? new Observation.Seen<>(new OpenSecrets.Seen(known, seen))
                    : new Observation.Partial<>(
                            new OpenSecrets.Seen(new Parts(List.of()), seen),
                            "The processes of this house could not be looked at.");
        }
        return new Observation.Unobservable<>("The data folder could not be searched.");
    }

    @Override
    public List<Round<?>> withoutHouse() {
        return machine;
    }

    @Override
    public void close() {
        holder.ifPresent(LinkClient::close);
    }

    @Override
    public List<Round<?>> rounds() {
        return rounds;
    }
}
