package moltbot.breaker.hook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.circuit.State;
import moltbot.breaker.circuit.View;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Household;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.hook.HookStore.KeptHook;
import moltbot.breaker.journal.Figures;
import moltbot.breaker.stage.Stage;
import moltbot.breaker.stage.Verdict;
import moltbot.breaker.stage.Visit;
import moltbot.contract.ContractException;
import moltbot.contract.hook.HookCall;
import moltbot.contract.hook.Taken;
import moltbot.contract.seal.Seal;

/// The last stage: has whoever calls prove that they may, takes the body, and hands it over. What is signed is not
/// handed over before the signature of all of it was seen. Who calls a hook that is none is told what everybody is told
/// who proves nothing; and while the breaker is not CLOSED, what everybody is told then.
final class HookIntake implements Stage {
    /// A whole body comes within this, or not at all.
    private static final Duration BODY = Duration.ofSeconds(10);

    private static final long ROOM = 6L * HookCall.MOST;
    private static final String AGAIN_SECONDS = "10";
    private static final Verdict UNPROVED =
            Verdict.error(401, "unproved", "This call did not prove who makes it. Nothing of it was taken.");

    private final Hooks hooks;
    private final Circuit circuit;
    private final HookGateway gateway;
    private final LongSupplier nanos;
    private final Supplier<String> ids;
    private final Figures figures;
    private final BodyRoom proved = new BodyRoom(ROOM, 3L * HookCall.MOST);

    /// Whoever only looks as if they had signed takes nobody's room who has a token, and of this little.
    private final BodyRoom unproved = new BodyRoom(ROOM, HookCall.MOST);

    /// @param ids  names for calls that bring none
    HookIntake(
            Hooks hooks,
            Circuit circuit,
            HookGateway gateway,
            LongSupplier nanos,
            Supplier<String> ids,
            Figures figures) {
        this.hooks = hooks;
        this.circuit = circuit;
        this.gateway = gateway;
        this.nanos = nanos;
        this.ids = ids;
        this.figures = figures;
    }

    @Override
    public boolean waits(Visit visit) {
        return true;
    }

    @Override
    public Verdict judge(Visit visit) throws InterruptedException {
        Request request = visit.request();
        HookPath.Place place = HookPath.place(request);
        long epoch = circuit.view().epoch();
        Optional<KeptHook> found = hooks.find(place.hook(), epoch);
        if (request.method().equals("GET")) {
            return Unsaid.of(circuit, MetaQuestion.answer(found, place.query()));
        }
        Optional<Verdict> objection = objection(visit, found);
        return objection.isPresent() || found.isEmpty()
                ? Unsaid.of(circuit, objection.orElse(UNPROVED))
                : withBody(visit, found.get(), epoch);
    }

    /// What is said before the body is there, if anything.
    private static Optional<Verdict> objection(Visit visit, Optional<KeptHook> found) {
        Request request = visit.request();
        // Said before anything is looked up, so that it tells of no hook.
        if (!request.one("content-encoding").orElse("identity").equals("identity")) {
            return Optional.of(
                    Verdict.error(415, "encoded", "Bodies are read here as they are, not packed. Nothing was taken."));
        }
        if (visit.exchange().declaredBytes() > HookCall.MOST) {
            return Optional.of(tooLarge());
        }
        boolean mayGoOn = found.filter(hook -> hook.kind() == HookKind.BEARER
                        ? HookProof.bears(request, hook)
                        : HookProof.signature(request).isPresent())
                .isPresent();
        return mayGoOn ? Optional.empty() : Optional.of(UNPROVED);
    }

    private Verdict withBody(Visit visit, KeptHook hook, long epoch) throws InterruptedException {
        String household = Household.of(visit.request().client());
        BodyRoom room = hook.kind() == HookKind.BEARER ? proved : unproved;
        try (HookBody body = new HookBody(room, household)) {
            Optional<Verdict> objection = read(visit, body).or(() -> unsigned(visit.request(), hook, body));
            return objection.isPresent()
                    ? Unsaid.of(circuit, objection.get())
                    : handOver(visit.request(), hook, epoch, body.pieces());
        }
    }

    private Optional<Verdict> read(Visit visit, HookBody body) throws InterruptedException {
        long until = nanos.getAsLong() + BODY.toNanos();
        try {
            byte[] piece;
            while ((piece = visit.exchange().nextBody(left(until))) != null) {
                if (body.bytes() + piece.length > HookCall.MOST) {
                    return Optional.of(tooLarge());
                }
                if (nanos.getAsLong() - until > 0) {
                    return Optional.of(
                            Verdict.error(408, "slow-body", "The request came too slowly. Nothing was taken."));
                }
                if (!body.take(piece)) {
                    return Optional.of(
                            later("busy", "Too much is being taken already. Nothing of this was; call again."));
                }
            }
            return Optional.empty();
        } catch (ContractException e) {
            // What is wrong with a body is not told either: whose body is read is a hook that is there.
            if (visit.exchange().gone() || circuit.view().state() == State.CLOSED) {
                throw e;
            }
            return Optional.of(HookCircuit.SHUT);
        }
    }

    private static Optional<Verdict> unsigned(Request request, KeptHook hook, HookBody body) {
        return hook.kind() == HookKind.BEARER
                        || HookProof.signs(HookProof.signature(request).orElse(new byte[0]), hook, body.pieces())
                ? Optional.empty()
                : Optional.of(UNPROVED);
    }

    private Duration left(long until) {
        return Duration.ofNanos(Math.max(0, until - nanos.getAsLong()));
    }

    /// Permission is looked at again: it took a while until all of the body was there. A trip meanwhile ends every
    /// call.
    private Verdict handOver(Request request, KeptHook hook, long epoch, List<byte[]> body) {
        View now = circuit.view();
        if ((now.state() != State.CLOSED && !hook.kind().outlivesTrips())
                || now.epoch() != epoch
                || hooks.find(hook.name(), epoch).filter(hook::equals).isEmpty()) {
            return HookCircuit.SHUT;
        }
        hooks.called(hook);
        HookCall call = new HookCall(
                hook.name(), id(request), type(request), HookPath.place(request).query());
        Taken taken = gateway.deliver(call, principal(hook), epoch, body);
        figures.called(taken.word());
        return switch (taken) {
            case DONE ->
                new Verdict.Answered(Answer.of(200, "application/json", "{}".getBytes(StandardCharsets.UTF_8)));
            case UNREADABLE ->
                Verdict.error(
                        400, "unreadable", "What came cannot be read, or is not taken here. Do not send it again.");
            case LATER -> later("later", "It could not be taken just now, or not in time. Call again.");
        };
    }

    /// Whom an assertion speaks of.
    static String principal(KeptHook hook) {
        return "hook:" + hook.kind().word() + ":" + hook.name();
    }

    private static Verdict tooLarge() {
        return new Verdict.Answered(
                Answer.error(413, "too-large", "A call has at most " + HookCall.MOST + " bytes. Nothing was taken.")
                        .closing());
    }

    private static Verdict later(String reason, String message) {
        return new Verdict.Answered(Answer.error(503, reason, message).with("retry-after", AGAIN_SECONDS));
    }

    /// The same for the same call, where whoever calls says which it is.
    private String id(Request request) {
        return request.one("idempotency-key")
                .or(() -> request.one("x-github-delivery"))
                .filter(id -> !id.isEmpty())
                .map(id -> HookCall.isId(id) ? id : Seal.sha256Hex(id.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(ids);
    }

    private static String type(Request request) {
        String type =
                request.one("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return HookCall.isType(type) ? type : "";
    }
}
