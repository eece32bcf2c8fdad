package moltbot.control.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.AssertionVerifier;
import moltbot.contract.assertion.VerifiedAssertion;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.model.Attachment;
import moltbot.control.approval.Approvals;
import moltbot.control.approval.Approvals.Said;
import moltbot.control.approval.Approver;
import moltbot.control.approval.StandingRules;
import moltbot.control.chat.Conversations;
import moltbot.control.chat.Parcel;
import moltbot.control.chat.Slash;
import moltbot.control.chat.Words;
import org.jspecify.annotations.Nullable;

/// Answers what the breaker lets through: the panel's files, its data, and the stream of a conversation. Nothing is
/// looked at before the assertion is verified; a request without one is refused on the link (`bad-assertion`).
public final class Panel implements LinkHandler {
    private static final System.Logger LOG = System.getLogger("panel");

    private static final String OWNER = "owner";
    /// All that a machine's token may see here, and the beginning of what it may ask the assistant by.
    private static final String FOR_MACHINES = "/api/overview";

    private static final String FOR_PROGRAMS = "/v1/";

    /// How a message comes that has files beside its words ([Parcel]).
    private static final String WITH_FILES = "application/octet-stream";

    private final AssertionVerifier verifier;
    private final List<Route> routes;

    /// @param desks     of the pages
    /// @param overview  the state of the house
    /// @param slash     answers what begins with a slash
    public Panel(
            AssertionVerifier verifier,
            Conversations conversations,
            Approvals approvals,
            Desks desks,
            Overview overview,
            Slash slash) {
        this.verifier = verifier;
        PanelFiles files = new PanelFiles();
        EventStream events = new EventStream(conversations);
        List<Route> table = new ArrayList<>(List.of(
                Route.get("/", files::index),
                Route.get("/assets/*", files::asset),
                Route.get("/api/overview", request -> Reply.json(200, overview.now())),
                Route.get("/api/sessions", request -> Reply.json(200, conversations.sessions())),
                Route.post("/api/sessions/*/messages", request -> submit(conversations, slash, request)),
                Route.post("/api/sessions/*/stop", request -> Reply.json(200, conversations.stop(request.word(0)))),
                Route.post("/api/sessions/*/meanwhile", request -> choose(conversations, request)),
                Route.get("/api/sessions/*/events", events::relay),
                Route.get("/api/sessions/*/images/*", request -> image(conversations, request)),
                Route.post("/api/approvals/*/approve", request -> approve(approvals, request)),
                Route.post("/api/approvals/*/deny", request -> answer(approvals, request, Said.NO)),
                Route.get("/api/rules", _ -> Reply.json(200, desks.rules().toJson())),
                Route.post("/api/rules/*/forget", request -> forget(desks.rules(), request))));
        table.addAll(desks.routes());
        table.addAll(new GivenFiles(conversations).routes());
        table.addAll(new Completions(conversations, Panel::newId).routes());
        this.routes = List.copyOf(table);
    }

    @Override
    public void handle(LinkExchange exchange) throws InterruptedException {
        VerifiedAssertion person = verified(exchange.head());
        @Nullable Reply reply;
        try {
            reply = route(person, exchange);
        } catch (HttpFailure e) {
            reply = e.toReply();
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} was refused: {1}", person.target(), e.getMessage());
            reply = HttpFailure.of(e).toReply();
        }
        if (reply != null && !exchange.cancelled()) {
            reply.sendTo(exchange);
        }
    }

    private VerifiedAssertion verified(JsonObject head) {
        try {
            return verifier.verify(head.text("assertion"), head.text("method"), head.text("target"));
        } catch (ContractException e) {
            ContractException refusal =
                    ContractException.refused("bad-assertion", "This request is not one the breaker let through.");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private @Nullable Reply route(VerifiedAssertion person, LinkExchange exchange) throws InterruptedException {
        List<String> path = Route.parts(Request.path(person.target()));
        boolean machine = !person.principal().equals(OWNER);
        boolean programs = person.target().startsWith(FOR_PROGRAMS);
        if (machine && !programs && !person.target().equals(FOR_MACHINES)) {
            throw new HttpFailure(403, "scope", "This is not for machines.");
        }
        if (!machine && programs) {
            throw new HttpFailure(403, "scope", "This is for programs: make a token of chat:use for yours.");
        }
        boolean known = false;
        for (Route route : routes) {
            List<String> words = route.match(path);
            if (words == null) {
                continue;
            }
            if (route.method().equals(person.method())) {
                return route.handler().handle(new Request(person, exchange, words));
            }
            known = true;
        }
        throw known
                ? new HttpFailure(405, "wrong-method", "That address takes another method.")
                : new HttpFailure(404, "not-found", "There is nothing at that address.");
    }

    private static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /// What comes with files is no command.
    private static Reply submit(Conversations conversations, Slash slash, Request request) throws InterruptedException {
        if (request.header("content-type").equals(WITH_FILES)) {
            Parcel parcel = Parcel.read(request.exchange()::next);
            return Reply.json(
                    202,
                    conversations.submit("panel", request.word(0), parcel.head().text("id"), parcel.words()));
        }
        JsonObject message = request.json();
        Words words = new Words(message.text("text"));
        String session = InboundMessage.requireSession(request.word(0));
        Optional<String> said = slash.answer(session, words.text(), Desks.BY);
        if (said.isPresent()) {
            return Reply.json(200, JsonObject.with("said", said.get()).build());
        }
        return Reply.json(202, conversations.submit("panel", request.word(0), message.text("id"), words));
    }

    private static Reply choose(Conversations conversations, Request request) throws InterruptedException {
        return Reply.json(
                200, conversations.choose(request.word(0), request.json().text("meanwhile")));
    }

    /// Somebody else's bytes, though an image: nothing in them may run, load or be taken for something else, even where
    /// it is opened by itself.
    private static Reply image(Conversations conversations, Request request) throws InterruptedException {
        Attachment image = conversations.image(request.word(0), request.word(1));
        return new Reply(
                200,
                Reply.headers(image.mediaType(), "private, max-age=31536000, immutable")
                        .with("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
                        .with("content-disposition", "inline; filename=\"image\"")
                        .build(),
                image.bytes());
    }

    /// The breaker has looked at the proof's age; here it is looked at again, for this is what it is for.
    private static Reply approve(Approvals approvals, Request request) throws InterruptedException {
        if (!request.person().provedLately()) {
            throw new HttpFailure(
                    403, "step-up", "Confirm that it is you, then approve it again. Nothing was approved.");
        }
        boolean always = request.json().flagOr("always", false);
        return answer(approvals, request, always ? Said.ALWAYS : Said.YES);
    }

    /// A no needs no fresh proof: it only keeps something from being done.
    private static Reply answer(Approvals approvals, Request request, Said said) throws InterruptedException {
        approvals.reached(request.person().epoch());
        approvals.answer(request.word(0), said, Approver.inPanel(request.person()));
        return Reply.json(200, JsonObject.EMPTY);
    }

    /// Taking an "always" back only ever makes more be asked.
    private static Reply forget(StandingRules rules, Request request) throws InterruptedException {
        rules.forget(request.word(0), Approver.inPanel(request.person()).name());
        return Reply.json(200, JsonObject.EMPTY);
    }
}
